using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Reads the part of the graph around some entities from a store, level by level: breadth-first from both ends of a path
/// question, half its hops from each, so that every path of at most so many links lies in the part. Of what the last level of
/// one side found, only what the other side knows can lie on such a path; the rest is left out, which is most.
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

        var met = start.Seen.Keys.Any(end.Seen.ContainsKey);
        return new Surroundings(Build(version, IsBetween), !cut);

        bool IsBetween(EntityId id) => query.To.Count == 0 || seeds.Contains(id)
            || (met && (start.IsInside(id) || end.IsInside(id) || (start.Seen.ContainsKey(id) && end.Seen.ContainsKey(id))));
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
                if (side.Seen.TryAdd(link.Other.Id, side.Depth + 1))
                {
                    next.Add(link.Other.Id);
                }
            }
        }

        side.Next = next;
        side.Depth++;
    }

    private GraphSnapshot Build(GraphVersion version, Predicate<EntityId> belongs)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var entity in entities.Values.Where(entity => belongs(entity.Id)))
        {
            builder.Add(entity);
        }

        foreach (var link in links.Values.Where(link => belongs(link.From) && belongs(link.To)))
        {
            builder.Add(link);
        }

        return builder.Build(version);
    }

    private sealed class Side(LinkDirection direction, IReadOnlyList<EntityId> seeds, int hops)
    {
        public LinkDirection Direction => direction;

        /// <summary>The entities that were met, and how many links from the seeds.</summary>
        public Dictionary<EntityId, int> Seen { get; } = seeds.Distinct().ToDictionary(seed => seed, _ => 0);

        public List<EntityId> Next { get; set; } = [.. seeds.Distinct()];

        /// <summary>How many levels were read.</summary>
        public int Depth { get; set; }

        public bool Goes(int level) => level < hops && Next.Count > 0;

        /// <summary>Whether it was met before the last level.</summary>
        public bool IsInside(EntityId id) => Seen.TryGetValue(id, out var at) && at < Depth;
    }
}
