using IndustryGraph.Analysis;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Benchmarks;

/// <summary>The core's searches beside igraph and beside a search over plain arrays, on generated graphs of one or two sizes.</summary>
internal static class CoreQuestions
{
    public static void Run(Arguments arguments)
    {
        var large = arguments.Has("--large");
        var rounds = arguments.Rounds(5);
        var python = arguments.Text("--python") ?? "python3";
        var sizes = large ? new[] { (100_000, 500_000), (1_000_000, 5_000_000) } : [(100_000, 500_000)];
        var medians = new List<Dictionary<string, (double Milliseconds, double Links)>>();
        foreach (var (entities, links) in sizes)
        {
            medians.Add(Measure(entities, links, large, rounds, python));
        }

        if (medians.Count == 2)
        {
            Console.WriteLine("\n| ten times the graph | factor of the median time | of the median of links looked at | of the time for a link |\n| --- | ---: | ---: | ---: |");
            foreach (var (name, small) in medians[0])
            {
                var (time, links) = (medians[1][name].Milliseconds / small.Milliseconds, medians[1][name].Links / small.Links);
                Console.WriteLine(FormattableString.Invariant($"| {name} | {time:0.00} | {links:0.00} | {time / links:0.00} |"));
            }
        }
    }

    private static Dictionary<string, (double Milliseconds, double Links)> Measure(int entities, int links, bool large, int rounds, string python)
    {
        Console.WriteLine($"\n## {entities:N0} entities, {links:N0} links\n");
        var graph = SnapshotMemory.Build(entities, links);
        using var igraph = IgraphPeer.Start(graph, python)
            ?? throw new InvalidOperationException($"{python} has no igraph: apt-get install python3-igraph, or name the interpreter with --python.");
        Console.WriteLine($"{igraph.Version}\n\n| question | questions x rounds | ours, ms | peer, ms | ratio of medians | ratio of sums | ratios of the rounds |");
        Console.WriteLine("| --- | ---: | ---: | ---: | ---: | ---: | ---: |");
        var arrays = new ArraySearch(graph);
        var wide = new SearchLimits
        {
            Hops = 1000, Expansions = long.MaxValue, Results = int.MaxValue, Time = Timeout.InfiniteTimeSpan, HubLinks = int.MaxValue,
        };
        var random = new SplitMix64(7);
        var origins = Enumerable.Range(0, 101).Select(_ => random.Below(entities)).ToArray();
        var connected = new List<(int From, int To)>();
        while (connected.Count < 101)
        {
            var pair = (From: random.Below(entities), To: random.Below(entities));
            if (pair.From != pair.To && Path(pair).Paths.Count > 0)
            {
                connected.Add(pair);
            }
        }

        var target = Enumerable.Range(0, 200).Select(_ => random.Below(entities)).MaxBy(graph.InDegree);
        var measured = new Dictionary<string, (double Milliseconds, double Links)>();
        Compare("reach, all, against arrays", 11, i => Reached(LinkDirection.Out, origins[i], 1000), Count, i => Timed(() => arrays.Reach(origins[i], 1000)));
        Compare("reach, 3 hops, against arrays", 101, i => Reached(LinkDirection.Out, origins[i], 3), Count, i => Timed(() => arrays.Reach(origins[i], 3)));
        Compare("reach, all", 11, i => Reached(LinkDirection.Out, origins[i], 1000), Count, i => igraph.Ask($"reach {origins[i]} 1000"));
        Compare("upstream, 3 hops", 101, i => Reached(LinkDirection.In, origins[i], 3), Count, i => igraph.Ask($"upstream {origins[i]} 3"));
        Compare("shortest path", 101, i => Path(connected[i]), Length, i => igraph.Ask($"shortest {connected[i].From} {connected[i].To}"));

        // igraph takes seconds for each of these.
        measured["10 shortest paths"] = Comparison.Run(
            "10 shortest paths", large ? 1 : 3, 1, i => Paths(connected[i], 10), Length, i => igraph.Ask($"kshortest {connected[i].From} {connected[i].To} 10"));
        Compare(
            "dominators", 1, _ => Chokepoints.Of(graph, [target], LinkFilter.All, wide with { Results = 100 }, TimeProvider.System),
            result => (result.Considered, result.Explored.Links), _ => igraph.Ask($"dominators {target}"));
        Compare(
            "PageRank", 1, _ => Centrality.PageRank(graph, LinkFilter.All, 0.85, wide, TimeProvider.System),
            result => (result.Scores.Max(), (long)result.Rounds * links), _ => igraph.Ask("pagerank"));

        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var reach = Reach.Downstream(graph, origins[0], 1000, LinkFilter.All, wide, TimeProvider.System);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine(FormattableString.Invariant(
            $"\nReach of {reach.Count} entities over {reach.Explored.Links} links allocated {allocated} bytes: {(allocated - (8.0 * reach.Count)) / reach.Explored.Links:0.00000} a link beside the answer."));
        allocated = GC.GetAllocatedBytesForCurrentThread();
        var visited = connected.Sum(pair => Path(pair).Explored.Links);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Console.WriteLine(FormattableString.Invariant(
            $"{connected.Count} shortest paths over {visited} links allocated {allocated / connected.Count} bytes each, {(double)allocated / visited:0.00000} a link."));
        return measured;

        void Compare<TAnswer>(
            string name, int questions, Func<int, TAnswer> ours, Func<TAnswer, (double, long)> read, Func<int, (double, double)> peer) =>
            measured[name] = Comparison.Run(name, questions, rounds, ours, read, peer);

        ReachResult Reached(LinkDirection direction, int origin, int hops) =>
            Reach.From(graph, [origin], direction, hops, LinkFilter.All, wide, TimeProvider.System);

        PathResult Path((int From, int To) pair) =>
            PathSearch.Shortest(graph, new PathQuery(pair.From, pair.To) { MaxHops = 1000 }, wide, TimeProvider.System);

        PathResult Paths((int From, int To) pair, int count) =>
            PathSearch.KShortest(graph, new PathQuery(pair.From, pair.To) { MaxHops = 1000 }, count, wide, TimeProvider.System);

        (double, long) Count(ReachResult result) => (result.Count, result.Explored.Links);

        (double, long) Length(PathResult result) => (result.Paths.Sum(path => path.Length), result.Explored.Links);
    }

    private static (double, double) Timed(Func<int> search)
    {
        var started = ThreadClock.Milliseconds;
        var count = search();
        return (ThreadClock.Milliseconds - started, count);
    }
}
