namespace IndustryGraph.Search;

/// <summary>Gathers which entity has which key; entities come in ascending order.</summary>
internal sealed class PostingsBuilder
{
    private readonly List<int> counts = [];
    private readonly List<int> latest = [];
    private readonly List<int> keys = [];
    private readonly List<(int Entity, int End)> runs = [];

    public void Add(int key, int entity)
    {
        if (key == counts.Count)
        {
            counts.Add(0);
            latest.Add(-1);
        }

        if (latest[key] == entity)
        {
            return;
        }

        latest[key] = entity;
        counts[key]++;
        keys.Add(key);
        if (runs.Count > 0 && runs[^1].Entity == entity)
        {
            runs[^1] = (entity, keys.Count);
        }
        else
        {
            runs.Add((entity, keys.Count));
        }
    }

    /// <summary>The postings with the keys renumbered: <paramref name="order"/> names the gathered key at each new place.</summary>
    public Postings Build(int[] order)
    {
        var starts = new int[order.Length + 1];
        var next = new int[order.Length];
        for (var place = 0; place < order.Length; place++)
        {
            next[order[place]] = starts[place];
            starts[place + 1] = starts[place] + counts[order[place]];
        }

        var entities = new int[keys.Count];
        var key = 0;
        foreach (var (entity, end) in runs)
        {
            for (; key < end; key++)
            {
                entities[next[keys[key]]++] = entity;
            }
        }

        return new Postings(starts, entities);
    }
}
