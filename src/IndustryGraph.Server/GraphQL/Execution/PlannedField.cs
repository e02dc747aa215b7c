using System.Text.Encodings.Web;
using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Resolvers;
using GraphQL.Types;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>A field of a selection, looked up once for all objects of a type.</summary>
internal sealed class PlannedField
{
    private readonly List<GraphQLSelectionSet> selectionSets = [];
    private volatile Selection[] selections = [];

    internal PlannedField(IExecutionContext context, string responseName, GraphQLField ast, FieldType definition)
    {
        ResponseName = responseName;
        JsonName = JsonEncodedText.Encode(responseName, JavaScriptEncoder.Default);
        Ast = ast;
        Definition = definition;
        Resolver = definition.Resolver ?? NameFieldResolver.Instance;
        Shape = ValueShape.Of(definition.ResolvedType!);
        FixedArguments = ast.Arguments is { Count: > 0 } ? null : context.GetArguments(definition, ast);
    }

    /// <summary>The alias, or the name where there is none.</summary>
    public string ResponseName { get; }

    /// <summary>The same as JSON.</summary>
    public JsonEncodedText JsonName { get; }

    /// <summary>The field in the document; the first where several of one response name are merged.</summary>
    public GraphQLField Ast { get; }

    /// <summary>The field in the schema.</summary>
    public FieldType Definition { get; }

    /// <summary>What gives its value.</summary>
    public IFieldResolver Resolver { get; }

    /// <summary>The type of its value.</summary>
    public ValueShape Shape { get; }

    /// <summary>The defaults of the schema, where the document gives no argument.</summary>
    public IDictionary<string, ArgumentValue>? FixedArguments { get; }

    /// <summary>Adds what a field of the same response name selects.</summary>
    internal void Merge(GraphQLField field)
    {
        if (field.SelectionSet is not null)
        {
            selectionSets.Add(field.SelectionSet);
        }
    }

    /// <summary>What is selected of a value of this type.</summary>
    internal Selection Of(IExecutionContext context, IObjectGraphType type)
    {
        foreach (var known in selections)
        {
            if (ReferenceEquals(known.Type, type))
            {
                return known;
            }
        }

        // Two requests may do this at once; one of two equal selections is then forgotten.
        var selection = Selection.Of(context, type, selectionSets);
        selections = [.. selections, selection];
        return selection;
    }
}
