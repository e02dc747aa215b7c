using GraphQL.Types;
using IndustryGraph.Model;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>Which links of a list are wanted, by what they carry.</summary>
internal sealed class LinkFilterInput
{
    /// <summary>Every link.</summary>
    public static LinkFilterInput None { get; } = new();

    /// <summary>Only links whose strongest evidence is no weaker.</summary>
    public Evidence WeakestEvidence { get; set; } = Evidence.Curated;

    /// <summary>Only links that cite this source.</summary>
    public string? Source { get; set; }

    /// <summary>Only links whose other end has a name that contains this.</summary>
    public string? Text { get; set; }

    /// <summary>Only links of this stage.</summary>
    public string? Stage { get; set; }

    /// <summary>Only links that hold on this day.</summary>
    public string? ValidOn { get; set; }

    /// <summary>The type in the schema.</summary>
    public static InputObjectGraphType<LinkFilterInput> GraphType()
    {
        var type = new InputObjectGraphType<LinkFilterInput> { Name = "LinkFilter", Description = "Which links of a list are wanted; all conditions must hold." };
        Add("weakestEvidence", Required("Evidence"), "Only links whose strongest evidence is no weaker than this: STATED leaves out what is derived or judged.", Evidence.Curated);
        Add("source", Of("ID"), "Only links that cite this source.");
        Add("text", Of("String"), "Only links whose other end has a name that contains this text; case and width do not matter.");
        Add("stage", Of("ChainPosition"), "Only links of this stage of the chain.");
        Add("validOn", Of("String"), "Only links that hold on this day, YYYY-MM-DD.");
        return type;

        void Add(string name, IGraphType graphType, string description, object? defaultValue = null) =>
            type.AddField(new FieldType { Name = name, ResolvedType = graphType, Description = description, DefaultValue = defaultValue });
    }
}
