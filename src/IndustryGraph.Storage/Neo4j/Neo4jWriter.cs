using System.Globalization;
using System.Runtime.CompilerServices;
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
/// <para>
/// Whoever finds a staging that nobody goes on with undoes it; whoever finds such a settling finishes it. They know the
/// change set from its <c>:ChangeChunk</c> nodes, which are written first. A writer is taken for gone when it has not
/// been heard of for <see cref="Neo4jLimits.Lease"/>, or is of the same store.
/// </para>
/// </remarks>
internal sealed class Neo4jWriter(Neo4jClient client, TimeProvider clock, Neo4jLimits limits)
{
    private const int MostTries = 5;
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan UndoLimit = TimeSpan.FromSeconds(10);

    private const string Part = "MATCH (c:ChangeChunk {version: $p.version, part: $p.part}) RETURN c.content AS content";
    private const string LastPart = "MATCH (c:ChangeChunk) WHERE c.version = $p.version RETURN max(c.part) AS part";

    private readonly Neo4jSettling settling = new(client, limits);
    private readonly string store = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private long attempts;

    /// <summary>Applies a change set if the current version is the expected one.</summary>
    public async Task<ApplyOutcome> ApplyAsync(ChangeSet changes, long expected, CancellationToken cancellation)
    {
        var start = clock.GetTimestamp();
        while (true)
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

                if (!await RecoverAsync(refused.State, cancellation).ConfigureAwait(false))
                {
                    await WaitAsync(start, cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Finishes or undoes what a writer left that is gone; nothing where it may be at work.</summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        var state = await client.WriteAsync(
            (transaction, token) => Neo4jState.LockAsync(transaction, "", token), cancellation).ConfigureAwait(false);
        if (state.Phase != Neo4jState.Idle)
        {
            await RecoverAsync(state, cancellation).ConfigureAwait(false);
        }
    }

    private async Task<ApplyOutcome> TryAsync(ChangeSet changes, long expected, CancellationToken cancellation)
    {
        var writer = NextWriter();
        var version = new GraphVersion(expected + 1, changes.Id, clock.GetUtcNow().ToUniversalTime(), changes.Provenance, changes.Counts);
        var staging = new Neo4jStaging(changes, version, limits);
        var advanced = false;
        try
        {
            var work = new Neo4jWork(client, limits, (transaction, batch, token) => ClaimAsync(transaction, writer, version, batch, token));
            await work.RunAsync(staging.Units().ToAsyncEnumerable(), cancellation).ConfigureAwait(false);
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

    /// <summary>Takes over what the state says; false where its writer may be at work.</summary>
    private async Task<bool> RecoverAsync(Neo4jState seen, CancellationToken cancellation)
    {
        if (seen.Phase == Neo4jState.Idle || (seen.Silence < limits.Lease && !seen.Writer.StartsWith(store, StringComparison.Ordinal)))
        {
            return false;
        }

        var writer = NextWriter();
        var taken = await client.WriteAsync(
            async (transaction, token) =>
            {
                var state = await Neo4jState.LockAsync(transaction, "", token).ConfigureAwait(false);
                if ((state.Phase, state.Writer, state.Batch, state.Version) != (seen.Phase, seen.Writer, seen.Batch, seen.Version))
                {
                    return false;
                }

                await Neo4jState.EnterAsync(transaction, state.Phase, writer, 0, token).ConfigureAwait(false);
                return true;
            },
            cancellation).ConfigureAwait(false);
        if (!taken)
        {
            return false;
        }

        try
        {
            await (seen.Phase == Neo4jState.Settling
                ? settling.SettleAsync(() => PartsAsync(seen.Version, cancellation), seen.Version, writer, cancellation)
                : settling.DiscardAsync(PartsReversedAsync(seen.Version + 1, cancellation), seen.Version + 1, writer, cancellation)).ConfigureAwait(false);
        }
        catch
        {
            await LeaveAsync(writer).ConfigureAwait(false);
            throw;
        }

        return true;
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
            catch (Exception error) when (IsOutage(error) && error is not OperationCanceledException && tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 * tries), clock, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error) when (IsOutage(error))
            {
                await LeaveAsync(writer).ConfigureAwait(false);
                return;
            }
        }
    }

    private async Task LeaveAsync(string writer)
    {
        try
        {
            await Neo4jState.LeaveAsync(client, writer).ConfigureAwait(false);
        }
        catch (Exception error) when (IsOutage(error))
        {
            // Others wait until this writer has been silent for long enough.
        }
    }

    private static bool IsOutage(Exception error) => error is Neo4jException or Neo4jUnavailableException or CommitOutcomeUnknownException
        or OperationCanceledException or StoreUnavailableException;

    private async IAsyncEnumerable<ChangeSet> PartsAsync(
        long version, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var part = 0L; await PartAsync(version, part, cancellation).ConfigureAwait(false) is { } changes; part++)
        {
            yield return changes;
        }
    }

    private async IAsyncEnumerable<ChangeSet> PartsReversedAsync(
        long version, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var rows = await client.RunAsync(
            LastPart, Neo4jParameters.Of(("version", version)), Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        for (var part = rows[0].Get<long?>("part") ?? -1; part >= 0; part--)
        {
            if (await PartAsync(version, part, cancellation).ConfigureAwait(false) is { } changes)
            {
                yield return changes;
            }
        }
    }

    private async Task<ChangeSet?> PartAsync(long version, long part, CancellationToken cancellation)
    {
        var rows = await client.RunAsync(
            Part, Neo4jParameters.Of(("version", version), ("part", part)), Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        return rows.Count == 0 ? null : ChangeSetCodec.DecodePart(Neo4jChunks.ToBytes(rows[0].Get<string>("content")));
    }

    private static IAsyncEnumerable<ChangeSet> Once(ChangeSet changes) => new[] { changes }.ToAsyncEnumerable();

    private string NextWriter() => string.Create(CultureInfo.InvariantCulture, $"{store}:{Interlocked.Increment(ref attempts)}");

    private static StoreUnavailableException Overtaken() => new(
        "Another process took over writing to Neo4j, because this one had been silent for too long. Nothing was changed. Try again.");

    /// <summary>The graph is not free for the change set, or has it.</summary>
    private sealed class NotClaimedException(Neo4jState state) : Exception
    {
        public Neo4jState State => state;
    }
}
