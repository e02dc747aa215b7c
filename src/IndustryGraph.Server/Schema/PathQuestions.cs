using GraphQL;
using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The questions for paths and for what lies up- and downstream.</summary>
internal static class PathQuestions
{
    private const int DefaultHops = 6;
    private const int DefaultReachHops = 3;
    private const int DefaultReach = 200;

    // Where only a part of the graph is read, shortest paths are first sought of so many links, which reads a few entities.
    private const int FirstDepth = 2;

    // What a search may cost at worst, beside the paths or entities that it gives.
    private const int SearchCost = 500;

    private enum Choice
    {
        Shortest,
        All,
        Strongest,
        Widest,
    }

    /// <summary>The enumerations of the questions.</summary>
    public static IEnumerable<IGraphType> Enums() =>
    [
        Schema.Enums.Of("PathChoice", "Which paths are wanted.",
            (Choice.Shortest, "SHORTEST", "The shortest, as many as `first` says (Yen's algorithm). Complete where so many were found or fewer exist."),
            (Choice.All, "ALL", "Every path of at most `maxHops` links, shortest first; `first` cuts the answer, which then says so."),
            (Choice.Strongest, "STRONGEST", "The one with the greatest product of input coefficients; links without a coefficient are not followed."),
            (Choice.Widest, "WIDEST", "The one whose least input coefficient is greatest; links without a coefficient are not followed.")),
        Schema.Enums.Of("CutReason", "What kept a search from looking at everything that its question covers.",
            (CutReason.None, "NONE", "Nothing: the answer is exact."),
            (CutReason.Hops, "HOPS", "More hops were asked for than the service follows, or the part of the graph that was read ended there."),
            (CutReason.Expansions, "EXPANSIONS", "So many links were looked at as the service allows."),
            (CutReason.Results, "RESULTS", "There are more results than asked for; those given come first."),
            (CutReason.Time, "TIME", "The time was up."),
            (CutReason.Hub, "HUB", "Of an entity with very many links only the first were followed.")),
    ];

    /// <summary>Adds the questions to the root.</summary>
    public static void AddTo<TSource>(ObjectGraphType<TSource> query)
    {
        query.GiveAsync("paths", Required("PathAnswer"), "Paths between two entities: chains of links that enter no entity twice.", PathsAsync)
            .Takes("from", Required("ID"), "The id of the entity where paths start.")
            .Takes("to", Required("ID"), "The id of the entity where they end.")
            .Takes("choose", Required("PathChoice"), "Which paths.", Choice.Shortest)
            .Takes("maxHops", Required("Int"), "The most links in a path, 0 to 12.", DefaultHops)
            .Takes("first", Required("Int"), "At most so many paths, 1 to the page limit.", 1)
            .Takes("direction", Required("LinkDirection"), "Which way links are travelled. BOTH asks how two things are connected; OUT follows supply and use.", LinkDirection.Both)
            .TakesLinks("Only over links of these kinds.")
            .Takes("via", new ListGraphType(Required("ID")), "Entities that a path must pass, at most 8, in any order.")
            .Takes("avoiding", new ListGraphType(Required("ID")), "Entities that no path may enter.")
            .WithCost(SearchCost).WithListSize("first");
        AddReach(query, "upstream", "What supplies an entity, directly and through others, nearest first. Links are followed against their direction.", LinkDirection.In);
        AddReach(query, "downstream", "What an entity goes into, directly and through others, nearest first.", LinkDirection.Out);
    }

    /// <summary>The types of the answers.</summary>
    public static IEnumerable<IGraphType> Types()
    {
        var step = new ObjectGraphType<Located<PathStep>> { Name = "PathStep", Description = "One link of a path and the way it is travelled." };
        step.Give("link", Required("Link"), "The link, with its citations.", c => c.Link(c.Source.Item.Link).Result);
        step.Give("along", Required("Boolean"), "True from the link's start to its end, false from its end to its start.", c => c.Source.Item.Along);
        step.Give("from", Required("Entity"), "The entity that the step leaves.", c => c.Entity(c.Source.Item.From(c.Source.Part)));
        step.Give("to", Required("Entity"), "The entity that the step arrives at.", c => c.Entity(c.Source.Item.To(c.Source.Part)));

        var path = new ObjectGraphType<Located<LinkPath>> { Name = "Path", Description = "A path: links, each starting where the one before arrived, that enter no entity twice." };
        path.Give("length", Required("Int"), "How many links it has.", c => c.Source.Item.Length);
        path.Give("entities", Many("Entity"), "The entities on it, both ends included.", c => c.Entities(c.Source.Item.Entities(c.Source.Part)))
            .WithListSize(DefaultHops + 1);
        path.Give("steps", Many("PathStep"), "Its links in order.", c => c.Source.Item.Steps.Select(item => new Located<PathStep>(c.Source.Part, item)))
            .WithListSize(DefaultHops);
        path.Give("weakestEvidence", Schema.Types.Of("Evidence"), "The weakest of the evidence of its links: the path is no better supported than that. Null where it has no link.", c =>
            c.Source.Item.Steps.Count == 0 ? null : Pending<AdjacentLink>.All([.. c.Source.Item.Steps.Select(item => c.Link(item.Link))])
                .Then(links => links.Max(item => item.Link.Citations.Strongest)).Result);
        path.Give("strength", Schema.Types.Of("Float"), "The product of its input coefficients, or the least of them for WIDEST; null where the question does not measure it.", c => c.Source.Item.Strength);

        var paths = new ObjectGraphType<Located<PathResult>> { Name = "PathAnswer", Description = "Paths, and whether they are all that was asked for." };
        paths.Give("paths", Many("Path"), "The paths, shortest first; those of one length in the order of the ids of their links.", c => c.Source.Item.Paths.Select(item => new Located<LinkPath>(c.Source.Part, item)));
        paths.GiveCut(c => c.Reason);
        paths.GiveExplored(c => c.Explored);

        var reached = new ObjectGraphType<Located<Reached>> { Name = "Reached", Description = "An entity that lies up- or downstream." };
        reached.Give("entity", Required("Entity"), "The entity.", c => c.Entity(c.Source.Item.Entity));
        reached.Give("level", Required("Int"), "How many links away it is, from 1.", c => c.Source.Item.Level);
        reached.Give("step", Required("PathStep"), "The link that brought it in, from an entity one level nearer.", c => new Located<PathStep>(c.Source.Part, c.Source.Item.Step));

        var level = new ObjectGraphType<ReachLevel> { Name = "ReachLevel", Description = "How many entities are so many links away." };
        level.Give("level", Required("Int"), "How many links away, from 1.", c => c.Source.Level);
        level.Give("count", Required("Int"), "How many entities.", c => c.Source.Count);

        var reach = new ObjectGraphType<Located<ReachResult>> { Name = "ReachAnswer", Description = "What lies up- or downstream, and whether that is all." };
        reach.Give("entities", Many("Reached"), "The entities, nearest first; those of one level in the order of the paths that brought them in.", c => Each(c.Source));
        reach.Give("levels", Many("ReachLevel"), "How many entities each level has.", c =>
            Enumerable.Range(1, c.Source.Item.Levels).Select(item => new ReachLevel(item, c.Source.Item.EntitiesAt(item).Length)))
            .WithListSize(SearchLimits.Default.Hops);
        reach.GiveCut(c => c.Reason);
        reach.GiveExplored(c => c.Explored);

        var explored = new ObjectGraphType<Located<Explored>> { Name = "Explored", Description = "What a search looked at." };
        explored.Give("entities", Required("Int"), "Entities entered, counted again each time.", c => Whole(c.Source.Item.Entities));
        explored.Give("links", Required("Int"), "Links looked at, those that the filter refused included.", c => Whole(c.Source.Item.Links));
        explored.Give("hubs", Many("Entity"), "The entities of which not every link was followed.", c => c.Entities(c.Source.Item.Hubs));
        return [step, path, paths, reached, level, reach, explored];
    }

    private static void AddReach<TSource>(ObjectGraphType<TSource> query, string name, string description, LinkDirection direction) =>
        query.GiveAsync(name, Required("ReachAnswer"), description, context => ReachAsync(context, direction))
            .Takes("of", Required("ID"), "The id of the entity.")
            .Takes("maxHops", Required("Int"), "The most links, 0 to 12.", DefaultReachHops)
            .Takes("limit", Required("Int"), "At most so many entities, 1 to 1000.", DefaultReach)
            .TakesLinks("Only over links of these kinds; where left out, INPUT_TO (supplier to user) and PART_OF (member to industry), so that an industry's own parts and their inputs are found.")
            .WithCost(SearchCost).WithListSize("limit");

    private static async Task<object?> PathsAsync(IResolveFieldContext context)
    {
        var (from, to) = (context.Id("from"), context.Id("to"));
        var (via, avoiding) = (context.Ids("via"), context.Ids("avoiding"));
        var direction = context.GetArgument<LinkDirection>("direction");
        var kinds = context.GetArgument<LinkKind[]?>("kinds") ?? [.. LinkKinds.All];
        var hops = context.Hops();
        if (via.Length > PathQuery.MostVia)
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"via: at most {PathQuery.MostVia} entities.");
        }

        var first = context.GetArgument<int>("first");
        var choice = context.GetArgument<Choice>("choose");
        var filter = LinkFilter.Of(kinds, context.GetArgument<Evidence>("weakestEvidence"));
        var carried = choice is Choice.Strongest or Choice.Widest || filter != LinkFilter.Of(kinds);
        for (var depth = choice == Choice.Shortest && via.Length == 0 ? Math.Min(FirstDepth, hops) : hops; ; depth++)
        {
            var around = await context.Reader().AroundAsync(new SurroundingsQuery(
                [from, .. via], [to, .. via], direction, depth, kinds) { Carried = carried, MayDeepen = depth < hops }, context.CancellationToken).ConfigureAwait(false);
            var part = around.Graph;
            var query = new PathQuery(part.Number(from, "from"), part.Number(to, "to"))
            {
                Links = filter,
                Direction = direction,
                MaxHops = around.Whole ? hops : depth,
                Via = Array.ConvertAll(via, id => part.Number(id, "via")),

                // What is not there cannot be entered.
                Avoiding = [.. avoiding.Select(part.IndexOf).Where(entity => entity >= 0)],
            };
            var limits = SearchLimits.Default with { Results = first };
            var result = choice switch
            {
                Choice.All => PathSearch.AllSimple(part, query, limits, context.Clock(), context.CancellationToken),
                Choice.Strongest => PathSearch.Strongest(around.Snapshot, query, PathStrength.Product, limits, context.Clock(), context.CancellationToken),
                Choice.Widest => PathSearch.Strongest(around.Snapshot, query, PathStrength.Bottleneck, limits, context.Clock(), context.CancellationToken),
                _ => PathSearch.KShortest(part, query, first, limits, context.Clock(), context.CancellationToken),
            };

            // Every other path is longer than these, so that what lies further away changes nothing.
            if (around.Whole || depth == hops || result.Paths.Count == first)
            {
                context.NoteTime(result.Reason);
                return new Located<PathResult>(part, result, around.Complete);
            }
        }
    }

    private static async Task<object?> ReachAsync(IResolveFieldContext context, LinkDirection direction)
    {
        var of = context.Id("of");
        var kinds = context.GetArgument<LinkKind[]?>("kinds") ?? [LinkKind.InputTo, LinkKind.PartOf];
        var (hops, limit) = (context.Hops(), context.GetArgument<int>("limit"));
        if (limit is < 1 or > 1000)
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, "limit: from 1 to 1000.");
        }

        var filter = LinkFilter.Of(kinds, context.GetArgument<Evidence>("weakestEvidence"));
        var around = await context.Reader().AroundAsync(
            new SurroundingsQuery([of], [], direction, hops, kinds) { Carried = filter != LinkFilter.Of(kinds) }, context.CancellationToken).ConfigureAwait(false);
        var part = around.Graph;
        var result = Reach.From(
            part, [part.Number(of, "of")], direction, hops, filter,
            SearchLimits.Default with { Results = limit }, context.Clock(), context.CancellationToken);
        context.NoteTime(result.Reason);
        return new Located<ReachResult>(part, result, around.Complete);
    }

    private static IEnumerable<Located<Reached>> Each(Located<ReachResult> reach)
    {
        var (level, levelEnd) = (0, 0);
        for (var i = 0; i < reach.Item.Count; i++)
        {
            while (i == levelEnd)
            {
                levelEnd += reach.Item.EntitiesAt(++level).Length;
            }

            yield return new(reach.Part, new Reached(reach.Item.Entities[i], level, reach.Item.StepInto(i)));
        }
    }

    private static int Whole(long count) => (int)Math.Min(int.MaxValue, count);

    private sealed record Reached(int Entity, int Level, PathStep Step);

    private sealed record ReachLevel(int Level, int Count);
}
