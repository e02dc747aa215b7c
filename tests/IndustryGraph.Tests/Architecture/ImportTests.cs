using System.Reflection;
using ArchUnitNET.Loader;
using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Storage;
using Xunit;
using Assembly = System.Reflection.Assembly;

namespace IndustryGraph.Tests.Architecture;

/// <summary>The rules of src/README.md on who may use whom.</summary>
public sealed class ImportTests
{
    private static readonly Assembly Core = typeof(Entity).Assembly;
    private static readonly Assembly Bundles = typeof(BundleReader).Assembly;
    private static readonly Assembly Storage = typeof(IGraphStore).Assembly;
    private static readonly Assembly Loads = typeof(GraphLoader).Assembly;
    private static readonly Assembly Server = typeof(GraphOptions).Assembly;

    private static readonly Lazy<ArchUnitNET.Domain.Architecture> Loaded = new(() =>
        new ArchLoader().LoadAssemblies(Core, Bundles, Storage, Loads, Server).Build());

    [Theory]
    [InlineData("Model")]
    [InlineData("Snapshots", "Model")]
    [InlineData("Changes", "Model", "Snapshots")]
    [InlineData("Paths", "Model", "Snapshots")]
    [InlineData("Analysis", "Model", "Snapshots", "Paths")]
    [InlineData("Search", "Model", "Snapshots")]
    public void A_folder_of_the_core_uses_only_what_lies_below_it(string folder, params string[] below)
    {
        string[] permitted = [.. below.Append(folder).Select(name => $"IndustryGraph.{name}")];
        Assert.Empty(Uses($"IndustryGraph.{folder}", used => used.StartsWith("IndustryGraph.", StringComparison.Ordinal)
            && !permitted.Any(name => IsIn(used, name))));
    }

    [Fact]
    public void The_core_uses_nothing_but_the_framework() => Assert.All(Core.GetReferencedAssemblies(), IsFramework);

    [Fact]
    public void Bundles_and_storage_use_the_core_and_not_each_other()
    {
        Assert.DoesNotContain(Bundles.GetReferencedAssemblies(), name => Is(name, Storage) || Is(name, Loads) || Is(name, Server));
        Assert.DoesNotContain(Storage.GetReferencedAssemblies(), name => Is(name, Bundles) || Is(name, Loads) || Is(name, Server));
    }

    [Fact]
    public void The_command_does_without_the_service()
    {
        Assert.DoesNotContain(Loads.GetReferencedAssemblies(), name => Is(name, Server));
        Assert.DoesNotContain(typeof(Cli.ExitCode).Assembly.GetReferencedAssemblies(), name => Is(name, Server));
    }

    [Fact]
    public void The_stores_know_nothing_of_each_other()
    {
        Assert.Empty(Uses("IndustryGraph.Storage.Sqlite", used => IsIn(used, "IndustryGraph.Storage.Neo4j")));
        Assert.Empty(Uses("IndustryGraph.Storage.Neo4j", used => IsIn(used, "IndustryGraph.Storage.Sqlite") || IsIn(used, "Microsoft.Data.Sqlite")));
    }

    [Fact]
    public void The_GraphQL_library_stays_in_the_server() =>
        Assert.All(new[] { Core, Bundles, Storage, Loads }, assembly =>
            Assert.DoesNotContain(assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("GraphQL", StringComparison.Ordinal)));

    private static void IsFramework(AssemblyName name) =>
        Assert.True(name.Name!.StartsWith("System.", StringComparison.Ordinal), $"The core references {name.Name}.");

    private static bool Is(AssemblyName name, Assembly assembly) => name.Name == assembly.GetName().Name;

    private static bool IsIn(string name, string place) =>
        name == place || name.StartsWith(place + ".", StringComparison.Ordinal);

    private static string[] Uses(string place, Func<string, bool> forbidden)
    {
        var types = Loaded.Value.Types.Where(type => type.Namespace is { } space && IsIn(space.FullName, place)).ToArray();

        // A rule about nothing would always hold.
        Assert.NotEmpty(types);
        return [.. types
            .SelectMany(type => type.Dependencies.Select(dependency => (From: type.FullName, To: dependency.Target)))
            .Where(use => use.To.Namespace is { } space && forbidden(space.FullName))
            .Select(use => $"{use.From} uses {use.To.FullName}")
            .Distinct().Order(StringComparer.Ordinal)];
    }
}
