using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Storage.Sqlite;

namespace IndustryGraph.Cli;

/// <summary>Which store to use: <c>sqlite:PATH</c> or <c>neo4j:URL</c>.</summary>
internal sealed record StoreLocation
{
    private const string Sqlite = "sqlite:";
    private const string Neo4j = "neo4j:";

    private readonly Uri? url;

    private StoreLocation(string? path, Uri? url) => (SqlitePath, this.url) = (path, url);

    /// <summary>The file where the service keeps the graph if it is told nothing else.</summary>
    public static StoreLocation Default { get; } = new(SqliteOptions.DefaultPath, null);

    /// <summary>The file, where the store is one.</summary>
    public string? SqlitePath { get; }

    /// <summary>Reads a location; null, and what to do, where the text is none.</summary>
    public static StoreLocation? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.StartsWith(Sqlite, StringComparison.Ordinal) && text.Length > Sqlite.Length)
        {
            return new StoreLocation(text[Sqlite.Length..], null);
        }

        if (text.StartsWith(Neo4j, StringComparison.Ordinal) && Uri.TryCreate(text[Neo4j.Length..], UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
        {
            return new StoreLocation(null, url);
        }

        problem = "Write sqlite:PATH, or neo4j:URL with the HTTP address of the server without user and password, such as neo4j:http://127.0.0.1:7474.";
        return null;
    }

    /// <summary>The store, not yet opened. User, password and database of Neo4j come from the variables that the service reads.</summary>
    public IGraphStore Create() => SqlitePath is { } path
        ? new SqliteStore(new SqliteOptions { Path = path }, TimeProvider.System)
        : new Neo4jStore(
            new Neo4jOptions
            {
                Url = url!,
                Database = Environment.GetEnvironmentVariable("Neo4j__Database") is { Length: > 0 } database ? database : "neo4j",
                User = Environment.GetEnvironmentVariable("Neo4j__User"),
                Password = Environment.GetEnvironmentVariable("Neo4j__Password"),
            },
            TimeProvider.System,
            Console.Error.WriteLine);
}
