using System.Globalization;
using System.Runtime.CompilerServices;
using IndustryGraph.Changes;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Undoes the staging of a writer that is gone, or finishes its settling. The change set is known from its
/// <c>:ChangeChunk</c> nodes, which are written first. A writer is taken for gone when it has not been heard of for
/// <see cref="Neo4jLimits.Lease"/>, or is of the same store.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="clock">The clock of waits.</param>
/// <param name="limits">How long a writer may be silent.</param>
/// <param name="settling">What finishes and undoes.</param>
/// <param name="tell">Told what is waited for, and what was done.</param>
internal sealed class Neo4jRecovery(
    Neo4jClient client, TimeProvider clock, Neo4jLimits limits, Neo4jSettling settling, Action<string> tell)
{
    private const string Part = "MATCH (c:ChangeChunk {version: $p.version, part: $p.part}) USING INDEX c:ChangeChunk(version, part) RETURN c.content AS content";
    private const string LastPart = "MATCH (c:ChangeChunk) USING INDEX c:ChangeChunk(version, part) WHERE c.version = $p.version AND c.part >= 0 RETURN max(c.part) AS part";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    private readonly string store = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private long attempts;

    /// <summary>The name of another attempt of this store to write.</summary>
    public string NextWriter() => string.Create(CultureInfo.InvariantCulture, $"{store}:{Interlocked.Increment(ref attempts)}");

    /// <summary>
    /// Undoes or finishes what is left by a writer that is gone. Where that is not known yet, waits until the writer is heard of,
    /// for the rest of the lease at most, and says so. It looks before it waits for the lock, so that a writer at work, or one that
    /// is gone with its transaction open, does not hold up who only wants to read.
    /// </summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        Neo4jState? first = null;
        while (true)
        {
            var seen = await Neo4jState.LookAsync(client, cancellation).ConfigureAwait(false);
            if (seen.Phase == Neo4jState.Idle || (first is not null && !first.IsAsFarAs(seen))
                || await TakeOverAsync(seen, cancellation).ConfigureAwait(false))
            {
                return;
            }

            if (first is null)
            {
                first = seen;
                tell(
                    $"{Describe(seen)} by a process that was heard of {seen.Silence.TotalSeconds:0.#} s ago. Waiting whether it goes on; "
                    + $"after {limits.Lease.TotalSeconds:0} s of silence this is {Outcome(seen)}.");
            }

            await Task.Delay(Look, clock, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Takes over what the state says; false where its writer may be at work.</summary>
    public async Task<bool> TakeOverAsync(Neo4jState seen, CancellationToken cancellation)
    {
        if (seen.Phase == Neo4jState.Idle || (seen.Silence < limits.Lease && !seen.Writer.StartsWith(store, StringComparison.Ordinal)))
        {
            return false;
        }

        var start = clock.GetTimestamp();
        var writer = NextWriter();
        var taken = await client.WriteAsync(
            async (transaction, token) =>
            {
                var state = await Neo4jState.LockAsync(transaction, "", token).ConfigureAwait(false);
                if (!state.IsAsFarAs(seen))
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

        tell($"{Describe(seen)} and left unfinished: {Outcome(seen)} now, in {clock.GetElapsedTime(start).TotalSeconds:0.0} s.");
        return true;
    }

    /// <summary>Lets others take over at once what a writer of this store leaves unfinished.</summary>
    public async Task LeaveAsync(string writer)
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

    /// <summary>Whether it failed for what may pass.</summary>
    public static bool IsOutage(Exception error) => error is Neo4jException or Neo4jUnavailableException or CommitOutcomeUnknownException
        or OperationCanceledException or StoreUnavailableException;

    private static string Describe(Neo4jState state) => state.Phase == Neo4jState.Settling
        ? $"Version {state.Version} is current, and its writing was begun to be tidied up"
        : $"Version {state.Version + 1} was begun to be written";

    private static string Outcome(Neo4jState state) => state.Phase == Neo4jState.Settling ? "finished" : "undone";

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
}
