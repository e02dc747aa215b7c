using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>The one <c>:GraphState</c> node. Writers lock it before all else, so they go one by one.</summary>
/// <param name="Version">The current version's number.</param>
/// <param name="Phase">What is going on: <see cref="Idle"/>, <see cref="Staging"/> or <see cref="Settling"/>.</param>
/// <param name="Writer">Who writes, or wrote last.</param>
/// <param name="Batch">The transaction that this writer committed last, from 1.</param>
/// <param name="Silence">How long ago the writer was heard of, by the clock of Neo4j.</param>
/// <param name="Applied">The version that the change set in question made; null where it is not in the graph.</param>
/// <param name="Current">The current version.</param>
internal sealed record Neo4jState(
    long Version, string Phase, string Writer, long Batch, TimeSpan Silence, GraphVersion? Applied, GraphVersion Current)
{
    /// <summary>Nobody writes; every element is as its properties say.</summary>
    public const string Idle = "idle";

    /// <summary>The next version is written, so that no reader sees it.</summary>
    public const string Staging = "staging";

    /// <summary>The version is current; what it changed becomes properties.</summary>
    public const string Settling = "settling";

    private const string Node = "MATCH (s:GraphState {id: 'graph'})";

    // Counting up makes readers that have begun begin again.
    private const string Heard = "s.revision = s.revision + 1, s.heartbeat = datetime.realtime().epochMillis";

    private const string LockStatement = $$"""
        {{Node}}
        SET s.lock = 0
        WITH s
        {{LookStatement}}
        """;

    // The version is read once, for without the lock another may become current meanwhile.
    private const string LookStatement = $$"""
        WITH s.version AS version, s.phase AS phase, s.writer AS writer, s.batch AS batch,
          datetime.realtime().epochMillis - s.heartbeat AS silence
        OPTIONAL MATCH (g:GraphVersion {change_set: $p.change_set})
        USING INDEX g:GraphVersion(change_set)
        WHERE g.number <= version
        OPTIONAL MATCH (c:GraphVersion {number: version})
        USING INDEX c:GraphVersion(number)
        RETURN version, phase, writer, batch, silence, properties(g) AS applied, properties(c) AS current
        """;

    private const string EnterStatement = $"{Node} SET s.phase = $p.phase, s.writer = $p.writer, s.batch = $p.batch, {Heard}";

    private const string HeardStatement = $"{Node} SET {Heard}";

    private const string AdvanceStatement = $$"""
        {{Node}}
        SET s.lock = 0
        WITH s
        WHERE s.phase = 'staging' AND s.writer = $p.writer AND s.version = $p.version - 1
        SET s.version = $p.version, s.phase = $p.phase, {{Heard}}
        RETURN s.version AS version
        """;

    private const string LeaveStatement = $"{Node} SET s.lock = 0 WITH s WHERE s.writer = $p.writer SET s.heartbeat = 0";

    /// <summary>Whether the same writer is at the same place.</summary>
    public bool IsAsFarAs(Neo4jState other) =>
        (Phase, Writer, Batch, Version) == (other.Phase, other.Writer, other.Batch, other.Version);

    /// <summary>Gives what the state says without a wait for its lock: it may have changed since.</summary>
    public static async Task<Neo4jState> LookAsync(Neo4jClient client, CancellationToken cancellation)
    {
        var rows = await client.RunAsync(
            $"{Node}\n{LookStatement}", Neo4jParameters.Of(("change_set", "")), Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        return rows.Count == 0 ? throw Gone() : Read(rows[0]);
    }

    /// <summary>Waits for the lock of the state and gives what it says, with the version that a change set made.</summary>
    public static async Task<Neo4jState> LockAsync(Neo4jTransaction transaction, string changeSet, CancellationToken cancellation)
    {
        var rows = await transaction.RunAsync(
            LockStatement, Neo4jParameters.Of(("change_set", changeSet)), cancellation).ConfigureAwait(false);
        return rows.Count == 0 ? throw Gone() : Read(rows[0]);
    }

    /// <summary>Notes who writes, what and how far, in the transaction that holds the lock.</summary>
    public static Task EnterAsync(Neo4jTransaction transaction, string phase, string writer, long batch, CancellationToken cancellation) =>
        transaction.RunAsync(EnterStatement, Neo4jParameters.Of(("phase", phase), ("writer", writer), ("batch", batch)), cancellation);

    /// <summary>Notes that the writer is there, in a transaction that took long.</summary>
    public static Task HearAsync(Neo4jTransaction transaction, CancellationToken cancellation) =>
        transaction.RunAsync(HeardStatement, null, cancellation);

    /// <summary>
    /// Makes a staged version current: one property of one node, so that every reader sees the old version whole or the new
    /// one whole. False where the writer is not the writer any more, or has done it before.
    /// </summary>
    public static async Task<bool> AdvanceAsync(Neo4jClient client, string writer, long version, string phase) => (await client.RunAsync(
        AdvanceStatement, Neo4jParameters.Of(("writer", writer), ("version", version), ("phase", phase)),
        Neo4jAccess.Write, CancellationToken.None).ConfigureAwait(false)).Count == 1;

    /// <summary>Lets another take over at once what this writer leaves unfinished.</summary>
    public static Task LeaveAsync(Neo4jClient client, string writer) =>
        client.RunAsync(LeaveStatement, Neo4jParameters.Of(("writer", writer)), Neo4jAccess.Write, CancellationToken.None);

    public static StoreRefusedException Gone() => new(
        "The node (:GraphState {id: 'graph'}) is not in Neo4j's database: somebody removed it, or emptied the database. "
        + "Restore the database from a backup, or empty it wholly and start this program again: it then loads its seed.");

    private static Neo4jState Read(Neo4jRecord row)
    {
        try
        {
            var version = row.Get<long>("version");
            return new Neo4jState(
                version, row.Get<string>("phase"), row.Get<string>("writer"), row.Get<long>("batch"),
                TimeSpan.FromMilliseconds(row.Get<long>("silence")),
                row["applied"] is { } applied ? Neo4jFacts.ToVersion(applied) : null,
                Neo4jQuestions.ToVersion(new Neo4jFacts(version), row["current"]));
        }
        catch (InvalidCastException problem)
        {
            throw new FormatException($"the node :GraphState: {problem.Message}", problem);
        }
    }
}
