using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Visitors;

namespace IndustryGraph.Tests.Server.Schema;

/// <summary>A difference of two schemas that may break a client that was written for the first.</summary>
/// <param name="Kind">What happened, in capitals.</param>
/// <param name="Place">Where: <c>Type</c>, <c>Type.field</c>, <c>Type.field(argument)</c> or <c>@directive</c>.</param>
internal sealed record SchemaChange(string Kind, string Place)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} {Place}";

    /// <summary>
    /// All of them, as graphql-js's <c>findBreakingChanges</c> has them, and the change of a default, in the order of their text.
    /// A type of output may get stricter and a type of input laxer.
    /// </summary>
    public static IReadOnlyList<SchemaChange> Breaking(string before, string after)
    {
        var (old, now) = (Definitions(before), Definitions(after));
        return [.. old.SelectMany(item => now.TryGetValue(item.Key, out var its)
            ? Between(item.Key, item.Value, its) : [new("TYPE_REMOVED", item.Key)]).OrderBy(change => change.ToString(), StringComparer.Ordinal)];
    }

    private static Dictionary<string, ASTNode> Definitions(string text) => Parser.Parse(text).Definitions
        .ToDictionary(
            definition => definition switch
            {
                GraphQLDirectiveDefinition directive => "@" + directive.Name.StringValue,
                GraphQLTypeDefinition type => type.Name.StringValue,
                GraphQLSchemaDefinition => "schema",
                _ => throw new InvalidOperationException($"{definition.Kind} has no place in a printed schema."),
            },
            definition => definition);

    private static IEnumerable<SchemaChange> Between(string place, ASTNode old, ASTNode now)
    {
        if (old.Kind != now.Kind)
        {
            return [new("TYPE_KIND_CHANGED", place)];
        }

        return (old, now) switch
        {
            (GraphQLObjectTypeDefinition one, GraphQLObjectTypeDefinition other) =>
                [.. Fields(place, one.Fields, other.Fields), .. Missing("INTERFACE_REMOVED", place, Names(one.Interfaces), Names(other.Interfaces))],
            (GraphQLInterfaceTypeDefinition one, GraphQLInterfaceTypeDefinition other) =>
                [.. Fields(place, one.Fields, other.Fields), .. Missing("INTERFACE_REMOVED", place, Names(one.Interfaces), Names(other.Interfaces))],
            (GraphQLUnionTypeDefinition one, GraphQLUnionTypeDefinition other) =>
                Missing("UNION_MEMBER_REMOVED", place, Names(one.Types), Names(other.Types)),
            (GraphQLEnumTypeDefinition one, GraphQLEnumTypeDefinition other) =>
                Missing("ENUM_VALUE_REMOVED", place, Values(one), Values(other)),
            (GraphQLInputObjectTypeDefinition one, GraphQLInputObjectTypeDefinition other) =>
                Inputs("INPUT_FIELD", name => $"{place}.{name}", one.Fields?.Items, other.Fields?.Items),
            (GraphQLDirectiveDefinition one, GraphQLDirectiveDefinition other) =>
            [
                .. Inputs("ARGUMENT", name => $"{place}({name})", one.Arguments?.Items, other.Arguments?.Items),
                .. Missing("LOCATION_REMOVED", place, one.Locations.Items.Select(item => item.ToString()), other.Locations.Items.Select(item => item.ToString())),
                .. one.Repeatable && !other.Repeatable ? [new SchemaChange("REPEATABLE_REMOVED", place)] : Enumerable.Empty<SchemaChange>(),
            ],
            (GraphQLSchemaDefinition one, GraphQLSchemaDefinition other) =>
                Missing("ROOT_CHANGED", place, one.OperationTypes.Select(Print), other.OperationTypes.Select(Print)),
            _ => [],
        };
    }

    private static IEnumerable<SchemaChange> Fields(string type, GraphQLFieldsDefinition? old, GraphQLFieldsDefinition? now)
    {
        foreach (var field in old?.Items ?? [])
        {
            var place = $"{type}.{field.Name.StringValue}";
            if (now?.Items.Find(item => item.Name == field.Name) is not { } its)
            {
                yield return new("FIELD_REMOVED", place);
                continue;
            }

            if (!IsOutputStillSafe(field.Type, its.Type))
            {
                yield return new("FIELD_TYPE_CHANGED", place);
            }

            foreach (var change in Inputs("ARGUMENT", name => $"{place}({name})", field.Arguments?.Items, its.Arguments?.Items))
            {
                yield return change;
            }
        }
    }

    private static IEnumerable<SchemaChange> Inputs(
        string what, Func<string, string> place, List<GraphQLInputValueDefinition>? old, List<GraphQLInputValueDefinition>? now)
    {
        foreach (var input in old ?? [])
        {
            var at = place(input.Name.StringValue);
            if (now?.Find(item => item.Name == input.Name) is not { } its)
            {
                yield return new($"{what}_REMOVED", at);
                continue;
            }

            if (!IsInputStillSafe(input.Type, its.Type))
            {
                yield return new($"{what}_TYPE_CHANGED", at);
            }

            if (Default(input) != Default(its))
            {
                yield return new($"{what}_DEFAULT_CHANGED", at);
            }
        }

        foreach (var input in now ?? [])
        {
            if (input.Type is GraphQLNonNullType && input.DefaultValue is null && old?.Exists(item => item.Name == input.Name) != true)
            {
                yield return new($"REQUIRED_{what}_ADDED", place(input.Name.StringValue));
            }
        }
    }

    private static IEnumerable<SchemaChange> Missing(string kind, string place, IEnumerable<string> old, IEnumerable<string> now) =>
        old.Except(now).Select(name => new SchemaChange(kind, $"{place}.{name}"));

    private static IEnumerable<string> Names(IEnumerable<GraphQLNamedType>? types) => (types ?? []).Select(type => type.Name.StringValue);

    private static IEnumerable<string> Values(GraphQLEnumTypeDefinition type) => (type.Values?.Items ?? []).Select(value => value.Name.StringValue);

    private static bool IsOutputStillSafe(GraphQLType old, GraphQLType now) => (old, now) switch
    {
        (GraphQLNonNullType one, GraphQLNonNullType other) => IsOutputStillSafe(one.Type, other.Type),
        (_, GraphQLNonNullType other) => IsOutputStillSafe(old, other.Type),
        (GraphQLListType one, GraphQLListType other) => IsOutputStillSafe(one.Type, other.Type),
        (GraphQLNamedType one, GraphQLNamedType other) => one.Name == other.Name,
        _ => false,
    };

    // What was allowed to be written is allowed still. A single value where a list is expected is read as a list, but a variable of its type is not.
    private static bool IsInputStillSafe(GraphQLType old, GraphQLType now) => IsOutputStillSafe(now, old);

    private static string? Default(GraphQLInputValueDefinition input) => input.DefaultValue is null ? null : Print(input.DefaultValue);

    private static string Print(ASTNode node)
    {
        using var text = new StringWriter();
        new SDLPrinter().PrintAsync(node, text).AsTask().GetAwaiter().GetResult();
        return text.ToString();
    }
}
