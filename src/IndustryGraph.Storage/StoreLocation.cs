using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Storage.Sqlite;

namespace IndustryGraph.Storage;

/// <summary>Where a store is, as any process can open it: a file of SQLite, or a Neo4j server.</summary>
public sealed record StoreLocation
{
    /// <summary>The file; null where the store is another.</summary>
    public SqliteOptions? Sqlite { get; init; }

    /// <summary>The server; null where the store is another.</summary>
    public Neo4jOptions? Neo4j { get; init; }

    /// <summary>The store, not yet opened.</summary>
    /// <param name="clock">Tells when a version was loaded.</param>
    /// <param name="told">Told what whoever runs the program should know.</param>
    /// <exception cref="InvalidOperationException">Neither is given.</exception>
    public IGraphStore Create(TimeProvider clock, Action<string> told) =>
        Sqlite is not null ? new SqliteStore(Sqlite, clock)
        : Neo4j is not null ? new Neo4jStore(Neo4j, clock, told)
        : throw new InvalidOperationException("A store needs a location.");
}
