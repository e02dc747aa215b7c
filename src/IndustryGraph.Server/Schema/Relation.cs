using IndustryGraph.Model;
using IndustryGraph.Server.Reads;

namespace IndustryGraph.Server.Schema;

/// <summary>A named field that leads from an entity over links of one kind to entities: <c>industry.technologies</c>.</summary>
/// <param name="Name">The name of the field.</param>
/// <param name="Description">What it gives.</param>
/// <param name="On">The kinds of entity that have the field.</param>
/// <param name="Direction">Which way the links are read.</param>
/// <param name="Kind">The kind of link.</param>
/// <param name="Others">The kinds of entity that it leads to; any where empty.</param>
/// <param name="Order">The order where the request names none.</param>
internal sealed record Relation(
    string Name, string Description, EntityKind[] On, LinkDirection Direction, LinkKind Kind, EntityKind[] Others,
    LinkOrder Order = LinkOrder.Id)
{
    /// <summary>The GraphQL type of what it leads to: the kind's own where there is just one.</summary>
    public string NodeType => Others.Length == 1 ? Others[0].Code() : "Entity";
}
