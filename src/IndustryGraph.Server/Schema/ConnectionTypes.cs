using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Server.Reads;
using IndustryGraph.Storage;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The types of lists, as Relay's connections have them.</summary>
internal static class ConnectionTypes
{
    /// <summary>The connection and edge of entities that links lead to: each edge has its link.</summary>
    public static IEnumerable<IGraphType> OfLinks(string nodeType)
    {
        var edge = new ObjectGraphType<AdjacentLink> { Name = $"{nodeType}LinkEdge", Description = $"A link and the {nodeType} that it leads to." };
        edge.Give("cursor", Required("String"), "The place in the list: give it to `after` or `before`.", c => Cursor.Of(c.Source.Link.Id.ToString()));
        edge.Give("link", Required("Link"), "The link, with its citations and attributes.", c => c.Source);
        edge.Give("node", Required(nodeType), "What the link leads to.", c => c.Source.Other);
        return [edge, Connection<AdjacentLink>($"{nodeType}LinkConnection", edge.Name, nodeType, item => item.Other, item => item.Link.Id.ToString())];
    }

    /// <summary>The connection and edge of entities.</summary>
    public static IEnumerable<IGraphType> OfEntities(string nodeType) => OfItems<Entity>(nodeType, entity => entity.Id.Value);

    /// <summary>The connection and edge of items, by what names an item.</summary>
    public static IEnumerable<IGraphType> OfItems<T>(string nodeType, Func<T, string> keyOf)
        where T : class
    {
        var edge = new ObjectGraphType<T> { Name = $"{nodeType}Edge", Description = $"An item of a list of {nodeType}." };
        edge.Give("cursor", Required("String"), "The place in the list: give it to `after` or `before`.", c => Cursor.Of(keyOf(c.Source)));
        edge.Give("node", Required(nodeType), "The item.", c => c.Source);
        return [edge, Connection<T>($"{nodeType}Connection", edge.Name, nodeType, item => item, keyOf)];
    }

    /// <summary>The type of <c>pageInfo</c>.</summary>
    public static ObjectGraphType<PageInfo> PageInfo()
    {
        var type = new ObjectGraphType<PageInfo> { Name = "PageInfo", Description = "Where a page lies in its list." };
        type.Give("hasNextPage", Required("Boolean"), "Whether items come after the page.", c => c.Source.HasNext);
        type.Give("hasPreviousPage", Required("Boolean"), "Whether items come before the page.", c => c.Source.HasPrevious);
        type.Give("startCursor", Of("String"), "The cursor of the first item; null where there is none.", c => c.Source.Start);
        type.Give("endCursor", Of("String"), "The cursor of the last item; null where there is none.", c => c.Source.End);
        return type;
    }

    private static ObjectGraphType<Page<T>> Connection<T>(
        string name, string edgeType, string nodeType, Func<T, object> node, Func<T, string> keyOf)
    {
        var type = new ObjectGraphType<Page<T>> { Name = name, Description = $"A page of a list of {nodeType}." };
        type.Give("totalCount", Required("Int"), "How long the whole list is.", c => c.Source.Total);
        type.Give("edges", Many(edgeType), "The items with their cursors.", c => c.Source.Items);
        type.Give("nodes", Many(nodeType), "The items alone.", c => c.Source.Items.Select(node));
        type.Give("pageInfo", Required("PageInfo"), "Where the page lies in the list.", c => new PageInfo(
            c.Source.HasNext, c.Source.HasPrevious,
            c.Source.Items.Count > 0 ? Cursor.Of(keyOf(c.Source.Items[0])) : null,
            c.Source.Items.Count > 0 ? Cursor.Of(keyOf(c.Source.Items[^1])) : null));
        return type;
    }
}
