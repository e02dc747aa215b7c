using IndustryGraph.Changes;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>Applies change sets, so that every reader sees the version before or the version after, whole.</summary>
/// <remarks>
/// <para>
/// A reader of Neo4j sees committed changes of others at any moment, and may meet a commit half done, for a commit is not
/// one moment to readers. So nothing that a reader of the current version V sees is changed while V is current:
/// </para>
/// <para>
/// <b>Staging</b>, in as many transactions as it takes: what is new is made with <c>since</c> V+1; what is to be changed or
/// removed gets the whole of what it will be as <c>staged</c>, empty for nothing, and <c>staged_version</c> V+1. A reader of
/// V passes over the one and does not look at the other. <b>Advancing</b>: the one property <c>version</c> of the one
/// state node becomes V+1, and whoever reads from then on takes elements as they are staged. <b>Settling</b>: what is staged
/// becomes properties, then <c>staged</c> goes, then removed elements go. A change set that only adds needs no settling.
/// </para>
/// <para>What a writer leaves that is gone before its end, <see cref="Neo4jRecovery"/> undoes or finishes.</para>
/// </remarks>
internal sealed class Neo4jWriter(
    Neo4jClient client, TimeProvider clock, Neo4jLimits limits, Neo4jSettling settling, Neo4jRecovery recovery, Action<string> tell)
{
    private const int MostTries = 5;

    // Made while the server runs those before; each is a few megabytes.
    private const int UnitsAhead = 4;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UndoLimit = TimeSpan.FromSeconds(10);

    /// <summary>Applies a change set if the current version is the expected one.</summary>
    public async Task<ApplyOutcome> ApplyAsync(ChangeSet changes, long expected, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        for (var isTold = false; ; )
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return await TryAsync(changes, expected, cancellation).ConfigureAwait(false);
            }
            catch (NotClaimedException refused)
            {
                if (refused.State.Applied is { } applied)
                {
                    return new(ApplyResult.AlreadyApplied, applied);
                }

                if (refused.State.Version != expected)
                {
                    return new(ApplyResult.Conflict, refused.State.Current);
                }

                if (!await recovery.TakeOverAsync(refused.State, cancellation).ConfigureAwait(false))
                {
                    if (!isTold)
                    {
                        tell(
                            $"Another process writes, and was heard of {refused.State.Silence.TotalSeconds:0.#} s ago. Waiting for it, for "
                            + $"{limits.WriterWait.TotalSeconds:0} s at most; after {limits.Lease.TotalSeconds:0} s of silence it is taken for gone.");
                        isTold = true;
                    }

                    await WaitAsync(start, cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    private async Task<ApplyOutcome> TryAsync(ChangeSet changes, long expected, CancellationToken cancellation)
    {
        var writer = recovery.NextWriter();
        var version = new GraphVersion(expected + 1, changes.Id, clock.GetUtcNow().ToUniversalTime(), changes.Provenance, changes.Counts);
        var staging = new Neo4jStaging(changes, version, limits);
        var advanced = false;
        try
        {
            var work = new Neo4jWork(client, limits, (transaction, batch, token) => ClaimAsync(transaction, writer, version, batch, token));
            using var units = new MadeAhead<Neo4jUnit>(staging.Units(), UnitsAhead);
            await work.RunAsync(units.RestAsync(cancellation), cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            await AdvanceAsync(writer, version, staging.MustSettle).ConfigureAwait(false);
            advanced = true;
        }
        catch (NotClaimedException)
        {
            throw;
        }
        catch when (!advanced)
        {
            // Where the version is current after all, this changes nothing.
            await QuietlyAsync(
                writer, token => settling.DiscardAsync(Once(changes), version.Number, writer, token), UndoLimit, CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        if (staging.MustSettle)
        {
            var unsettled = staging.Unsettled;
            await QuietlyAsync(
                writer, token => settling.SettleAsync(() => Once(unsettled), version.Number, writer, token), Timeout.InfiniteTimeSpan,
                cancellation).ConfigureAwait(false);
        }

        return new(ApplyResult.Applied, version);
    }

    private static async Task<bool> ClaimAsync(
        Neo4jTransaction transaction, string writer, GraphVersion version, long batch, CancellationToken cancellation)
    {
        var state = await Neo4jState.LockAsync(transaction, version.ChangeSetId, cancellation).ConfigureAwait(false);
        var isMine = state.Phase == Neo4jState.Staging && state.Writer == writer;
        if (isMine && state.Batch == batch)
        {
            return false;
        }

        if (batch == 1 && (state.Applied is not null || state.Version != version.Number - 1 || state.Phase != Neo4jState.Idle))
        {
            throw new NotClaimedException(state);
        }

        if (batch > 1 && !(isMine && state.Batch == batch - 1))
        {
            throw Overtaken();
        }

        await Neo4jState.EnterAsync(transaction, Neo4jState.Staging, writer, batch, cancellation).ConfigureAwait(false);
        return true;
    }

    // Not cancelled any more: that would only leave open whether it happened.
    private async Task AdvanceAsync(string writer, GraphVersion version, bool mustSettle)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await Neo4jState.AdvanceAsync(
                    client, writer, version.Number, mustSettle ? Neo4jState.Settling : Neo4jState.Idle).ConfigureAwait(false))
                {
                    return;
                }

                var state = await client.WriteAsync(
                    (transaction, token) => Neo4jState.LockAsync(transaction, version.ChangeSetId, token), CancellationToken.None).ConfigureAwait(false);
                if (state.Applied?.Number != version.Number)
                {
                    throw Overtaken();
                }

                return;
            }
            catch (CommitOutcomeUnknownException) when (tries < MostTries)
            {
                // Asked again it tells whether it happened, for it can happen once.
                await Task.Delay(TimeSpan.FromMilliseconds(200 * tries), clock, CancellationToken.None).ConfigureAwait(false);
            }
        }
    }

    private async Task WaitAsync(long start, CancellationToken cancellation)
    {
        if (clock.GetElapsedTime(start) > limits.WriterWait)
        {
            throw new StoreUnavailableException(
                $"Another process has been writing to Neo4j for more than {limits.WriterWait.TotalSeconds:0} s. Nothing was changed. Try again.");
        }

        await Task.Delay(Look, clock, cancellation).ConfigureAwait(false);
    }

    /// <summary>Does what others can do as well; where it fails, lets them, without a wait.</summary>
    private async Task QuietlyAsync(string writer, Func<CancellationToken, Task> work, TimeSpan within, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(within);
        for (var tries = 1; ; tries++)
        {
            try
            {
                await work(limit.Token).ConfigureAwait(false);
                return;
            }
            catch (Exception error) when (Neo4jRecovery.IsOutage(error) && error is not OperationCanceledException && tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * tries), clock, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (Neo4jRecovery.IsOutage(error))
            {
                await recovery.LeaveAsync(writer).ConfigureAwait(false);
                return;
            }
        }
    }

    private static IAsyncEnumerable<ChangeSet> Once(ChangeSet changes) => new[] { changes }.ToAsyncEnumerable();

    private static StoreUnavailableException Overtaken() => new(
        "Another process took over writing to Neo4j, because this one had been silent for too long. Nothing was changed. Try again.");

    /// <summary>The graph is not free for the change set, or has it.</summary>
    private sealed class NotClaimedException(Neo4jState state) : Exception
    {
        public Neo4jState State => state;
    }
}
