namespace IndustryGraph.Storage.Neo4j;

/// <summary>Where a Neo4j server is and who asks it. Its text form never shows the password.</summary>
public sealed class Neo4jOptions
{
    /// <summary>
    /// The server's HTTP address, such as <c>http://127.0.0.1:7474</c>; a path before <c>/db</c> is kept.
    /// User and password do not belong into it: addresses are logged.
    /// </summary>
    public Uri? Url { get; init; }

    /// <summary>The database's name. Neo4j Community has one, <c>neo4j</c>.</summary>
    public string Database { get; init; } = "neo4j";

    /// <summary>The user; empty for a server without authentication.</summary>
    public string? User { get; init; }

    /// <summary>The user's password.</summary>
    public string? Password { get; init; }

    /// <summary>
    /// How long one request may take. Longer than the 60 s after which a usual server ends a transaction or stops
    /// waiting for a bookmark, so that the server's own reason is heard.
    /// </summary>
    internal TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(75);

    /// <summary>How long a one-request statement may take together with its retries.</summary>
    internal TimeSpan TotalTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>How long opening a connection may take.</summary>
    internal TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How often a failed request, or a transaction that lost a deadlock, is tried again.</summary>
    internal int Retries { get; init; } = 5;

    /// <summary>The wait before the first retry. It doubles from one to the next, with jitter, up to <see cref="MaxRetryDelay"/>.</summary>
    internal TimeSpan RetryDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait before a retry.</summary>
    internal TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How the store divides its work.</summary>
    internal Neo4jLimits Limits { get; init; } = new();

    /// <summary>The address and database, without user and password.</summary>
    public override string ToString() => $"Neo4j database {Database} at {Url?.GetLeftPart(UriPartial.Path) ?? "(no address)"}";

    /// <summary>The address of the Query API for this database.</summary>
    /// <exception cref="ArgumentException">The address is missing, is not HTTP, or carries user or password; or the database has no name.</exception>
    internal Uri QueryAddress()
    {
        if (Url is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
        {
            throw new ArgumentException("Neo4j needs an address that starts with http:// or https://.");
        }

        if (Url.UserInfo.Length > 0)
        {
            throw new ArgumentException("Neo4j's address carries a user or password; give them as the user and password settings.");
        }

        if (string.IsNullOrWhiteSpace(Database))
        {
            throw new ArgumentException("Neo4j needs a database name.");
        }

        return new Uri($"{Url.GetLeftPart(UriPartial.Path).TrimEnd('/')}/db/{Uri.EscapeDataString(Database)}/query/v2");
    }
}
