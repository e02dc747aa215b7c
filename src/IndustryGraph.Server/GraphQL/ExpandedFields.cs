using GraphQLParser;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// The fields of a document after its fragments are expanded: how many, how deep, and how many share a response name.
/// </summary>
/// <remarks>
/// Two passes. The first counts with one visit of each node of the document, because what a fragment expands to is kept; counts
/// saturate, so that 2^30 fields are found out in microseconds. The second walks the expanded fields of each operation and
/// fragment, merged by response name as execution merges them; the first has bounded their number.
/// </remarks>
internal sealed class ExpandedFields(GraphQLDocument document, GraphQLOptions options)
{
    // Fields, inline fragments and spreads on one way down: what recursion in validation and execution is as deep as.
    private const int NestingOfDepth = 4;

    private const int Saturated = 1_000_000_000;

    // Lists of the schema of schemas that lead back to types: two in a row are what tools ask for, more go in circles.
    private const int IntrospectionLists = 2;

    private readonly GraphQLLimits limits = options.Limits;
    private readonly Dictionary<ROM, GraphQLFragmentDefinition> fragments = [];
    private readonly Dictionary<ROM, Size> sizes = [];
    private readonly HashSet<ROM> open = [];
    private int aliases;
    private int directives;
    private long pairs;

    private readonly record struct Size(int Fields, int Depth, int Nesting);

    /// <summary>The first limit that the document passes; null where it passes none.</summary>
    public GraphQLProblem? Check()
    {
        foreach (var fragment in document.Definitions.OfType<GraphQLFragmentDefinition>())
        {
            fragments.Add(fragment.FragmentName.Name.Value, fragment);
        }

        foreach (var definition in document.Definitions)
        {
            var problem = definition switch
            {
                GraphQLFragmentDefinition fragment => MeasureFragment(fragment, 1, out var size) ?? TooMuch(size),
                GraphQLOperationDefinition operation => MeasureOperation(operation),
                _ => null,
            };
            if (problem is not null)
            {
                return problem;
            }
        }

        foreach (var definition in document.Definitions.OfType<GraphQLExecutableDefinition>())
        {
            if (Merge([definition.SelectionSet], introspectionLists: -1) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private GraphQLProblem? MeasureOperation(GraphQLOperationDefinition operation)
    {
        var problem = CountDirectives(operation.Directives);
        foreach (var variable in operation.Variables?.Items ?? [])
        {
            problem ??= CountDirectives(variable.Directives);
        }

        return problem ?? Measure(operation.SelectionSet, 1, out var size) ?? TooMuch(size);
    }

    private GraphQLProblem? MeasureFragment(GraphQLFragmentDefinition fragment, int nesting, out Size size)
    {
        var name = fragment.FragmentName.Name.Value;
        if (sizes.TryGetValue(name, out size))
        {
            return null;
        }

        if (!open.Add(name))
        {
            return DocumentGuard.Invalid("5.5.2.2", $"The fragment '{fragment.FragmentName.Name.StringValue}' spreads itself. Break the circle.", fragment, document);
        }

        var problem = CountDirectives(fragment.Directives) ?? Measure(fragment.SelectionSet, nesting, out size);
        open.Remove(name);
        sizes[name] = size;
        return problem;
    }

    private GraphQLProblem? Measure(GraphQLSelectionSet selections, int nesting, out Size size)
    {
        size = default;
        if (nesting > limits.Depth * NestingOfDepth)
        {
            return DocumentGuard.TooDeep(limits.Depth);
        }

        foreach (var selection in selections.Selections)
        {
            var problem = CountDirectives((selection as IHasDirectivesNode)?.Directives);
            Size inner = default;
            switch (selection)
            {
                case GraphQLField field:
                    if (field.Alias is not null && ++aliases > limits.Aliases)
                    {
                        return GraphQLProblem.Limit("aliases", limits.Aliases,
                            $"The document has more than {limits.Aliases} aliases. Use arguments that take lists, or ask in several requests.");
                    }

                    if (field.SelectionSet is not null)
                    {
                        problem ??= Measure(field.SelectionSet, nesting + 1, out inner);
                    }

                    inner = inner with { Fields = Sum(inner.Fields, 1), Depth = inner.Depth + 1 };
                    break;
                case GraphQLInlineFragment fragment:
                    problem ??= Measure(fragment.SelectionSet, nesting + 1, out inner);
                    break;
                case GraphQLFragmentSpread spread when fragments.TryGetValue(spread.FragmentName.Name.Value, out var fragment):
                    problem ??= MeasureFragment(fragment, nesting + 1, out inner);
                    break;
            }

            if (problem is not null)
            {
                return problem;
            }

            size = new Size(Sum(size.Fields, inner.Fields), Math.Max(size.Depth, inner.Depth), Math.Max(size.Nesting, inner.Nesting + 1));
        }

        return null;
    }

    private GraphQLProblem? TooMuch(Size size) =>
        size.Depth > limits.Depth || size.Nesting > limits.Depth * NestingOfDepth ? DocumentGuard.TooDeep(limits.Depth)
        : size.Fields > limits.Fields ? GraphQLProblem.Limit("fields", limits.Fields,
            $"The document expands to more than {limits.Fields} fields. Ask for less, or in several requests.")
        : null;

    private GraphQLProblem? CountDirectives(GraphQLDirectives? written)
    {
        directives += written?.Count ?? 0;
        return directives > limits.Directives
            ? GraphQLProblem.Limit("directives", limits.Directives, $"The document has more than {limits.Directives} directives. Leave out what is not needed.")
            : null;
    }

    private GraphQLProblem? Merge(List<GraphQLSelectionSet> places, int introspectionLists)
    {
        var byName = new Dictionary<ROM, List<GraphQLField>>();
        foreach (var place in places)
        {
            Collect(place, byName);
        }

        foreach (var (_, same) in byName)
        {
            pairs += (long)same.Count * (same.Count - 1) / 2;
            if (pairs > limits.FieldPairs)
            {
                return GraphQLProblem.Limit("fieldPairs", limits.FieldPairs, "The document repeats fields of one name too often at one place. Ask for each field once.");
            }

            var lists = -1;
            foreach (var field in same)
            {
                lists = Math.Max(lists, Introspection(field, introspectionLists));
            }

            if (lists >= 0 && !options.Introspection)
            {
                return new GraphQLProblem(ErrorCodes.IntrospectionOff, "Introspection is off here. Read the published schema file.");
            }

            if (lists > IntrospectionLists)
            {
                return GraphQLProblem.Limit("introspectionLists", IntrospectionLists,
                    $"Introspection goes round in circles: more than {IntrospectionLists} of fields, interfaces, possibleTypes and inputFields nest. Ask for __type by name.");
            }

            List<GraphQLSelectionSet> inner = [.. same.Where(field => field.SelectionSet is not null).Select(field => field.SelectionSet!)];
            if (inner.Count > 0 && Merge(inner, lists) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    private void Collect(GraphQLSelectionSet selections, Dictionary<ROM, List<GraphQLField>> byName)
    {
        foreach (var selection in selections.Selections)
        {
            switch (selection)
            {
                case GraphQLField field:
                    var name = (field.Alias?.Name ?? field.Name).Value;
                    if (!byName.TryGetValue(name, out var same))
                    {
                        byName.Add(name, same = new List<GraphQLField>(1));
                    }

                    same.Add(field);
                    break;
                case GraphQLInlineFragment fragment:
                    Collect(fragment.SelectionSet, byName);
                    break;
                case GraphQLFragmentSpread spread when fragments.TryGetValue(spread.FragmentName.Name.Value, out var fragment):
                    Collect(fragment.SelectionSet, byName);
                    break;
            }
        }
    }

    // -1 outside of introspection; inside, the number of lists on the way down.
    private static int Introspection(GraphQLField field, int outside)
    {
        var name = field.Name.Value;
        if (name == "__schema" || name == "__type")
        {
            return 0;
        }

        return outside >= 0 && (name == "fields" || name == "interfaces" || name == "possibleTypes" || name == "inputFields") ? outside + 1 : outside;
    }

    private static int Sum(int a, int b) => Math.Min(a + b, Saturated);
}
