using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Hosting;

/// <summary>Where the graph is kept and how it is read: the section <c>Graph</c> of the configuration.</summary>
public sealed class GraphOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Graph";

    /// <summary>The store.</summary>
    [EnumDataType(typeof(StoreKind))]
    public StoreKind Store { get; set; } = StoreKind.Sqlite;

    /// <summary>Where questions are answered from.</summary>
    [EnumDataType(typeof(ReadMode))]
    public ReadMode Reads { get; set; } = ReadMode.Memory;

    /// <summary>Whether nothing is written but the seed: there are no mutations, and loads are refused.</summary>
    public bool ReadOnly { get; set; }

    /// <summary>The bundle that is loaded at start; by default <c>graph-seed</c> beside the program. Empty for none.</summary>
    public string Seed { get; set; } = Path.Combine(AppContext.BaseDirectory, "graph-seed");
}

/// <summary>The stores.</summary>
public enum StoreKind
{
    /// <summary>A file, with no set-up.</summary>
    Sqlite,

    /// <summary>A Neo4j server, over its HTTP Query API.</summary>
    Neo4j,
}

/// <summary>Where questions are answered from.</summary>
public enum ReadMode
{
    /// <summary>A snapshot in memory, which follows the store.</summary>
    Memory,

    /// <summary>The store, question by question: for a graph that outgrows one machine's memory.</summary>
    Store,
}

/// <summary>Refuses to start with settings out of their range.</summary>
[OptionsValidator]
public sealed partial class GraphOptionsValidator : IValidateOptions<GraphOptions>;
