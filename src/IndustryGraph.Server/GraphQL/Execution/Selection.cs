using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>
/// The fields that are selected of objects of one type, fragments expanded and fields of one response name merged
/// (<c>CollectFields</c> of the GraphQL specification).
/// </summary>
internal sealed class Selection
{
    private Selection(IObjectGraphType type, PlannedField[] fields)
    {
        Type = type;
        Fields = fields;
    }

    /// <summary>The type of the objects.</summary>
    public IObjectGraphType Type { get; }

    /// <summary>The fields, in the order of the response.</summary>
    public PlannedField[] Fields { get; }

    /// <summary>What selection sets select of a type.</summary>
    public static Selection Of(IExecutionContext context, IObjectGraphType type, IEnumerable<GraphQLSelectionSet> sets)
    {
        var fields = new Dictionary<string, PlannedField>();
        var visited = new HashSet<ROM>();
        foreach (var set in sets)
        {
            Collect(set);
        }

        // In the order in which they were met: nothing is ever removed.
        return new Selection(type, [.. fields.Values]);

        void Collect(GraphQLSelectionSet set)
        {
            foreach (var selection in set.Selections)
            {
                switch (selection)
                {
                    case GraphQLField field when IsIncluded(context, field):
                        Add(field);
                        break;
                    case GraphQLInlineFragment fragment when IsIncluded(context, fragment)
                        && (fragment.TypeCondition is null || Applies(fragment.TypeCondition)):
                        Collect(fragment.SelectionSet);
                        break;
                    case GraphQLFragmentSpread spread when IsIncluded(context, spread) && visited.Add(spread.FragmentName.Name.Value)
                        && context.Document.FindFragmentDefinition(spread.FragmentName.Name.Value) is { } definition
                        && Applies(definition.TypeCondition):
                        Collect(definition.SelectionSet);
                        break;
                }
            }
        }

        void Add(GraphQLField field)
        {
            var name = (field.Alias?.Name ?? field.Name).StringValue;
            if (!fields.TryGetValue(name, out var planned))
            {
                planned = new PlannedField(context, name, field, Definition(context.Schema, type, field));
                fields.Add(name, planned);
            }

            planned.Merge(field);
        }

        bool Applies(GraphQLTypeCondition condition)
        {
            var on = context.Schema.AllTypes[condition.Type.Name.Value];
            return on == type || (on is IAbstractGraphType wider && wider.IsPossibleType(type));
        }
    }

    private static FieldType Definition(ISchema schema, IObjectGraphType type, GraphQLField field)
    {
        var name = field.Name.Value;
        return name == schema.TypeNameMetaFieldType.Name ? schema.TypeNameMetaFieldType
            : type == schema.Query && name == schema.SchemaMetaFieldType.Name ? schema.SchemaMetaFieldType
            : type == schema.Query && name == schema.TypeMetaFieldType.Name ? schema.TypeMetaFieldType
            : type.GetField(name) ?? throw new InvalidOperationException($"{type.Name} has no field {name}: the document was not validated.");
    }

    private static bool IsIncluded(IExecutionContext context, ASTNode node) =>
        context.DirectiveValues is null || !context.DirectiveValues.TryGetValue(node, out var directives)
        || (!(directives.TryGetValue("skip", out var skip) && skip.Arguments["if"].Value is true)
            && !(directives.TryGetValue("include", out var include) && include.Arguments["if"].Value is false));
}
