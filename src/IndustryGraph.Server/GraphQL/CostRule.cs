using System.Collections;
using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// The cost of an operation with its variables: the greatest number of values that its answer can hold, plus what dear fields
/// add. Lists multiply: a field under lists of 100 and 20 counts 2,000 times.
/// </summary>
/// <remarks>
/// An upper bound for the answer. Of fragments on several object types at one place just the dearest counts, because an object has
/// one type. Fields that <c>@skip</c> or <c>@include</c> leave out do not count. Introspection costs a flat price. What is counted
/// hangs on the variables, so that it is counted anew for each request, also where the document is known.
/// </remarks>
public sealed class CostRule
{
    /// <summary>The length of a list that neither an argument nor a declaration gives.</summary>
    public const int UnknownListSize = 10;

    private const double SchemaCost = 2_000;
    private const double TypeCost = 100;

    private static readonly string[] PageArguments = ["first", "last"];
    private static readonly string[] ListArguments = ["ids", "names"];

    private readonly IExecutionContext context;
    private readonly GraphQLLimits limits;
    private readonly Dictionary<ROM, GraphQLFragmentDefinition> fragments = [];

    private CostRule(IExecutionContext context, GraphQLLimits limits)
    {
        this.context = context;
        this.limits = limits;
        foreach (var definition in context.Document.Definitions)
        {
            if (definition is GraphQLFragmentDefinition fragment)
            {
                fragments.Add(fragment.FragmentName.Name.Value, fragment);
            }
        }
    }

    /// <summary>Counts the cost of a validated operation.</summary>
    /// <exception cref="GraphQLProblem">A page or a list argument passes its limit.</exception>
    public static double Of(IExecutionContext context, GraphQLLimits limits)
    {
        IGraphType? root = context.Operation.Operation switch
        {
            OperationType.Mutation => context.Schema.Mutation,
            OperationType.Subscription => context.Schema.Subscription,
            _ => context.Schema.Query,
        };
        return root is null ? 0 : new CostRule(context, limits).OfSelections(context.Operation.SelectionSet, root, listSize: null);
    }

    private double OfSelections(GraphQLSelectionSet selections, IGraphType parent, double? listSize)
    {
        double common = 0;
        Dictionary<IGraphType, double>? byType = null;
        Add(selections, parent, parent);
        return byType is null ? common : common + byType.Values.Max();

        // The place is the type that the object surely has here, or null in the part that all types share.
        void Add(GraphQLSelectionSet part, IGraphType type, IGraphType at)
        {
            foreach (var selection in part.Selections)
            {
                switch (selection)
                {
                    case GraphQLField field when Included(field):
                        var cost = OfField(field, type, listSize);
                        if (at == parent)
                        {
                            common += cost;
                        }
                        else
                        {
                            byType ??= [];
                            byType[at] = byType.GetValueOrDefault(at) + cost;
                        }

                        break;
                    case GraphQLInlineFragment fragment when Included(fragment):
                        AddFragment(fragment.SelectionSet, fragment.TypeCondition, type, at);
                        break;
                    case GraphQLFragmentSpread spread when Included(spread):
                        var definition = fragments[spread.FragmentName.Name.Value];
                        AddFragment(definition.SelectionSet, definition.TypeCondition, type, at);
                        break;
                }
            }
        }

        void AddFragment(GraphQLSelectionSet part, GraphQLTypeCondition? condition, IGraphType type, IGraphType at)
        {
            var inner = condition is null ? type : context.Schema.AllTypes[condition.Type.Name.Value] ?? type;
            Add(part, inner, at == parent && parent is IAbstractGraphType && inner is IObjectGraphType ? inner : at);
        }
    }

    private double OfField(GraphQLField field, IGraphType parent, double? listSizeOfParent)
    {
        var schema = context.Schema;
        var name = field.Name.Value;
        if (name == schema.SchemaMetaFieldType.Name)
        {
            return SchemaCost;
        }

        if (name == schema.TypeMetaFieldType.Name)
        {
            return TypeCost;
        }

        if ((parent as IComplexGraphType)?.GetField(name) is not { } definition)
        {
            return 1; // __typename
        }

        var arguments = new Arguments(definition, context.ArgumentValues?.GetValueOrDefault(field));
        CheckRanges(definition, arguments);
        var own = OwnCost(definition, arguments);
        if (field.SelectionSet is null)
        {
            return own;
        }

        var type = definition.ResolvedType!;
        var isList = (type is NonNullGraphType nonNull ? nonNull.ResolvedType : type) is ListGraphType;
        var declared = ListSize(definition, arguments);
        return isList
            ? own + ((declared ?? listSizeOfParent ?? UnknownListSize) * OfSelections(field.SelectionSet, type.GetNamedType(), null))
            : own + OfSelections(field.SelectionSet, type.GetNamedType(), declared);
    }

    private static double OwnCost(FieldType definition, Arguments arguments)
    {
        var cost = definition.GetMetadata(FieldCost.CostKey, 1.0);
        if (definition.GetMetadata<(string Argument, double Cost)?>(FieldCost.CostWithKey) is { } dear && arguments[dear.Argument] is not null)
        {
            cost += dear.Cost;
        }

        return definition.GetMetadata<string?>(FieldCost.CostPerKey) is { } per ? cost * (Length(arguments[per]) ?? 1) : cost;
    }

    private static double? ListSize(FieldType definition, Arguments arguments)
    {
        switch (definition.GetMetadata<object?>(FieldCost.ListSizeKey))
        {
            case int size:
                return size;
            case string argument:
                return Length(arguments[argument]);
        }

        double? result = null;
        foreach (var argument in arguments.HasAny ? PageArguments : [])
        {
            result = Length(arguments[argument]) is { } size && (result is null || size < result) ? size : result;
        }

        foreach (var argument in result is null && arguments.HasAny ? ListArguments : [])
        {
            result ??= Length(arguments[argument]);
        }

        return result;
    }

    private static double? Length(object? value) => value switch
    {
        int number => Math.Max(0, number),
        long number => Math.Max(0, number),
        ICollection items => items.Count,
        _ => null,
    };

    private void CheckRanges(FieldType definition, Arguments arguments)
    {
        if (!arguments.HasAny)
        {
            return;
        }

        foreach (var argument in PageArguments)
        {
            if (arguments[argument] is int size && (size < 1 || size > limits.PageSize))
            {
                throw OutOfRange(definition, argument, $"is {size}; it must be between 1 and {limits.PageSize}. Page through the rest with cursors.", limits.PageSize);
            }
        }

        foreach (var (argument, value) in arguments.Written)
        {
            if (value.Value is ICollection items and not IDictionary && items.Count > limits.ListItems)
            {
                throw OutOfRange(definition, argument, $"has {items.Count} items; it may have {limits.ListItems}. Ask in several requests.", limits.ListItems);
            }
        }
    }

    private static GraphQLProblem OutOfRange(FieldType definition, string argument, string what, int allowed) =>
        new GraphQLProblem(ErrorCodes.InvalidArgument, $"The argument '{argument}' of '{definition.Name}' {what}")
            .With("argument", argument).With("allowed", allowed);

    private bool Included(ASTNode node)
    {
        if (context.DirectiveValues is null || !context.DirectiveValues.TryGetValue(node, out var directives))
        {
            return true;
        }

        return !(directives.TryGetValue("skip", out var skip) && skip.Arguments["if"].Value is true)
            && !(directives.TryGetValue("include", out var include) && include.Arguments["if"].Value is false);
    }

    // The values of a field's arguments, the defaults of the schema where the request gives none.
    private readonly struct Arguments(FieldType definition, IDictionary<string, ArgumentValue>? written)
    {
        public bool HasAny => definition.Arguments?.Count > 0;

        public IEnumerable<KeyValuePair<string, ArgumentValue>> Written => written ?? Enumerable.Empty<KeyValuePair<string, ArgumentValue>>();

        // A written null has no length: what the schema gives where nothing is written is what it comes to.
        public object? this[string name] =>
            (written is not null && written.TryGetValue(name, out var value) ? value.Value : null) ?? definition.Arguments?.Find(name)?.DefaultValue;
    }
}
