using System.Diagnostics;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>A piece of writing that is done within one transaction.</summary>
/// <param name="Rows">How many rows it writes, as a measure of the memory it takes.</param>
/// <param name="RunAsync">Does it. It may be done again after a rollback.</param>
/// <param name="Split">Gives two that do the same; null where it cannot be smaller.</param>
internal sealed record Neo4jUnit(int Rows, Func<Neo4jTransaction, CancellationToken, Task> RunAsync, Func<Neo4jUnit[]>? Split = null)
{
    /// <summary>Units for many items, each of so many rows at most.</summary>
    public static IEnumerable<Neo4jUnit> Of<T>(
        IEnumerable<T> items, int rows, Func<Neo4jTransaction, IReadOnlyList<T>, CancellationToken, Task> run) =>
        items.Chunk(rows).Select(some => Of(some, run));

    private static Neo4jUnit Of<T>(T[] some, Func<Neo4jTransaction, IReadOnlyList<T>, CancellationToken, Task> run) => new(
        some.Length,
        (transaction, cancellation) => run(transaction, some, cancellation),
        some.Length == 1 ? null : () => [Of(some[..(some.Length / 2)], run), Of(some[(some.Length / 2)..], run)]);
}

/// <summary>
/// Does units of writing in as few transactions as fit the server: where one needs too much memory or time, its parts go
/// into smaller ones. A transaction whose commit got lost is entered again; its guard knows whether it was kept.
/// </summary>
/// <param name="client">The server.</param>
/// <param name="limits">How large transactions are.</param>
/// <param name="guard">
/// Begins each transaction, given its number from 1: locks the state and checks that this writer is still the writer. False
/// where the transaction of this number was kept before.
/// </param>
internal sealed class Neo4jWork(
    Neo4jClient client, Neo4jLimits limits, Func<Neo4jTransaction, long, CancellationToken, Task<bool>> guard)
{
    private const int MostTries = 5;
    private int most = limits.RowsPerTransaction;
    private long batch = 1;
    private bool entered;

    /// <summary>Does all of it.</summary>
    public async Task RunAsync(IAsyncEnumerable<Neo4jUnit> units, CancellationToken cancellation)
    {
        var gathered = new List<Neo4jUnit>();
        await foreach (var unit in units.WithCancellation(cancellation).ConfigureAwait(false))
        {
            if (gathered.Count > 0 && gathered.Sum(item => item.Rows) + unit.Rows > most)
            {
                await RunAsync(gathered, cancellation).ConfigureAwait(false);
                gathered.Clear();
            }

            gathered.Add(unit);
        }

        await RunAsync(gathered, cancellation).ConfigureAwait(false);
    }

    private async Task RunAsync(List<Neo4jUnit> units, CancellationToken cancellation)
    {
        if (units.Count == 0)
        {
            return;
        }

        try
        {
            await TryAsync(units, cancellation).ConfigureAwait(false);
        }
        catch (Neo4jException error) when (entered && error.IsTooLarge && (units.Count > 1 || units[0].Split is not null))
        {
            most = Math.Max(1, units.Sum(unit => unit.Rows) / 2);
            var parts = units.Count == 1 ? units[0].Split!() : [.. units];
            foreach (var half in (List<Neo4jUnit>[])[[.. parts[..(parts.Length / 2)]], [.. parts[(parts.Length / 2)..]]])
            {
                await RunAsync(half, cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task TryAsync(List<Neo4jUnit> units, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                await client.WriteAsync((transaction, token) => WriteAsync(transaction, units, token), cancellation).ConfigureAwait(false);
                batch++;
                return;
            }
            catch (CommitOutcomeUnknownException) when (tries < MostTries)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200 * tries), cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<bool> WriteAsync(Neo4jTransaction transaction, List<Neo4jUnit> units, CancellationToken cancellation)
    {
        // A wait for another writer that lasts too long is no reason to write less at once.
        entered = false;
        var start = Stopwatch.GetTimestamp();
        if (!await guard(transaction, batch, cancellation).ConfigureAwait(false))
        {
            return false;
        }

        entered = true;
        foreach (var unit in units)
        {
            await unit.RunAsync(transaction, cancellation).ConfigureAwait(false);
        }

        if (Stopwatch.GetElapsedTime(start) > limits.Lease / 4)
        {
            await Neo4jState.HearAsync(transaction, cancellation).ConfigureAwait(false);
        }

        return true;
    }
}
