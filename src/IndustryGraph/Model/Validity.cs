namespace IndustryGraph.Model;

/// <summary>When a fact holds: from the first day of <see cref="From"/> to the last day of <see cref="To"/>; open where null.</summary>
public sealed record Validity
{
    /// <summary>No bound on either side.</summary>
    public static Validity Always { get; } = new(null, null);

    /// <exception cref="ArgumentException">The end lies before the start.</exception>
    public Validity(PartialDate? from, PartialDate? to)
    {
        if (from is { } start && to is { } end && end.Last < start.First)
        {
            throw new ArgumentException($"valid_to {end} lies before valid_from {start}.");
        }

        From = from;
        To = to;
    }

    /// <summary>The start.</summary>
    public PartialDate? From { get; }

    /// <summary>The end.</summary>
    public PartialDate? To { get; }

    /// <summary>Whether the fact holds on the day.</summary>
    public bool Covers(DateOnly day) => !(From?.First > day) && !(To?.Last < day);
}
