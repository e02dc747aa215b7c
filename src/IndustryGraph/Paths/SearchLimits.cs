namespace IndustryGraph.Paths;

/// <summary>How far a search may go. Every limit that cuts an answer is named in the answer's <see cref="CutReason"/>.</summary>
public sealed record SearchLimits
{
    /// <summary>The highest permitted value of <see cref="Hops"/>.</summary>
    public const int MostHops = 1000;

    private readonly int hops = 12;
    private readonly long expansions = 2_000_000;
    private readonly int results = 1_000;
    private readonly TimeSpan time = TimeSpan.FromSeconds(2);
    private readonly int hubLinks = 20_000;

    /// <summary>12 hops, 2 million links, 1,000 results, 2 seconds, 20,000 links of a hub.</summary>
    public static SearchLimits Default { get; } = new();

    /// <summary>The most links in a path, or levels of a reach; 0 to <see cref="MostHops"/>.</summary>
    public int Hops
    {
        get => hops;
        init => hops = value is >= 0 and <= MostHops ? value : throw Refused(nameof(Hops), value);
    }

    /// <summary>The most links looked at in the whole search, from 1.</summary>
    public long Expansions
    {
        get => expansions;
        init => expansions = value >= 1 ? value : throw Refused(nameof(Expansions), value);
    }

    /// <summary>The most paths or entities in the answer, from 1.</summary>
    public int Results
    {
        get => results;
        init => results = value >= 1 ? value : throw Refused(nameof(Results), value);
    }

    /// <summary>The longest time; <see cref="Timeout.InfiniteTimeSpan"/> for no limit. It is looked at now and then, so a search may run some milliseconds over.</summary>
    public TimeSpan Time
    {
        get => time;
        init => time = value > TimeSpan.Zero || value == Timeout.InfiniteTimeSpan ? value : throw Refused(nameof(Time), value);
    }

    /// <summary>The most links followed from one entity at one time, from 1: the first that pass the filter, in the order of their numbers.</summary>
    public int HubLinks
    {
        get => hubLinks;
        init => hubLinks = value >= 1 ? value : throw Refused(nameof(HubLinks), value);
    }

    private static ArgumentOutOfRangeException Refused(string name, object value) =>
        new(name, value, "Not a permitted limit.");
}
