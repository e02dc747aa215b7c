using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>
/// A valid operation, of which all is known but what hangs on the values of variables: the arguments that name a variable, and the
/// directives.
/// </summary>
internal sealed class PreparedOperation
{
    private readonly ISchema schema;
    private readonly GraphQLDocument document;
    private readonly GraphQLOperationDefinition operation;
    private readonly Dictionary<GraphQLField, IDictionary<string, ArgumentValue>> constant = [];
    private readonly List<(GraphQLField Field, FieldType Definition)> varying = [];
    private readonly List<IHasDirectivesNode> directed = [];
    private readonly HashSet<ROM> visited = [];

    // It knows where each variable is used, once it has been asked.
    private ValidationContext? free;

    /// <summary>Walks an operation and the fragments that it uses, each once.</summary>
    public PreparedOperation(ISchema schema, GraphQLDocument document, GraphQLOperationDefinition operation)
    {
        this.schema = schema;
        this.document = document;
        this.operation = operation;
        IGraphType? root = operation.Operation switch
        {
            OperationType.Mutation => schema.Mutation,
            OperationType.Subscription => schema.Subscription,
            _ => schema.Query,
        };
        Walk(operation, operation.SelectionSet, root);
    }

    /// <summary>The values of variables, arguments and directives for one request.</summary>
    public async ValueTask<ValidationResult> ValuesAsync(ValidationOptions options)
    {
        var variables = Variables.None;
        if (operation.Variables is { Count: > 0 })
        {
            var context = Interlocked.Exchange(ref free, null) ?? new ValidationContext();
            context.Schema = schema;
            context.Document = document;
            context.Operation = operation;
            context.Variables = options.Variables;
            context.UserContext = options.UserContext;
            context.CancellationToken = options.CancellationToken;
            (variables, var errors) = await context.GetVariablesValuesAsync().ConfigureAwait(false);
            if (errors is not null)
            {
                return new ValidationResult(errors) { Variables = variables };
            }

            context.UserContext = null!;
            free = context;
        }

        try
        {
            return new ValidationResult([])
            {
                Variables = variables,
                ArgumentValues = Arguments(variables),
                DirectiveValues = Directives(variables),
            };
        }
        catch (ValidationError wrong)
        {
            return new ValidationResult([wrong]) { Variables = variables };
        }
    }

    private Dictionary<GraphQLField, IDictionary<string, ArgumentValue>> Arguments(Variables variables)
    {
        if (varying.Count == 0)
        {
            return constant;
        }

        var all = new Dictionary<GraphQLField, IDictionary<string, ArgumentValue>>(constant);
        foreach (var (field, definition) in varying)
        {
            all[field] = Read(field, definition, variables);
        }

        return all;
    }

    private Dictionary<ASTNode, IDictionary<string, DirectiveInfo>>? Directives(Variables variables)
    {
        if (directed.Count == 0)
        {
            return null;
        }

        var all = new Dictionary<ASTNode, IDictionary<string, DirectiveInfo>>();
        foreach (var node in directed)
        {
            if (ExecutionHelper.GetDirectives(node, variables, schema, document) is { } directives)
            {
                all[(ASTNode)node] = directives;
            }
        }

        return all;
    }

    private void Walk(IHasDirectivesNode of, GraphQLSelectionSet? selections, IGraphType? type)
    {
        if (of.Directives is { Count: > 0 })
        {
            directed.Add(of);
        }

        foreach (var selection in selections?.Selections ?? [])
        {
            switch (selection)
            {
                case GraphQLField field:
                    Walk(field, type);
                    break;
                case GraphQLInlineFragment fragment:
                    Walk(fragment, fragment.SelectionSet, fragment.TypeCondition is null ? type : Type(fragment.TypeCondition));
                    break;
                case GraphQLFragmentSpread spread:
                    Walk(spread, null, null);
                    if (visited.Add(spread.FragmentName.Name.Value)
                        && document.FindFragmentDefinition(spread.FragmentName.Name.Value) is { } definition)
                    {
                        Walk(definition, definition.SelectionSet, Type(definition.TypeCondition));
                    }

                    break;
            }
        }
    }

    private void Walk(GraphQLField field, IGraphType? type)
    {
        var name = field.Name.Value;
        var definition = name == schema.TypeMetaFieldType.Name ? schema.TypeMetaFieldType
            : name == schema.SchemaMetaFieldType.Name ? schema.SchemaMetaFieldType
            : name == schema.TypeNameMetaFieldType.Name ? schema.TypeNameMetaFieldType
            : (type as IComplexGraphType)?.GetField(name);
        if (definition is not null && field.Arguments is { Count: > 0 } arguments)
        {
            if (arguments.Any(argument => HasVariable(argument.Value)))
            {
                varying.Add((field, definition));
            }
            else
            {
                constant[field] = Read(field, definition, Variables.None);
            }
        }

        Walk(field, field.SelectionSet, definition?.ResolvedType?.GetNamedType());
    }

    private Dictionary<string, ArgumentValue> Read(GraphQLField field, FieldType definition, Variables variables) =>
        ExecutionHelper.GetArguments(definition.Arguments, field.Arguments, variables, document, field, null) ?? [];

    private IGraphType? Type(GraphQLTypeCondition condition) => schema.AllTypes[condition.Type.Name.Value];

    private static bool HasVariable(GraphQLValue value) => value switch
    {
        GraphQLVariable => true,
        GraphQLListValue list => list.Values?.Any(HasVariable) == true,
        GraphQLObjectValue map => map.Fields?.Any(field => HasVariable(field.Value)) == true,
        _ => false,
    };
}
