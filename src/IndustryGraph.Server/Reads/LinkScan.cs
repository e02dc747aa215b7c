using IndustryGraph.Model;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Reads the ids of all links of a version in pages, beside what searches look up: many searches meet most of a graph, and a page
/// costs the store a fraction of what the same links cost where they are looked up around one entity after another. It goes on only
/// as far as the look-ups have come, so that it is never more than a part of what they cost (the rule of renting until one has
/// paid the price: A. R. Karlin, M. S. Manasse, L. Rudolph and D. D. Sleator, "Competitive snoopy caching", Algorithmica 3, 1988).
/// </summary>
/// <param name="known">Where it notes what it has read.</param>
/// <param name="page">How many entities a page has.</param>
internal sealed class LinkScan(KnownLinks known, int page)
{
    /// <summary>How many entities a page of a service has.</summary>
    public const int Page = 2_000;

    /// <summary>How many times as much it may read as was looked up: about as many times as cheap it is.</summary>
    private const int Cheaper = 4;

    private const int MostLinksOfPage = 50_000;

    /// <summary>What it may make <see cref="KnownLinks.Count"/> at most.</summary>
    private const int MostItems = 800_000;

    private readonly List<EntityId> entities = [];
    private readonly List<LinkId> links = [];
    private long lookedUp;
    private long scanned;
    private int busy;
    private bool hasEnded;

    /// <summary>Whether it has ended because the graph is too large to be kept.</summary>
    public bool IsTooLarge { get; private set; }

    /// <summary>Notes that so many entities and links were looked up.</summary>
    public void Note(int items) => Interlocked.Add(ref lookedUp, items);

    /// <summary>Reads the next page where it is time to; one caller at a time.</summary>
    /// <param name="readPage">Reads a page from the store, as <see cref="IGraphStore.ReadLinkIdsAsync"/> does.</param>
    public async Task AdvanceAsync(Func<EntityId?, int, int, Task<LinkIdPage?>> readPage)
    {
        if (Interlocked.CompareExchange(ref busy, 1, 0) != 0)
        {
            return;
        }

        try
        {
            if (!hasEnded && scanned + page <= Cheaper * Interlocked.Read(ref lookedUp))
            {
                var read = await readPage(entities.Count == 0 ? null : entities[^1], page, MostLinksOfPage).ConfigureAwait(false);
                IsTooLarge = read is null || (3L * (entities.Count + read.Entities.Count)) + (2L * (links.Count + read.Links.Count)) > MostItems;
                hasEnded = IsTooLarge || Take(read!);
            }
        }
        catch (GraphQLProblem)
        {
            // The store is away or has moved on: what the search itself reads says so. It needs no page, which is asked for again.
        }
        catch (StoreRefusedException)
        {
            // What was changed by hand is told to the search that meets it.
            hasEnded = true;
        }
        finally
        {
            if (hasEnded)
            {
                entities.Clear();
                links.Clear();
            }

            Volatile.Write(ref busy, 0);
        }
    }

    // Whether that was the last page. Which links enter an entity is known with it alone.
    private bool Take(LinkIdPage read)
    {
        entities.AddRange(read.Entities);
        links.AddRange(read.Links);
        scanned += read.Entities.Count + read.Links.Count;
        Add(read.Entities, leaving: true, read.Links.ToLookup(link => link.From));
        if (read.Entities.Count == page)
        {
            return false;
        }

        Add(entities, leaving: false, links.ToLookup(link => link.To));
        return true;
    }

    // Of one that has more links than a search follows, those are looked up that it follows: the answer is the same, scanned or not.
    private void Add(IReadOnlyList<EntityId> of, bool leaving, ILookup<EntityId, LinkId> found)
    {
        foreach (var id in of)
        {
            if (found[id].Count() <= SurroundingsSearch.MostLinksOfOne)
            {
                known.Add(known[id], leaving, KnownStep.AllKinds, found[id], cut: false);
            }
        }
    }
}
