using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Storage.Sqlite;

namespace IndustryGraph.Cli;

/// <summary>How a command line names a store: <c>sqlite:PATH</c> or <c>neo4j:URL</c>.</summary>
internal static class StoreArgument
{
    private const string Sqlite = "sqlite:";
    private const string Neo4j = "neo4j:";

    /// <summary>The file where the service keeps the graph if it is told nothing else.</summary>
    public static StoreLocation Default => Of(SqliteOptions.DefaultPath);

    /// <summary>
    /// Reads a location; null, and what to do, where the text is none. User, password and database of Neo4j come from the variables
    /// that the service reads.
    /// </summary>
    public static StoreLocation? Parse(string text, out string? problem)
    {
        problem = null;
        if (text.StartsWith(Sqlite, StringComparison.Ordinal) && text.Length > Sqlite.Length)
        {
            return Of(text[Sqlite.Length..]);
        }

        if (text.StartsWith(Neo4j, StringComparison.Ordinal) && Uri.TryCreate(text[Neo4j.Length..], UriKind.Absolute, out var url)
            && url.Scheme is "http" or "https" && url.UserInfo.Length == 0)
        {
            return new StoreLocation
            {
                Neo4j = new Neo4jOptions
                {
                    Url = url,
                    Database = Environment.GetEnvironmentVariable("Neo4j__Database") is { Length: > 0 } database ? database : "neo4j",
                    User = Environment.GetEnvironmentVariable("Neo4j__User"),
                    Password = Environment.GetEnvironmentVariable("Neo4j__Password"),
                },
            };
        }

        problem = "Write sqlite:PATH, or neo4j:URL with the HTTP address of the server without user and password, such as neo4j:http://127.0.0.1:7474.";
        return null;
    }

    private static StoreLocation Of(string path) => new() { Sqlite = new SqliteOptions { Path = path } };
}
