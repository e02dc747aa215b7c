namespace IndustryGraph.Server.Reads;

/// <summary>The few answers that were asked for last, by their keys.</summary>
/// <param name="most">How many are kept.</param>
/// <param name="mostWeight">What they may weigh together, beside the one that was asked for last.</param>
internal sealed class Recent<TKey, TValue>(int most, long mostWeight)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock gate = new();

    // The one that was asked for last comes first.
    private readonly LinkedList<(TKey Key, TValue Value, long Weight)> kept = new();

    /// <summary>The answer of a key; null where it is not kept.</summary>
    public TValue? Find(TKey key)
    {
        lock (gate)
        {
            for (var place = kept.First; place is not null; place = place.Next)
            {
                if (place.Value.Key.Equals(key))
                {
                    kept.Remove(place);
                    kept.AddFirst(place);
                    return place.Value.Value;
                }
            }

            return null;
        }
    }

    /// <summary>All that is kept.</summary>
    public IReadOnlyList<TValue> All()
    {
        lock (gate)
        {
            return [.. kept.Select(item => item.Value)];
        }
    }

    /// <summary>Keeps an answer, and forgets those that there is no room for.</summary>
    public void Keep(TKey key, TValue value, long weight)
    {
        lock (gate)
        {
            // Two who found nothing may both have made it.
            for (var place = kept.First; place is not null; place = place.Next)
            {
                if (place.Value.Key.Equals(key))
                {
                    kept.Remove(place);
                    break;
                }
            }

            kept.AddFirst((key, value, weight));
            while (kept.Count > most || (kept.Count > 1 && kept.Sum(item => item.Weight) > mostWeight))
            {
                kept.RemoveLast();
            }
        }
    }
}
