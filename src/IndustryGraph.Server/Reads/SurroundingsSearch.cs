using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Reads the part of the graph around some entities from a store, level by level: breadth-first from both ends of a path
/// question, half its hops from each, so that every path of at most so many links lies in the part.
/// </summary>
internal sealed class SurroundingsSearch(
    SurroundingsQuery query, Func<LevelQuery, CancellationToken, Task<LevelAnswer>> read)
{
    private const int MostLinksOfOne = 2_000;
    private const int MostLinks = 200_000;

    private readonly Dictionary<EntityId, Entity> entities = [];
    private readonly Dictionary<LinkId, Link> links = [];
    private bool cut;

    /// <summary>The part.</summary>
    public async Task<Surroundings> RunAsync(GraphVersion version, CancellationToken cancellation)
    {
        var start = new Side(query.Direction, query.From, query.To.Count > 0 ? (query.Hops + 1) / 2 : query.Hops);
        var end = new Side(query.Direction.Against(), query.To, query.Hops / 2);
        var seeds = query.From.Concat(query.To).ToHashSet();
        for (var level = 0; level == 0 || start.Goes(level) || end.Goes(level); level++)
        {
            if (links.Count > MostLinks || start.Next.Count + end.Next.Count > IGraphStore.MaxIds)
            {
                cut = true;
                break;
            }

            var sides = new[] { start, end }.Where(side => side.Goes(level)).ToArray();
            var answer = await read(
                new LevelQuery(level == 0 ? seeds : [], [.. sides.Select(side => new LinkQuery(
                    side.Next, side.Direction, query.Kinds, MostLinksOfOne + 1))]), cancellation).ConfigureAwait(false);
            foreach (var entity in answer.Entities)
            {
                entities.TryAdd(entity.Id, entity);
            }

            for (var i = 0; i < sides.Length; i++)
            {
                Take(sides[i], answer.Links[i]);
            }
        }

        return new Surroundings(Build(version), !cut);
    }

    private void Take(Side side, IReadOnlyList<AdjacentLink> found)
    {
        var next = new List<EntityId>();
        foreach (var ofOne in found.GroupBy(link => link.Near))
        {
            cut |= ofOne.Count() > MostLinksOfOne;
            foreach (var link in ofOne.OrderBy(link => link.Link.Id).Take(MostLinksOfOne))
            {
                links.TryAdd(link.Link.Id, link.Link);
                entities.TryAdd(link.Other.Id, link.Other);
                if (side.Seen.Add(link.Other.Id))
                {
                    next.Add(link.Other.Id);
                }
            }
        }

        side.Next = next;
    }

    private GraphSnapshot Build(GraphVersion version)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in entities.Values)
        {
            builder.Add(entity);
        }

        foreach (var link in links.Values)
        {
            builder.Add(link);
        }

        return builder.Build(version);
    }

    private sealed class Side(LinkDirection direction, IReadOnlyList<EntityId> seeds, int hops)
    {
        public LinkDirection Direction => direction;

        public HashSet<EntityId> Seen { get; } = [.. seeds];

        public List<EntityId> Next { get; set; } = [.. seeds.Distinct()];

        public bool Goes(int level) => level < hops && Next.Count > 0;
    }
}
