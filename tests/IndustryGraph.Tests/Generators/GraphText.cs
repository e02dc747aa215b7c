using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using System.Globalization;
using Xunit;

namespace IndustryGraph.Tests.Generators;

/// <summary>
/// Small graphs as text: <c>"ore -> steel -> turbine; wind -PART_OF-> industry:energy; a -0.25-> b"</c>. A plain arrow is
/// INPUT_TO; between dash and arrow stand a kind, a coefficient, or a match (<c>-exact-></c> is CORRESPONDS_TO),
/// and <c>!</c> makes the link curated. A name without a prefix is a product. A link written twice is two links.
/// </summary>
internal static class GraphText
{
    private static readonly string[] Matches = ["exact", "close", "broad", "narrow", "partial"];

    public static GraphSnapshot Graph(string text)
    {
        var entities = new SortedSet<EntityId>();
        var links = new List<Link>();
        var seen = new Dictionary<LinkId, int>();
        foreach (var chain in text.Split([';', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var words = chain.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            entities.Add(Id(words[0]));
            for (var i = 1; i + 1 < words.Length; i += 2)
            {
                entities.Add(Id(words[i + 1]));
                links.Add(Link(Id(words[i - 1]), words[i], Id(words[i + 1]), seen));
            }
        }

        return Graph(entities, links);
    }

    public static GraphSnapshot Graph(IEnumerable<EntityId> entities, IEnumerable<Link> links)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var id in entities)
        {
            builder.Add(new Entity(id, Kind(id), new Names(null, id.Value), Cited(Evidence.Stated)));
        }

        foreach (var link in links)
        {
            builder.Add(link);
        }

        Assert.Empty(builder.Problems);
        return builder.Build(GraphVersion.Empty);
    }

    /// <summary>The number of the entity of this name.</summary>
    public static int At(this GraphSnapshot graph, string name) =>
        graph.IndexOf(Id(name)) is var entity and >= 0 ? entity : throw new ArgumentException($"No {name} in the graph.");

    /// <summary>The name of the entity of this number, without the prefix that was left out.</summary>
    public static string Name(this GraphSnapshot graph, int entity) =>
        graph.EntityAt(entity).Id.Value is var id && id.StartsWith("product:", StringComparison.Ordinal) ? id["product:".Length..] : id;

    public static Citations Cited(Evidence evidence) => Citations.Of(new Citation(EntityId.Parse("source:test"), evidence));

    private static EntityId Id(string name) => EntityId.Parse(name.Contains(':') ? name : $"product:{name}");

    private static EntityKind Kind(EntityId id) => id.Prefix switch
    {
        "industry" => EntityKind.Industry,
        "field" => EntityKind.Field,
        "tech" => EntityKind.Technology,
        "material" => EntityKind.Material,
        "class" => EntityKind.ClassificationItem,
        "source" => EntityKind.Source,
        "service" => EntityKind.Service,
        _ => EntityKind.Product,
    };

    private static Link Link(EntityId from, string arrow, EntityId to, Dictionary<LinkId, int> seen)
    {
        var (evidence, middle) = (Evidence.Stated, arrow.TrimStart('-')[..^1].TrimEnd('-'));
        if (middle.EndsWith('!'))
        {
            (evidence, middle) = (Evidence.Curated, middle[..^1]);
        }

        var attributes = Attributes.None;
        var kind = LinkKind.InputTo;
        if (Matches.Contains(middle))
        {
            (kind, attributes) = (LinkKind.CorrespondsTo, Attributes.Of((AttributeName.Match, AttributeValue.Of(middle))));
        }
        else if (double.TryParse(middle, CultureInfo.InvariantCulture, out var coefficient))
        {
            attributes = Attributes.Of((AttributeName.Coefficient, AttributeValue.Of(coefficient)));
        }
        else if (middle.Length > 0 && !LinkKinds.TryParse(middle, out kind))
        {
            throw new ArgumentException($"'{arrow}' is no arrow.");
        }

        var id = new LinkId(from, kind, to);
        var copies = seen[id] = seen.GetValueOrDefault(id) + 1;
        return new Link(copies == 1 ? id : id with { Qualifier = $"n{copies}" }, Cited(evidence)) { Attributes = attributes };
    }
}
