namespace IndustryGraph.Storage.Neo4j;

/// <summary>How the store divides its work. Fixed, but for tests that want small parts.</summary>
internal sealed record Neo4jLimits
{
    /// <summary>
    /// The most rows that one statement writes. Measured on 5.26: fewer cost round trips, more gain nothing.
    /// </summary>
    public int RowsPerStatement { get; init; } = 5_000;

    /// <summary>
    /// The most rows that one transaction writes. Measured on 5.26 with 512 MB of heap: 50,000 pass, 100,000 do not, and of
    /// 20,000 a large load takes a fifth more of the processor than of 10,000.
    /// </summary>
    public int RowsPerTransaction { get; init; } = 10_000;

    /// <summary>The most rows of a page when the whole graph is read.</summary>
    public int RowsPerPage { get; init; } = 5_000;

    /// <summary>Where a part of a change set ends, in bytes.</summary>
    public int PartSize { get; init; } = ChangeSetCodec.PartSize;

    /// <summary>
    /// How long a writer may be silent between its transactions before another takes its work for abandoned. One that was
    /// only paused finds out, and changes nothing any more.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long a change waits for another process that writes.</summary>
    public TimeSpan WriterWait { get; init; } = TimeSpan.FromSeconds(30);
}
