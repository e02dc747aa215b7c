using IndustryGraph.Model;

namespace IndustryGraph.Bundles;

/// <summary>The one place that says which files and columns a bundle has.</summary>
public static class BundleSchema
{
    /// <summary>The folder of the entity files.</summary>
    public const string EntitiesFolder = "entities";

    /// <summary>The folder of the link files.</summary>
    public const string LinksFolder = "links";

    private const string TextValues = "text";
    private const string DateValues = "date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`";

    private static readonly BundleField[] NameFields =
    [
        new("name_zh", "preferred Chinese name", "text; a row fills `name_zh`, `name_en` or both"),
        new("name_en", "preferred English name", "text; a row fills `name_zh`, `name_en` or both"),
        new("alt_names", "other names, in any language", @"texts parted by `\|`; within a name write `\\|` for a bar and `\\` for a backslash"),
        new("definition_zh", "one sentence in Chinese that says what it is, in our own words", TextValues),
        new("definition_en", "one sentence in English that says what it is, in our own words", TextValues),
    ];

    private static readonly BundleField[] ValidityFields =
    [
        new("valid_from", "when it starts to hold; empty for always", DateValues),
        new("valid_to", "when it ends to hold, the last day included; empty for ever", DateValues),
    ];

    private static readonly BundleField[] CitationFields =
    [
        new("source", "who says so", "id of a row of `sources.csv`", IsRequired: true),
        new("locator", "where in the source: a section, table or row", TextValues),
        new("evidence", "how the source supports it: it states it; it follows by a rule; it is our judgement",
            $"{OneOf(Evidences.All.Select(evidence => evidence.Code()))}", IsRequired: true),
        new("quote", "a few words of the source, to find the place", $"text, at most {Citation.MaxQuoteLength} characters"),
    ];

    /// <summary>The sources that everything else cites.</summary>
    public static BundleFile Sources { get; } = OfEntities(EntityKind.Source, "sources.csv", "document or data set that facts are cited from; it is its own citation");

    /// <summary>The further citations of what has more than the one in its row.</summary>
    public static BundleFile Citations { get; } = new(
        "citations.csv", "a further citation of an entity or link that has more than the one in its row",
        [
            new("subject", "what it is a citation of", "id of an entity, or of a link: `from\\|KIND\\|to`, with `#qualifier` behind it if the link has one", IsRequired: true),
            .. CitationFields,
        ]);

    private static readonly Dictionary<EntityKind, BundleFile> ByEntityKind = EntityKinds.All.ToDictionary(
        kind => kind,
        kind => kind == EntityKind.Source ? Sources : OfEntities(kind, $"{EntitiesFolder}/{Plural(kind)}.csv", MeaningOf(kind)));

    private static readonly Dictionary<LinkKind, BundleFile> ByLinkKind = LinkKinds.All.ToDictionary(
        kind => kind,
        kind => new BundleFile(
            $"{LinksFolder}/{Kebab(kind)}.csv", MeaningOf(kind),
            [
                new("from", "where the link starts", $"id of an entity: {Ends(kind.Sources())}", IsRequired: true),
                new("to", "where the link leads", $"id of an entity: {Ends(kind.Targets())}", IsRequired: true),
                new("qualifier", "keeps two statements about one pair apart; normally empty",
                    $"1 to {LinkId.MaxQualifierLength} lower-case ASCII letters, digits, `-`, `_`, `.`"),
                .. AttributeNames.Of(kind).Select(OfAttribute),
                .. ValidityFields,
                .. CitationFields,
            ])
        {
            LinkKind = kind,
        });

    /// <summary>Every file, in the order in which problems and tables list them.</summary>
    public static IReadOnlyList<BundleFile> Files { get; } =
    [
        Sources,
        .. EntityKinds.All.Where(kind => kind != EntityKind.Source).Select(Of),
        .. LinkKinds.All.Select(Of),
        Citations,
    ];

    private static readonly Dictionary<string, BundleFile> ByPath =
        Files.SelectMany(file => new[] { file.Path, file.JsonLinesPath }.Select(path => (path, file)))
            .ToDictionary(item => item.path, item => item.file, StringComparer.Ordinal);

    /// <summary>The file of the entities of a kind.</summary>
    public static BundleFile Of(EntityKind kind) => ByEntityKind[kind];

    /// <summary>The file of the links of a kind.</summary>
    public static BundleFile Of(LinkKind kind) => ByLinkKind[kind];

    /// <summary>The file of a path in the bundle, be it CSV or JSON Lines; null where there is none.</summary>
    public static BundleFile? Find(string path) => ByPath.GetValueOrDefault(path);

    private static BundleFile OfEntities(EntityKind kind, string path, string meaning) => new(
        path, meaning,
        [
            new("id", "the lasting id, never reused", "`prefix:name` of lower-case ASCII letters, digits, `-`, `_`, `.`; "
                + $"after the first colon more colons and upper-case letters too; at most {EntityId.MaxLength} characters", IsRequired: true),
            .. NameFields,
            .. AttributeNames.Of(kind).Select(OfAttribute),
            .. ValidityFields,
            .. kind == EntityKind.Source ? [] : CitationFields,
        ])
    {
        EntityKind = kind,
    };

    private static BundleField OfAttribute(AttributeName name) => new(name.Code(), MeaningOf(name), ValuesOf(name), Attribute: name);

    private static string Plural(EntityKind kind) => kind switch
    {
        EntityKind.Industry => "industries",
        EntityKind.IndustryGroup => "industry-groups",
        EntityKind.Field => "fields",
        EntityKind.Technology => "technologies",
        EntityKind.Product => "products",
        EntityKind.Material => "materials",
        EntityKind.Service => "services",
        EntityKind.Process => "processes",
        EntityKind.Practice => "practices",
        EntityKind.Scenario => "scenarios",
        EntityKind.ChainStage => "chain-stages",
        EntityKind.Classification => "classifications",
        EntityKind.ClassificationItem => "classification-items",
        EntityKind.Policy => "policies",
        EntityKind.Concept => "concepts",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind with a file of its own."),
    };

#pragma warning disable CA1308 // File names are lower-case by the format; nothing is compared by it.
    private static string Kebab(LinkKind kind) => kind.Code().ToLowerInvariant().Replace('_', '-');
#pragma warning restore CA1308

    private static string MeaningOf(EntityKind kind) => kind switch
    {
        EntityKind.Industry => "industry: emerging, future or traditional",
        EntityKind.IndustryGroup => "named list of industries or fields",
        EntityKind.Field => "field of activity or research (子领域)",
        EntityKind.Technology => "technology",
        EntityKind.Product => "product that is sold as a unit, or a piece of equipment",
        EntityKind.Material => "raw, basic or intermediate material",
        EntityKind.Service => "service",
        EntityKind.Process => "step or method of production",
        EntityKind.Practice => "way of working that transforms an industry, such as precision agriculture (精准农业)",
        EntityKind.Scenario => "setting in which technologies are used (应用场景)",
        EntityKind.ChainStage => "stage of an industry's chain",
        EntityKind.Classification => "classification scheme",
        EntityKind.ClassificationItem => "item of a classification scheme",
        EntityKind.Policy => "plan, opinion or campaign of government",
        EntityKind.Concept => "what a source names that is none of the other kinds",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind with a file of its own."),
    };

    private static string MeaningOf(LinkKind kind) => kind switch
    {
        LinkKind.MemberOf => "`from` is listed in the group `to`",
        LinkKind.Broader => "`to` is the wider term of `from`; never leads back to where it started",
        LinkKind.PartOf => "`from` belongs to the chain of `to`",
        LinkKind.HasStage => "the chain of `from` has the stage `to`",
        LinkKind.InputTo => "`from` supplies `to`; may have cycles",
        LinkKind.Enables => "`from` makes `to` possible",
        LinkKind.Transforms => "`from` upgrades `to` (改造提升)",
        LinkKind.AppliedIn => "`from` is used in `to`",
        LinkKind.ConvergesWith => "`from` and `to` grow together (融合); stored once, read both ways",
        LinkKind.Promotes => "the policy `from` names and supports `to`",
        LinkKind.CorrespondsTo => "`from` covers the same ground as the item `to`, as far as `match` says",
        LinkKind.RelatedTo => "what a source states between the two and none of the other kinds says",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of link."),
    };

    private static string MeaningOf(AttributeName name) => name switch
    {
        AttributeName.Order => "place in the list",
        AttributeName.Stage => "where in the chain of `to` it stands",
        AttributeName.Coefficient => "input coefficient: the flow divided by the output of the user, both in one currency",
        AttributeName.Flow => "value delivered, in `unit`",
        AttributeName.Unit => "unit of `flow`",
        AttributeName.Year => "year that the figures are of",
        AttributeName.Match => "how well the two match: the same; nearly the same; `to` is broader; `to` is narrower; they overlap",
        AttributeName.Practice => "how it transforms, in a few words",
        AttributeName.Relation => "the source's own verb, in lower-case words",
        AttributeName.Note => "a remark",
        AttributeName.Scheme => "the classification that the item belongs to",
        AttributeName.Code => "notation of the item, leading zeros kept",
        AttributeName.Level => "depth of the item",
        AttributeName.Output => "gross output of a sector",
        AttributeName.Issuer => "who issued the document",
        AttributeName.Number => "number of the document",
        AttributeName.Date => "date of the document, as it was found",
        AttributeName.Address => "where the document was read",
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "Not an attribute."),
    };

    private static string ValuesOf(AttributeName name) => name switch
    {
        _ when name.Values() is { Count: > 0 } values => OneOf(values),
        AttributeName.Scheme => "id of a row of `entities/classifications.csv`",
        AttributeName.Year => "whole number from 1900 to 2200",
        AttributeName.Coefficient => "number from 0 to 1, no unit",
        AttributeName.Flow => "number from 0",
        AttributeName.Output => "number from 0, million USD",
        _ when name.Type() == AttributeType.Whole => "whole number from 1",
        _ => TextValues,
    };

    private static string OneOf(IEnumerable<string> values) => "one of " + string.Join(", ", values.Select(value => $"`{value}`"));

    private static string Ends(IReadOnlyList<EntityKind> kinds) =>
        kinds.Count == EntityKinds.All.Count - 1 ? "any but a Source" : string.Join(", ", kinds.Select(kind => kind.Code()));
}
