using IndustryGraph.Snapshots;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// A breadth-first search over int arrays and nothing else: no filter, no limits, no steps back, no result but the queue. Marks are stamped,
/// so that it clears nothing. What the product's reach is measured against.
/// </summary>
internal sealed class ArraySearch
{
    private readonly int[] starts;
    private readonly int[] targets;
    private readonly int[] stamps;
    private readonly int[] queue;
    private int stamp;

    public ArraySearch(GraphSnapshot graph)
    {
        starts = new int[graph.EntityCount + 1];
        targets = new int[graph.LinkCount];
        stamps = new int[graph.EntityCount];
        queue = new int[graph.EntityCount];
        for (var link = 0; link < graph.LinkCount; link++)
        {
            targets[link] = graph.ToOf(link);
            starts[graph.FromOf(link) + 1]++;
        }

        for (var i = 0; i < graph.EntityCount; i++)
        {
            starts[i + 1] += starts[i];
        }
    }

    /// <summary>How many entities lie within so many hops, the origin not counted.</summary>
    public int Reach(int origin, int hops)
    {
        stamp++;
        stamps[origin] = stamp;
        queue[0] = origin;
        var (count, level) = (1, 0);
        for (var hop = 0; hop < hops && level < count; hop++)
        {
            var end = count;
            for (; level < end; level++)
            {
                var entity = queue[level];
                for (var i = starts[entity]; i < starts[entity + 1]; i++)
                {
                    var target = targets[i];
                    if (stamps[target] != stamp)
                    {
                        stamps[target] = stamp;
                        queue[count++] = target;
                    }
                }
            }
        }

        return count - 1;
    }
}
