namespace IndustryGraph.Snapshots;

/// <summary>One version of the graph and how it came to be (<c>prov:Activity</c>).</summary>
/// <param name="Number">0 for the empty graph, then one more with each change set.</param>
/// <param name="ChangeSetId">The id of the change set that made it; empty for version 0.</param>
/// <param name="LoadedAt">When it was made, UTC, by the clock of the service that made it. The order is by number, not by this.</param>
/// <param name="Provenance">Who made it, from what and why.</param>
/// <param name="Counts">What it changed.</param>
public sealed record GraphVersion(
    long Number, string ChangeSetId, DateTimeOffset LoadedAt, Provenance Provenance, ChangeCounts Counts)
{
    /// <summary>The empty graph.</summary>
    public static GraphVersion Empty { get; } =
        new(0, "", DateTimeOffset.UnixEpoch, new("", "", ""), default);
}
