namespace IndustryGraph.Search;

/// <summary>For each key, numbered from 0, the entities that have it, ascending.</summary>
internal sealed class Postings(int[] starts, int[] entities)
{
    public ReadOnlySpan<int> this[int key] => entities.AsSpan(starts[key]..starts[key + 1]);
}
