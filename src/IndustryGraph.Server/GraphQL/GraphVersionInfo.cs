namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// The version of the graph that a request is answered from. Whoever serves the graph derives from it, so that resolvers reach
/// the snapshot of the very version that the response names.
/// </summary>
/// <param name="Version">The number of the version.</param>
/// <param name="LoadedAt">When the version was made, UTC.</param>
/// <param name="Stale">Whether the store may know a newer one.</param>
public record GraphVersionInfo(long Version, DateTimeOffset LoadedAt, bool Stale);

/// <summary>Gives the version that is served now; null until the first one is loaded.</summary>
public delegate GraphVersionInfo? CurrentGraphVersion();

/// <summary>
/// Gives the version that is served now, or the first one as soon as there is one, and then each time the newest one that was not
/// given yet. It ends when the token is cancelled.
/// </summary>
public delegate IAsyncEnumerable<GraphVersionInfo> FollowGraphVersions(CancellationToken cancellationToken);
