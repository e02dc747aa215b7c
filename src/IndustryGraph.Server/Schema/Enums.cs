using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Server.Reads;

namespace IndustryGraph.Server.Schema;

/// <summary>The enumerations of the schema.</summary>
internal static class Enums
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<EnumerationGraphType> All { get; } =
    [
        Of("Language", "A language of names and definitions.",
            (Language.Chinese, "ZH", "Chinese, simplified characters."),
            (Language.English, "EN", "English.")),
        Of("Evidence", "How well a citation supports a fact, strongest first.",
            (Evidence.Stated, "STATED", "The source states it."),
            (Evidence.Derived, "DERIVED", "It follows from what the source states, by a rule (prov:wasDerivedFrom)."),
            (Evidence.Curated, "CURATED", "Editorial judgement that still wants its document.")),
        Of("LinkDirection", "Which way a link is read.",
            (LinkDirection.Out, "OUT", "From its start to its end."),
            (LinkDirection.In, "IN", "From its end to its start."),
            (LinkDirection.Both, "BOTH", "Either way.")),
        Of("LinkOrder", "The order of a list of links. Ties are broken by the id of the link.",
            (LinkOrder.Id, "ID", "By the id of the link."),
            (LinkOrder.Position, "POSITION", "By the position that the source gives; links without one come last."),
            (LinkOrder.Coefficient, "COEFFICIENT", "By the input coefficient, greatest first; links without one come last."),
            (LinkOrder.Name, "NAME", "By the name at the other end in the language of the request, in Unicode order.")),
        Of("ChainPosition", "A stage of an industry's chain, seen from the industry.",
            ("upstream", "UPSTREAM", "Raw materials, components and research."),
            ("midstream", "MIDSTREAM", "Making the product."),
            ("downstream", "DOWNSTREAM", "Use, sale and service.")),
        Of("Match", "The quality of a concordance, as SKOS mapping properties have it, best first.",
            ("exact", "EXACT", "The same thing (skos:exactMatch)."),
            ("close", "CLOSE", "Nearly the same thing (skos:closeMatch)."),
            ("narrow", "NARROW", "The target is narrower (skos:narrowMatch)."),
            ("broad", "BROAD", "The target is broader (skos:broadMatch)."),
            ("partial", "PARTIAL", "The two overlap (skos:relatedMatch).")),
        Kinds(),
        Links(),
    ];

    /// <summary>An enumeration of values with a name and a description each.</summary>
    public static EnumerationGraphType Of<T>(
        string name, string description, params (T Value, string Name, string Description)[] values)
        where T : notnull
    {
        var type = new ValueNames { Name = name, Description = description };
        foreach (var value in values)
        {
            type.AddValue(value.Value, value.Name, value.Description);
        }

        return type;
    }

    private static EnumerationGraphType Kinds() => Of("EntityKind", "What an entity is.",
        [.. EntityKinds.All.Select(kind => (kind, Capitals(kind.Code()), EntityTypes.Description(kind)))]);

    // IndustryGroup is INDUSTRY_GROUP.
    private static string Capitals(string code) =>
        string.Concat(code.Select((c, at) => at > 0 && char.IsAsciiLetterUpper(c) ? "_" + c : char.ToUpperInvariant(c).ToString()));

    private static EnumerationGraphType Links() => Of("LinkKind", "What a link means.",
        (LinkKind.MemberOf, LinkKind.MemberOf.Code(), "Listed in a group, such as the eight emerging industries."),
        (LinkKind.Broader, LinkKind.Broader.Code(), "Leads to what is broader (skos:broader). Never leads back."),
        (LinkKind.PartOf, LinkKind.PartOf.Code(), "Belongs to an industry's chain or to another whole."),
        (LinkKind.HasStage, LinkKind.HasStage.Code(), "Leads to a stage of the chain."),
        (LinkKind.InputTo, LinkKind.InputTo.Code(), "Supplies: from supplier to user. May lead back."),
        (LinkKind.Enables, LinkKind.Enables.Code(), "Makes possible."),
        (LinkKind.Transforms, LinkKind.Transforms.Code(), "Upgrades an existing industry (改造提升)."),
        (LinkKind.AppliedIn, LinkKind.AppliedIn.Code(), "Used in a scenario or sector."),
        (LinkKind.ConvergesWith, LinkKind.ConvergesWith.Code(), "Grows together with (融合); holds either way."),
        (LinkKind.Promotes, LinkKind.Promotes.Code(), "A policy names it."),
        (LinkKind.CorrespondsTo, LinkKind.CorrespondsTo.Code(), "Leads to the matching item of a classification."),
        (LinkKind.RelatedTo, LinkKind.RelatedTo.Code(), "What a source states and none of the others says (skos:related)."));
}
