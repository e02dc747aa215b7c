using GraphQL.Types;
using IndustryGraph.Model;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>What <c>applyChanges</c> is to put and to remove, as clients write it.</summary>
internal sealed class ChangesInput
{
    /// <summary>Why, in the words of who asks.</summary>
    public string Message { get; set; } = "";

    /// <summary>The version that the graph must be at.</summary>
    public int? ExpectVersion { get; set; }

    /// <summary>Whether to say what it would do, and do nothing.</summary>
    public bool DryRun { get; set; }

    /// <summary>Entities to add or to set.</summary>
    public List<EntityInput> PutEntities { get; set; } = [];

    /// <summary>Links to add or to set.</summary>
    public List<LinkInput> PutLinks { get; set; } = [];

    /// <summary>Entities to remove.</summary>
    public List<string> RemoveEntities { get; set; } = [];

    /// <summary>Links to remove.</summary>
    public List<string> RemoveLinks { get; set; } = [];

    /// <summary>What entities and links have in common.</summary>
    internal abstract class FactInput
    {
        public string? ValidFrom { get; set; }

        public string? ValidTo { get; set; }

        public List<AttributeInput>? Attributes { get; set; }

        public List<CitationInput> Citations { get; set; } = [];
    }

    /// <summary>An entity.</summary>
    internal sealed class EntityInput : FactInput
    {
        public string Id { get; set; } = "";

        public EntityKind Kind { get; set; }

        public string? NameZh { get; set; }

        public string? NameEn { get; set; }

        public List<string>? AltNames { get; set; }

        public string? DefinitionZh { get; set; }

        public string? DefinitionEn { get; set; }
    }

    /// <summary>A link.</summary>
    internal sealed class LinkInput : FactInput
    {
        public string Id { get; set; } = "";
    }

    /// <summary>An attribute.</summary>
    internal sealed class AttributeInput
    {
        public string Name { get; set; } = "";

        public string Value { get; set; } = "";
    }

    /// <summary>A citation.</summary>
    internal sealed class CitationInput
    {
        public string Source { get; set; } = "";

        public Evidence Evidence { get; set; }

        public string? Locator { get; set; }

        public string? Quote { get; set; }
    }

    /// <summary>The types in the schema.</summary>
    public static IEnumerable<IGraphType> Types()
    {
        var attribute = Type<AttributeInput>("AttributeInput", "An attribute of an entity or a link.");
        Add(attribute, "name", Required("String"), "Its name, as the column of a bundle: `code`, `coefficient`.");
        Add(attribute, "value", Required("String"), "Its value as text; numbers with a point, such as 0.0815.");
        var citation = Type<CitationInput>("CitationInput", "Where a fact is taken from.");
        Add(citation, "source", Required("ID"), "The id of a source of the graph, or of one that the same request puts.");
        Add(citation, "evidence", Required("Evidence"), "How the source supports the fact.");
        Add(citation, "locator", Of("String"), "The place in the source.");
        Add(citation, "quote", Of("String"), $"A few words of the source, at most {Citation.MaxQuoteLength} characters.");
        var entity = Type<EntityInput>("EntityInput", "An entity to add, or to set in place of what has the id: what is left out is empty then.");
        Add(entity, "id", Required("ID"), "Its id, such as `product:servo-motor`.");
        Add(entity, "kind", Required("EntityKind"), "What it is; an entity keeps its kind.");
        Add(entity, "nameZh", Of("String"), "The preferred Chinese name; this one or the English one is needed.");
        Add(entity, "nameEn", Of("String"), "The preferred English name.");
        Add(entity, "altNames", new ListGraphType(Required("String")), "Other names.");
        Add(entity, "definitionZh", Of("String"), "One sentence in Chinese that says what it is.");
        Add(entity, "definitionEn", Of("String"), "One sentence in English that says what it is.");
        AddShared(entity);
        var link = Type<LinkInput>("LinkInput", "A link to add, or to set in place of what has the id: what is left out is empty then.");
        Add(link, "id", Required("ID"), "Its id: `from|KIND|to`, and `#qualifier` behind it where two statements about one pair are kept apart.");
        AddShared(link);
        var changes = Type<ChangesInput>("ChangesInput", "Small edits, made whole or not at all. Each entity and link stands in them once.");
        Add(changes, "message", Required("String"), "Why, for whoever reads the versions.");
        Add(changes, "expectVersion", Of("Int"), "The number of the version that the graph must be at; any where left out.");
        Add(changes, "dryRun", Required("Boolean"), "Whether to say what it would do, and do nothing.", false);
        Add(changes, "putEntities", Many("EntityInput"), "Entities to add or to set.", Array.Empty<object>());
        Add(changes, "putLinks", Many("LinkInput"), "Links to add or to set.", Array.Empty<object>());
        Add(changes, "removeEntities", Many("ID"), "The ids of entities to remove; their links must go with them.", Array.Empty<object>());
        Add(changes, "removeLinks", Many("ID"), "The ids of links to remove.", Array.Empty<object>());
        return [attribute, citation, entity, link, changes];

        static InputObjectGraphType<T> Type<T>(string name, string description) => new() { Name = name, Description = description };
    }

    private static void AddShared<T>(InputObjectGraphType<T> type)
        where T : FactInput
    {
        Add(type, "validFrom", Of("String"), "Its first day, YYYY, YYYY-MM or YYYY-MM-DD; open where left out.");
        Add(type, "validTo", Of("String"), "Its last day, likewise.");
        Add(type, "attributes", new ListGraphType(Required("AttributeInput")), "Its attributes, of those that its kind may carry.");
        Add(type, "citations", Many("CitationInput"), "Where it is taken from: at least one. A source is its own citation.");
    }

    private static void Add<T>(InputObjectGraphType<T> type, string name, IGraphType graphType, string description, object? defaultValue = null) =>
        type.AddField(new FieldType { Name = name, ResolvedType = graphType, Description = description, DefaultValue = defaultValue });
}
