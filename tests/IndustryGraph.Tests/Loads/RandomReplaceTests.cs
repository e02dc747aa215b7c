using System.Text.Json.Nodes;
using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Loads;

/// <summary>
/// Random graphs, bundles and scopes: a load that replaces makes of the graph what its rule, read plainly and fact by fact, makes of
/// it, removes much only where the very number is confirmed, and its dry run says what the real one does.
/// </summary>
public sealed class RandomReplaceTests
{
    private static readonly GraphShape Shape = new(OneHostileIn: 0);
    private static readonly string[] Kinds = [.. EntityKinds.All.Select(kind => kind.Code()), .. LinkKinds.All.Select(kind => kind.Code())];

    private static int Loads => Sweeps.AreOn ? 5_000 : 90;

    [Fact]
    public async Task What_is_in_scope_becomes_the_bundle_and_nothing_else_changes()
    {
        var outcomes = new List<(LoadOutcome Outcome, bool WasAsked)>();
        for (var seed = 0; seed < Loads; seed++)
        {
            outcomes.Add(await TryAsync(seed));
        }

        // Every way is met often.
        foreach (var met in new[] { (LoadOutcome.Loaded, true), (LoadOutcome.Loaded, false), (LoadOutcome.Refused, false) })
        {
            Assert.InRange(outcomes.Count(outcome => outcome == met), Loads / 10, Loads);
        }
    }

    private static async Task<(LoadOutcome Outcome, bool WasAsked)> TryAsync(int seed)
    {
        var random = new Random(seed);
        var before = RandomGraphs.Graph(seed, Shape);
        var wanted = RandomGraphs.After(before, RandomGraphs.Change(before, seed, size: random.Next(2, 12), oneHostileIn: 0));
        using var folder = new TemporaryFolder();
        var named = WriteSome(wanted, folder.At("bundle"), random);
        var scope = Scope(before, random);
        var expected = Expected.Of(before, named, scope);
        await using var store = await LoadedStore.OpenAsync();
        await store.Store.ApplyAsync(RandomGraphs.ChangeTo(GraphSnapshot.Empty, seed, Shape), 0, CancellationToken.None);

        var real = await LoadAsync(null);
        var wasAsked = expected.IsPermitted && expected.InScope < 5 * expected.RemovedInScope;
        if (!expected.IsPermitted)
        {
            Assert.Equal(LoadOutcome.Refused, real.Outcome);
            Assert.Equal(Facts(before), Facts(await store.ReadAsync()));
            return (LoadOutcome.Refused, false);
        }

        Assert.Equal((expected.InScope, expected.RemovedInScope, expected.Removals), (real.InScope, real.RemovedInScope, real.Removals));
        if (wasAsked)
        {
            Assert.Equal(LoadOutcome.RemovalsUnconfirmed, real.Outcome);
            Assert.Equal(LoadOutcome.RemovalsUnconfirmed, (await LoadAsync(expected.Removals + 1)).Outcome);
            Assert.Equal(LoadOutcome.RemovalsUnconfirmed, (await LoadAsync(expected.Removals - 1)).Outcome);
            Assert.Equal(Facts(before), Facts(await store.ReadAsync()));
            real = await LoadAsync(expected.Removals);
        }

        var after = Facts(await store.ReadAsync());
        Assert.Equal(expected.After.OrderBy(fact => fact.Key, StringComparer.Ordinal), after);

        // What the rule is for, said once more in other words.
        Assert.All(after.Where(fact => IsIn(scope, fact.Value)), fact => Assert.Contains(fact.Key, named.Keys));
        Assert.All(named, fact => Assert.Contains(fact, after));
        Assert.Equal(Facts(before).SequenceEqual(after) ? LoadOutcome.NothingToDo : LoadOutcome.Loaded, real.Outcome);
        Assert.Equal(LoadOutcome.NothingToDo, (await LoadAsync(null)).Outcome);
        return (real.Outcome, wasAsked);

        async Task<LoadReport> LoadAsync(int? confirmed)
        {
            var parsed = LoadScope.Parse(string.Join(',', scope), out var problem);
            Assert.Null(problem);
            LoadRequest With(LoadRequest request) => request with { Mode = LoadMode.Replace, Scope = parsed, ConfirmRemovals = confirmed };
            var dry = await store.LoadAsync(folder.At("bundle"), request => With(request) with { DryRun = true });
            var loaded = await store.LoadAsync(folder.At("bundle"), With);
            Assert.Equal(
                LoadReportJson.Write(dry),
                LoadReportJson.Write(loaded with { Outcome = loaded.Outcome == LoadOutcome.Loaded ? LoadOutcome.DryRun : loaded.Outcome, Version = null }));
            return loaded;
        }
    }

    // Each fact of the graph by its id, in the order of the ids.
    private static List<KeyValuePair<string, object>> Facts(GraphSnapshot graph) =>
    [
        .. graph.Entities.ToArray().Select(entity => KeyValuePair.Create(entity.Id.Value, (object)entity))
            .Concat(Enumerable.Range(0, graph.LinkCount).Select(graph.LinkAt).Select(link => KeyValuePair.Create(link.Id.ToString(), (object)link)))
            .OrderBy(fact => fact.Key, StringComparer.Ordinal),
    ];

    // Writes a random part of the graph; sources and classifications stay more often, for others need them.
    private static Dictionary<string, object> WriteSome(GraphSnapshot graph, string folder, Random random)
    {
        var all = Facts(graph).ToDictionary();
        var named = new Dictionary<string, object>();
        BundleWriter.Write(graph, folder, BundleFormat.JsonLines, CancellationToken.None);
        var kept = random.Next(4) switch { 0 => 0.4, 1 => 0.8, 2 => 0.95, _ => 1 };
        foreach (var file in BundleSchema.Files.Where(file => File.Exists(Path.Combine(folder, file.JsonLinesPath))))
        {
            var path = Path.Combine(folder, file.JsonLinesPath);
            var isNeeded = file.EntityKind is EntityKind.Source or EntityKind.Classification;
            var lines = File.ReadAllLines(path).Where(_ => random.NextDouble() < (isNeeded && random.Next(8) > 0 ? 1 : kept)).ToList();
            foreach (var id in lines.Select(line => IdOf(file, JsonNode.Parse(line)!)))
            {
                named.Add(id, all[id]);
            }

            File.Delete(path);
            if (lines.Count > 0)
            {
                File.WriteAllLines(path, lines);
            }
        }

        return named;
    }

    private static string IdOf(BundleFile file, JsonNode row) => file.LinkKind is { } kind
        ? new LinkId(EntityId.Parse((string)row["from"]!), kind, EntityId.Parse((string)row["to"]!), (string?)row["qualifier"]).ToString()
        : (string)row["id"]!;

    private static string[] Scope(GraphSnapshot before, Random random)
    {
        if (random.Next(8) == 0)
        {
            return [LoadScope.Everything];
        }

        var sources = before.OfKind(EntityKind.Source);
        string[] source = random.Next(3) == 0 ? [before.EntityAt(sources[random.Next(sources.Length)]).Id.Value] : [];
        return [.. Enumerable.Range(0, random.Next(source.Length == 0 ? 1 : 0, 6)).Select(_ => Kinds[random.Next(Kinds.Length)]).Distinct(), .. source];
    }

    // Kinds, where there are any, else all but sources; and of these, where a source is named, what cites it alone.
    private static bool IsIn(string[] scope, object fact)
    {
        var kinds = scope.Where(Kinds.Contains).ToList();
        var source = scope.FirstOrDefault(part => part.Contains(':', StringComparison.Ordinal));
        var (kind, citations) = fact is Entity entity ? (entity.Kind.Code(), entity.Citations) : (((Link)fact).Kind.Code(), ((Link)fact).Citations);
        return (kinds.Count == 0 ? kind != EntityKind.Source.Code() : kinds.Contains(kind)) && (source is null || citations.All(citation => citation.Source.Value == source));
    }

    /// <summary>What a load that replaces must come to, found without any of the code that loads.</summary>
    private sealed record Expected(Dictionary<string, object> After, bool IsPermitted, int InScope, int RemovedInScope, int Removals)
    {
        public static Expected Of(GraphSnapshot before, Dictionary<string, object> named, string[] scope)
        {
            var facts = Facts(before);
            var inScope = facts.Where(fact => IsIn(scope, fact.Value)).Select(fact => fact.Key).ToHashSet();
            var omitted = inScope.Where(id => !named.ContainsKey(id)).ToHashSet();
            var removed = facts.Select(fact => fact.Key).Where(omitted.Contains)
                .Concat(facts.Where(fact => fact.Value is Link link && !named.ContainsKey(fact.Key) && (omitted.Contains(link.From.Value) || omitted.Contains(link.To.Value))).Select(fact => fact.Key))
                .ToHashSet();
            var after = facts.Where(fact => !removed.Contains(fact.Key)).ToDictionary();
            foreach (var (id, fact) in named)
            {
                after[id] = fact;
            }

            return new Expected(after, after.Values.All(fact => Stands(fact, after)), inScope.Count, omitted.Count, removed.Count);
        }

        private static bool Stands(object fact, Dictionary<string, object> graph) =>
            (fact is Entity entity ? entity.Citations : ((Link)fact).Citations).All(citation => graph.ContainsKey(citation.Source.Value))
            && (fact is not Link link || (graph.ContainsKey(link.From.Value) && graph.ContainsKey(link.To.Value)))
            && (fact is not Entity item || item.Attributes[AttributeName.Scheme] is not { } scheme || graph.ContainsKey(scheme.Text));
    }
}
