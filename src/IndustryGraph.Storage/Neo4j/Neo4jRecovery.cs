using System.Globalization;
using System.Runtime.CompilerServices;
using IndustryGraph.Changes;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Undoes the staging of a writer that is gone, or finishes its settling. The change set is known from its
/// <c>:ChangeChunk</c> nodes, which are written first. A writer is taken for gone when it has not been heard of for
/// <see cref="Neo4jLimits.Lease"/>, or is of the same store.
/// </summary>
internal sealed class Neo4jRecovery(Neo4jClient client, Neo4jLimits limits, Neo4jSettling settling)
{
    private const string Part = "MATCH (c:ChangeChunk {version: $p.version, part: $p.part}) RETURN c.content AS content";
    private const string LastPart = "MATCH (c:ChangeChunk) WHERE c.version = $p.version RETURN max(c.part) AS part";

    private readonly string store = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
    private long attempts;

    /// <summary>The name of another attempt of this store to write.</summary>
    public string NextWriter() => string.Create(CultureInfo.InvariantCulture, $"{store}:{Interlocked.Increment(ref attempts)}");

    /// <summary>
    /// Undoes or finishes what was left; nothing where its writer may be at work. It looks before it waits for the lock, so
    /// that a writer at work, or one that is gone with its transaction open, does not hold up who only wants to read.
    /// </summary>
    public async Task RecoverAsync(CancellationToken cancellation)
    {
        var seen = await Neo4jState.LookAsync(client, cancellation).ConfigureAwait(false);
        await TakeOverAsync(seen, cancellation).ConfigureAwait(false);
    }

    /// <summary>Takes over what the state says; false where its writer may be at work.</summary>
    public async Task<bool> TakeOverAsync(Neo4jState seen, CancellationToken cancellation)
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
