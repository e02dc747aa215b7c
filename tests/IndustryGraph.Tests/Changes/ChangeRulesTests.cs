using System.Runtime.CompilerServices;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Changes;

public sealed class ChangeRulesTests
{
    private static readonly EntityId Source = EntityId.Parse("source:a");
    private static readonly EntityId Scheme = EntityId.Parse("classification:a");

    [Fact]
    public void Both_missing_ends_of_a_link_are_problems()
    {
        var problems = Problems(GraphSnapshot.Empty, Changes([Entity(Source, EntityKind.Source)], [Link("product:a", "product:b")]));

        Assert.Equal(
            [(ProblemCode.DanglingEnd, "product:a"), (ProblemCode.DanglingEnd, "product:b")],
            problems.Select(problem => (problem.Code, problem.Culprit)));
    }

    [Fact]
    public void A_missing_end_that_is_both_ends_is_one_problem() =>
        Assert.Single(Problems(GraphSnapshot.Empty, Changes([Entity(Source, EntityKind.Source)], [Link("product:a", "product:a")])));

    [Fact]
    public void A_problem_names_what_is_at_fault()
    {
        var a = EntityId.Parse("product:a");
        var link = new Link(new LinkId(a, LinkKind.InputTo, Source), Cited(EntityId.Parse("source:none")))
        {
            Attributes = Attributes.Of((AttributeName.Match, AttributeValue.Of("exact"))),
        };

        var problems = Problems(GraphSnapshot.Empty, Changes([Entity(Source, EntityKind.Source), Entity(a, EntityKind.Product)], [link]));

        Assert.Equal(
            [(ProblemCode.AttributeRefused, "match"), (ProblemCode.EndKindRefused, "source:a"), (ProblemCode.UnknownSource, "source:none")],
            problems.Select(problem => (problem.Code, problem.Culprit)).OrderBy(problem => problem.Culprit, StringComparer.Ordinal));
        Assert.All(problems, problem => Assert.Equal("product:a|INPUT_TO|source:a", problem.Subject));
    }

    [Theory]
    [InlineData("classification:none")]
    [InlineData("source:a")]
    [InlineData("A scheme")]
    public void An_item_needs_a_scheme_that_is_a_classification(string scheme)
    {
        var problem = Assert.Single(Problems(GraphSnapshot.Empty, Changes([Entity(Source, EntityKind.Source), Item(scheme)], [])));

        Assert.Equal((ProblemCode.UnknownScheme, "class:a:1", scheme), (problem.Code, problem.Subject, problem.Culprit));
    }

    [Fact]
    public void A_scheme_cannot_go_before_its_items()
    {
        var changes = Changes([Entity(Source, EntityKind.Source), Entity(Scheme, EntityKind.Classification), Item(Scheme.Value)], []);
        var (graph, none) = GraphSnapshot.Empty.With(changes, GraphVersion.Empty);
        Assert.Empty(none);

        var problem = Assert.Single(Problems(graph!, Changes([], []) with { RemovedEntities = [Scheme] }));

        Assert.Equal((ProblemCode.UnknownScheme, "class:a:1"), (problem.Code, problem.Subject));
        Assert.Empty(Problems(graph!, Changes([], []) with { RemovedEntities = [Scheme, EntityId.Parse("class:a:1")] }));
    }

    // Else each edit of a link would be kept for as long as the service runs.
    [Fact]
    public void What_a_link_carried_before_it_was_replaced_is_not_kept()
    {
        var (after, carried) = AfterReplacing();

        GC.Collect();

        Assert.Equal("row 2", after.LinkAt(0).Citations[0].Locator);
        Assert.False(carried.IsAlive);
    }

    // A method of its own, so that none of its variables keeps what it made.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (GraphSnapshot After, WeakReference Carried) AfterReplacing()
    {
        var link = Link("product:a", "product:b") with { Citations = Citations.Of(new Citation(Source, Evidence.Stated, "row 1")) };
        EntityId[] products = [link.From, link.To];
        var (before, none) = GraphSnapshot.Empty.With(
            Changes([Entity(Source, EntityKind.Source), .. products.Select(id => Entity(id, EntityKind.Product))], [link]), GraphVersion.Empty);
        Assert.Empty(none);
        var (after, _) = before!.With(Changes([], [link with { Citations = Citations.Of(new Citation(Source, Evidence.Stated, "row 2")) }]), GraphVersion.Empty);
        return (after!, new WeakReference(link.Citations));
    }

    private static ChangeSet Changes(IReadOnlyList<Entity> entities, IReadOnlyList<Link> links) =>
        new("test", GraphVersion.Empty.Provenance) { PutEntities = entities, PutLinks = links };

    private static IReadOnlyList<GraphProblem> Problems(GraphSnapshot before, ChangeSet changes) =>
        before.With(changes, GraphVersion.Empty).Problems;

    private static Entity Entity(EntityId id, EntityKind kind) => new(id, kind, new Names(id.Value, null), Cited(Source));

    private static Entity Item(string scheme) => Entity(EntityId.Parse("class:a:1"), EntityKind.ClassificationItem) with
    {
        Attributes = Attributes.Of((AttributeName.Scheme, AttributeValue.Of(scheme))),
    };

    private static Link Link(string from, string to) =>
        new(new LinkId(EntityId.Parse(from), LinkKind.InputTo, EntityId.Parse(to)), Cited(Source));

    private static Citations Cited(EntityId source) => Citations.Of(new Citation(source, Evidence.Stated));
}
