using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using static IndustryGraph.Model.AttributeName;

namespace IndustryGraph.Model;

/// <summary>The rules of each attribute: its code, type, permitted values, and what may carry it.</summary>
public static class AttributeNames
{
    private static readonly string[] Stages = ["upstream", "midstream", "downstream"];

    private static readonly string[] Matches = ["exact", "close", "broad", "narrow", "partial"];

    /// <summary>Every attribute, in the order of its number.</summary>
    public static IReadOnlyList<AttributeName> All { get; } = Enum.GetValues<AttributeName>();

    private static readonly Dictionary<string, AttributeName> ByCode =
        All.ToDictionary(name => name.Code(), StringComparer.Ordinal);

    private static readonly Dictionary<EntityKind, IReadOnlyList<AttributeName>> ByEntityKind =
        EntityKinds.All.ToDictionary(kind => kind, IReadOnlyList<AttributeName> (kind) => kind switch
        {
            EntityKind.ClassificationItem => [Scheme, AttributeName.Code, Level, Output],
            EntityKind.Policy or EntityKind.Source => [Issuer, Number, Date, Address],
            _ => [],
        });

    private static readonly Dictionary<LinkKind, IReadOnlyList<AttributeName>> ByLinkKind =
        LinkKinds.All.ToDictionary(kind => kind, IReadOnlyList<AttributeName> (kind) => kind switch
        {
            LinkKind.MemberOf => [Order, Note],
            LinkKind.HasStage => [Order, Stage, Note],
            LinkKind.PartOf or LinkKind.Enables or LinkKind.AppliedIn => [Stage, Note],
            LinkKind.InputTo => [Stage, Coefficient, Flow, Unit, Year, Note],
            LinkKind.Transforms => [Practice, Note],
            LinkKind.CorrespondsTo => [Match, Note],
            LinkKind.RelatedTo => [Relation, Note],
            _ => [Note],
        });

    /// <summary>The name as files and stores write it.</summary>
    public static string Code(this AttributeName name) => name switch
    {
        Order => "order",
        Stage => "stage",
        Coefficient => "coefficient",
        Flow => "flow",
        Unit => "unit",
        Year => "year",
        Match => "match",
        Practice => "practice",
        Relation => "relation",
        Note => "note",
        Scheme => "scheme",
        AttributeName.Code => "code",
        Level => "level",
        Output => "output",
        Issuer => "issuer",
        Number => "number",
        Date => "date",
        Address => "address",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not an attribute."),
    };

    /// <summary>Reads a code; false where no attribute has it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? code, out AttributeName name)
    {
        name = default;
        return code is not null && ByCode.TryGetValue(code, out name);
    }

    /// <summary>The type of the attribute's value.</summary>
    public static AttributeType Type(this AttributeName name) => name switch
    {
        Order or Year or Level => AttributeType.Whole,
        Coefficient or Flow or Output => AttributeType.Number,
        _ => AttributeType.Text,
    };

    /// <summary>The values that the attribute may have, where these are a closed list; else none.</summary>
    public static IReadOnlyList<string> Values(this AttributeName name) => name switch
    {
        Stage => Stages,
        Match => Matches,
        _ => [],
    };

    /// <summary>The attributes that an entity of this kind may carry.</summary>
    public static IReadOnlyList<AttributeName> Of(EntityKind kind) => ByEntityKind[kind];

    /// <summary>The attributes that a link of this kind may carry.</summary>
    public static IReadOnlyList<AttributeName> Of(LinkKind kind) => ByLinkKind[kind];

    /// <summary>
    /// Reads a value as files write it: invariant numbers, text as it is. Gives null and what is wrong where the attribute
    /// does not permit the value.
    /// </summary>
    public static AttributeValue? Read(this AttributeName name, string text, out string? problem)
    {
        problem = null;
        AttributeValue? value = name.Type() switch
        {
            AttributeType.Whole => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
                ? AttributeValue.Of(whole) : null,
            AttributeType.Number => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? AttributeValue.Of(number) : null,
            _ => AttributeValue.Of(text),
        };
        problem = value is null
            ? name.Type() == AttributeType.Whole ? "write a whole number" : "write a number such as 0.0815"
            : Refusal(name, value.Value);
        return problem is null ? value : null;
    }

    /// <summary>What forbids the value for this attribute; null where nothing does.</summary>
    public static string? Refusal(this AttributeName name, AttributeValue value) => name switch
    {
        _ when value.Type != name.Type() => $"{name.Code()} takes a value of type {name.Type()}",
        Stage when !Stages.Contains(value.Text) => $"write one of {string.Join(", ", Stages)}",
        Match when !Matches.Contains(value.Text) => $"write one of {string.Join(", ", Matches)}",
        Order or Level when value.Whole < 1 => "write a whole number from 1",
        Year when value.Whole is < 1900 or > 2200 => "write a year from 1900 to 2200",
        Coefficient when value.Number is < 0 or > 1 => "write a number from 0 to 1",
        Output or Flow when value.Number < 0 => "write a number that is not negative",
        _ => null,
    };
}
