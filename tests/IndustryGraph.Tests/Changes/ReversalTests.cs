using CsCheck;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;
using IndustryGraph.Tests.Storage;
using Xunit;

namespace IndustryGraph.Tests.Changes;

public sealed class ReversalTests
{
    private static readonly Provenance Who = new("tester", "take back", Provenance.Reversal);

    [Fact]
    public void Taking_back_the_newest_version_gives_the_graph_before_it() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var history = RandomGraphs.History(seed, 4).ToList();

            var (changes, problems) = Reverse(history, 4);

            Assert.Empty(problems);
            SameFacts(history[2].After, RandomGraphs.After(history[3].After, changes!));
        },
        iter: 60);

    [Fact]
    public void Versions_taken_back_from_the_newest_on_lead_back_to_nothing() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var history = RandomGraphs.History(seed, 4).ToList();
            var current = history[^1].After;
            for (var version = 4; version >= 1; version--)
            {
                var (changes, problems) = Reversal.Of(history[version - 1].Changes, Before(history, version), current, $"back-{version}", Who);
                Assert.Empty(problems);
                current = RandomGraphs.After(current, changes!);
            }

            Assert.Equal((0, 0), (current.EntityCount, current.LinkCount));
        },
        iter: 40);

    [Fact]
    public void An_older_version_is_taken_back_whole_or_every_fact_that_stands_in_the_way_is_named() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            var history = RandomGraphs.History(seed, 3, new(Entities: 40, Links: 60)).ToList();
            var (made, current) = (history[1].Changes, history[2].After);

            var (changes, problems) = Reverse(history, 2);

            Assert.Equal(changes is null, problems.Count > 0);
            var changedSince = Touched(made).Where(id => !Equals(In(current, id), In(history[1].After, id)) && !Equals(In(current, id), In(history[0].After, id)));
            Assert.Equal(
                changedSince.Order(StringComparer.Ordinal),
                problems.Where(problem => problem.Code == ProblemCode.ChangedSince).Select(problem => problem.Subject).Order(StringComparer.Ordinal));
            if (changes is not null)
            {
                var after = RandomGraphs.After(current, changes);
                Assert.All(Touched(made), id => Assert.Equal(In(history[0].After, id), In(after, id)));
                Assert.Subset(Touched(made).ToHashSet(), Touched(changes).ToHashSet());
            }
        },
        iter: 150);

    [Fact]
    public void A_version_is_taken_back_only_once()
    {
        var history = RandomGraphs.History(5, 3).ToList();
        var (changes, _) = Reverse(history, 3);
        var current = RandomGraphs.After(history[2].After, changes!);

        var (again, problems) = Reversal.Of(history[2].Changes, Before(history, 3), current, "again", Who);

        Assert.Empty(problems);
        Assert.True(again!.IsEmpty);
    }

    private static (ChangeSet? Changes, IReadOnlyList<GraphProblem> Problems) Reverse(List<(ChangeSet Changes, GraphSnapshot After)> history, int version) =>
        Reversal.Of(history[version - 1].Changes, Before(history, version), history[^1].After, $"back-{version}", Who);

    private static Replay Before(List<(ChangeSet Changes, GraphSnapshot After)> history, int version)
    {
        var facts = new Replay(GraphSnapshot.Empty, history[version - 1].Changes);
        foreach (var (changes, _) in history.Take(version - 1))
        {
            facts.Add(changes);
        }

        return facts;
    }

    private static IEnumerable<string> Touched(ChangeSet changes) =>
    [
        .. changes.PutEntities.Select(entity => entity.Id.Value), .. changes.RemovedEntities.Select(id => id.Value),
        .. changes.PutLinks.Select(link => link.Id.ToString()), .. changes.RemovedLinks.Select(id => id.ToString()),
    ];

    private static object? In(GraphSnapshot graph, string id) =>
        LinkId.TryParse(id, out var link) ? graph.Find(link) : graph.Find(EntityId.Parse(id));

    private static void SameFacts(GraphSnapshot expected, GraphSnapshot actual)
    {
        Assert.Equal(expected.Entities.ToArray(), actual.Entities.ToArray());
        Assert.Equal(SnapshotAssert.Links(expected), SnapshotAssert.Links(actual));
    }
}
