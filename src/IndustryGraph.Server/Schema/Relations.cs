using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using static IndustryGraph.Model.EntityKind;
using static IndustryGraph.Model.LinkDirection;

namespace IndustryGraph.Server.Schema;

/// <summary>The named fields from entities to entities. What a field means stands here once, for every type that has it.</summary>
internal static class Relations
{
    private static readonly EntityKind[] Any = [];

    private static readonly EntityKind[] Things =
        [Industry, Field, Technology, Product, Material, Service, Process, Practice, Scenario];

    private static readonly EntityKind[] Suppliers = [.. Things, ClassificationItem];

    private static readonly EntityKind[] Facts = [.. EntityKinds.All.Where(kind => kind != Source)];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Relation> All { get; } =
    [
        new("groups", "The groups that list it, such as the eight emerging or the nine future industries. It may be in several.",
            [Industry, Field, Technology], Out, LinkKind.MemberOf, [IndustryGroup]),
        new("members", "What the group lists, in the order of its source where that gives one.",
            [IndustryGroup], In, LinkKind.MemberOf, Any, LinkOrder.Position),
        new("fields", "The fields that belong to its chain (子领域).", [Industry], In, LinkKind.PartOf, [Field]),
        new("technologies", "The technologies that belong to its chain.", [Industry, Field], In, LinkKind.PartOf, [Technology]),
        new("products", "The products that belong to its chain.", [Industry, Field], In, LinkKind.PartOf, [Product]),
        new("materials", "The materials that belong to its chain.", [Industry, Field], In, LinkKind.PartOf, [Material]),
        new("services", "The services that belong to its chain.", [Industry, Field], In, LinkKind.PartOf, [Service]),
        new("processes", "The production processes that belong to its chain.", [Industry, Field], In, LinkKind.PartOf, [Process]),
        new("practices", "The practices that belong to it.", [Industry, Field], In, LinkKind.PartOf, [Practice]),
        new("parts", "Everything that is stated to belong to it.", [.. Things, Concept], In, LinkKind.PartOf, Any),
        new("industries", "The industries to whose chains it belongs.",
            [Field, Technology, Product, Material, Service, Process, Practice, Scenario], Out, LinkKind.PartOf, [Industry]),
        new("partOf", "What it is stated to belong to.", [.. Things, Concept, ClassificationItem], Out, LinkKind.PartOf, Any),
        new("stages", "The stages of its chain, in order.",
            [Industry, IndustryGroup, Concept], Out, LinkKind.HasStage, [ChainStage], LinkOrder.Position),
        new("stageOf", "The chains that it is a stage of.", [ChainStage], In, LinkKind.HasStage, Any),
        new("suppliers", "What supplies it directly. Order by COEFFICIENT where links carry input coefficients.",
            Suppliers, In, LinkKind.InputTo, Any),
        new("users", "What it supplies directly.", Suppliers, Out, LinkKind.InputTo, Any),
        new("enables", "What it makes possible.", [.. Things, Concept], Out, LinkKind.Enables, Any),
        new("enabledBy", "What makes it possible.", [.. Things, ClassificationItem, IndustryGroup], In, LinkKind.Enables, Any),
        new("transforms", "The industries and sectors that it upgrades (改造提升).",
            [.. Things, Concept], Out, LinkKind.Transforms, Any),
        new("transformedBy", "What upgrades it (改造提升).",
            [Industry, IndustryGroup, ClassificationItem, Field], In, LinkKind.Transforms, Any),
        new("appliedIn", "The scenarios, sectors and products that it is used in.",
            [.. Things, IndustryGroup], Out, LinkKind.AppliedIn, Any),
        new("scenarios", "The scenarios that it is used in (应用场景).",
            [Industry, IndustryGroup, Field, Technology, Product, Material, Practice], Out, LinkKind.AppliedIn, [Scenario]),
        new("adopts", "What is used in it.", [.. Things, ClassificationItem], In, LinkKind.AppliedIn, Any),
        new("convergesWith", "What it grows together with (融合).", Things, Both, LinkKind.ConvergesWith, Any),
        new("promotes", "What the policy names.", [Policy], Out, LinkKind.Promotes, Any),
        new("policies", "The policies that name it.", Facts, In, LinkKind.Promotes, [Policy]),
        new("classifications", "The items of official classifications that it corresponds to, with the quality of each match.",
            [.. Things, ClassificationItem], Out, LinkKind.CorrespondsTo, [ClassificationItem]),
        new("correspondents", "What corresponds to this item, with the quality of each match.",
            [ClassificationItem], In, LinkKind.CorrespondsTo, Any),
        new("items", "The items of the top level.", [Classification], In, LinkKind.PartOf, [ClassificationItem]),
        new("broader", "What is one step broader (skos:broader).", Facts, Out, LinkKind.Broader, Any),
        new("narrower", "What is one step narrower (skos:narrower).", Facts, In, LinkKind.Broader, Any),
        new("related", "What a source relates it to in another way; `relation` of the link holds the source's verb.",
            Facts, Both, LinkKind.RelatedTo, Any),
    ];
}
