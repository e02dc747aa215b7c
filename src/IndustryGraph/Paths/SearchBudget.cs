namespace IndustryGraph.Paths;

/// <summary>What is left of the limits while one question is answered. Not shared between questions or threads.</summary>
internal sealed class SearchBudget
{
    // Asking the clock costs as much as some dozens of links.
    private const int LinksBetweenClocks = 1 << 14;

    private readonly TimeProvider time;
    private readonly CancellationToken cancellation;
    private readonly long started;
    private SortedSet<int>? hubs;
    private long untilClock = LinksBetweenClocks;

    public SearchBudget(SearchLimits limits, TimeProvider time, CancellationToken cancellation)
    {
        (Limits, this.time, this.cancellation) = (limits, time, cancellation);
        started = time.GetTimestamp();
        cancellation.ThrowIfCancellationRequested();
    }

    public SearchLimits Limits { get; }

    /// <summary>What ended the search before its end; <see cref="CutReason.None"/> while it may go on.</summary>
    public CutReason Stop { get; set; }

    public bool Stopped => Stop != CutReason.None;

    public long Links { get; private set; }

    public long Entities { get; set; }

    /// <summary>The reason to tell: what stopped the search, or else that hubs were cut.</summary>
    public CutReason Reason => Stopped ? Stop : hubs is not null ? CutReason.Hub : CutReason.None;

    public Explored Explored => new(Entities, Links, hubs is null ? [] : [.. hubs]);

    /// <summary>How many of the next links may be looked at; fewer than asked only where the search is to stop.</summary>
    public int Grant(int links)
    {
        untilClock -= links + 1;
        Links += links;
        return untilClock > 0 && Links <= Limits.Expansions && Stop == CutReason.None ? links : GrantLast(links);
    }

    /// <summary>Whether so many links may be looked at; the search is to stop where not.</summary>
    public bool GrantWhole(int links) => Grant(links) == links && !Stopped;

    /// <summary>Gives back links that were granted and not looked at.</summary>
    public void Return(int links) => Links -= links;

    /// <summary>Whether the search may go on after some work that looked at no links.</summary>
    public bool GoOn()
    {
        if (--untilClock <= 0)
        {
            LookAtClock();
        }

        return !Stopped;
    }

    public void CutHub(int entity) => (hubs ??= []).Add(entity);

    private int GrantLast(int links)
    {
        if (Stopped)
        {
            Links -= links;
            return 0;
        }

        var granted = (int)Math.Max(0, links - Math.Max(0, Links - Limits.Expansions));
        if (granted < links)
        {
            Links -= links - granted;
            Stop = CutReason.Expansions;
        }

        if (untilClock <= 0)
        {
            LookAtClock();
        }

        return granted;
    }

    private void LookAtClock()
    {
        untilClock = LinksBetweenClocks;
        cancellation.ThrowIfCancellationRequested();
        if (Limits.Time != Timeout.InfiniteTimeSpan && time.GetElapsedTime(started) > Limits.Time)
        {
            Stop = CutReason.Time;
        }
    }
}
