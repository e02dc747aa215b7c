using IndustryGraph.Storage;
using Xunit;

namespace IndustryGraph.Tests.Storage;

public sealed class MadeAheadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Items_are_taken_in_their_order_by_whoever_waits_either_way()
    {
        using var made = new MadeAhead<int>(Enumerable.Range(0, 1_000), 3);
        Assert.Equal(Enumerable.Range(0, 400), made.Rest(Cancellation).Take(400));
        Assert.Equal(Enumerable.Range(400, 600), await made.RestAsync(Cancellation).ToListAsync(Cancellation));
        Assert.Empty(made.Waiting());
    }

    [Fact]
    public async Task No_more_are_made_than_may_wait_and_none_once_nobody_takes_them()
    {
        var count = 0;
        using (var made = new MadeAhead<int>(Enumerable.Range(0, 1_000).Select(_ => Interlocked.Increment(ref count)), 3))
        {
            Assert.Equal(1, await made.RestAsync(Cancellation).FirstAsync(Cancellation));
        }

        Assert.InRange(count, 1, 5);
    }

    [Fact]
    public async Task A_failure_of_the_making_comes_after_what_was_made()
    {
        using var made = new MadeAhead<int>(Enumerable.Range(0, 10).Select(i => 6 / (3 - i)), 20);
        var taken = new List<int>();

        await Assert.ThrowsAsync<DivideByZeroException>(async () =>
        {
            await foreach (var item in made.RestAsync(Cancellation))
            {
                taken.Add(item);
            }
        });

        Assert.Equal([2, 3, 6], taken);
    }

    [Fact]
    public void Whoever_waits_can_give_up()
    {
        using var never = new ManualResetEventSlim();
        using var made = new MadeAhead<int>(Enumerable.Range(0, 1).Select(_ => never.Wait(Timeout.Infinite, Cancellation) ? 0 : 1), 1);
        using var cancelled = new CancellationTokenSource(10);

        Assert.ThrowsAny<OperationCanceledException>(() => made.Rest(cancelled.Token).ToList());
        never.Set();
    }
}
