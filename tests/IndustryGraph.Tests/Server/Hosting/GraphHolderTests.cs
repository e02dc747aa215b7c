using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Server.Hosting;

public sealed class GraphHolderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_follower_gets_the_served_version_and_then_the_newest()
    {
        var holder = new GraphHolder();
        holder.Serve(Version(1));
        using var end = new CancellationTokenSource();
        var following = holder.FollowAsync(end.Token).GetAsyncEnumerator();

        Assert.Equal(1, await NextAsync(following));
        var waiting = NextAsync(following);
        Assert.False(waiting.IsCompleted);
        holder.Serve(Version(2));
        Assert.Equal(2, await waiting);

        // While it did not look, three came: it gets the last.
        holder.Serve(Version(3));
        holder.Serve(Version(4));
        holder.Serve(Version(5));
        Assert.Equal(5, await NextAsync(following));
        var more = NextAsync(following);
        Assert.False(more.IsCompleted);
        await end.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => more);
    }

    [Fact]
    public async Task A_follower_waits_for_the_first_version()
    {
        var holder = new GraphHolder();
        await using var following = holder.FollowAsync(CancellationToken.None).GetAsyncEnumerator();
        var waiting = NextAsync(following);

        holder.Serve(Version(1));

        Assert.Equal(1, await waiting);
    }

    [Fact]
    public async Task What_goes_stale_is_no_new_version()
    {
        var holder = new GraphHolder();
        holder.Serve(Version(1));
        await using var following = holder.FollowAsync(CancellationToken.None).GetAsyncEnumerator();
        await NextAsync(following);
        var waiting = NextAsync(following);

        holder.Stale = true;
        holder.Stale = false;
        Assert.False(waiting.IsCompleted);
        holder.Serve(Version(2));

        Assert.Equal(2, await waiting);
    }

    [Fact]
    public async Task Followers_that_go_are_not_kept()
    {
        var holder = new GraphHolder();
        holder.Serve(Version(1));
        using var gone = new CancellationTokenSource();
        var following = holder.FollowAsync(gone.Token).GetAsyncEnumerator();
        await NextAsync(following);
        var waiting = NextAsync(following);

        await gone.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await following.DisposeAsync();
    }

    [Fact]
    public async Task Each_of_many_followers_ends_at_the_last_version()
    {
        var holder = new GraphHolder();
        holder.Serve(Version(1));
        var followers = Enumerable.Range(0, 50).Select(async _ =>
        {
            long last = 0;
            await foreach (var served in holder.FollowAsync(CancellationToken.None))
            {
                Assert.True(served.Version > last);
                last = served.Version;
                if (last == 1_000)
                {
                    return;
                }
            }
        }).ToArray();

        for (var number = 2; number <= 1_000; number++)
        {
            holder.Serve(Version(number));
            if (number % 50 == 0)
            {
                await Task.Yield();
            }
        }

        await Task.WhenAll(followers).WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    private static async Task<long> NextAsync(IAsyncEnumerator<ServedGraph> following)
    {
        Assert.True(await following.MoveNextAsync().AsTask().WaitAsync(Patience));
        return following.Current.Version;
    }

    private static GraphSnapshot Version(long number) =>
        new GraphSnapshotBuilder().Build(GraphVersion.Empty with { Number = number });
}
