namespace IndustryGraph.Tests.Storage;

/// <summary>A clock that moves a little on each look, to a moment that needs every digit; its timers are real.</summary>
public sealed class TestClock : TimeProvider
{
    private long looks;

    public override DateTimeOffset GetUtcNow() => MomentOf(Interlocked.Increment(ref looks));

    private static DateTimeOffset MomentOf(long look) =>
        new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero).AddTicks(7_654_321).AddSeconds(look);
}
