using GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Schema;

/// <summary>An answer in numbers, and the graph that the numbers are of.</summary>
/// <param name="Part">The graph.</param>
/// <param name="Item">The answer.</param>
/// <param name="Whole">Whether the graph held all that the question covers.</param>
internal sealed record Located<T>(GraphTopology Part, T Item, bool Whole = true)
{
    /// <summary>The graph of an answer that looked at what its entities and links carry.</summary>
    public GraphSnapshot Snapshot => (GraphSnapshot)Part;
}

/// <summary>Turns numbers into what the schema's types are of. Where only ids are known, the rest comes with the next read.</summary>
internal static class LocatedExtensions
{
    /// <summary>The entity of a number, as a resolver returns it.</summary>
    public static object? Entity<T>(this IResolveFieldContext<Located<T>> context, int entity) => context.Source.Part is GraphSnapshot snapshot
        ? snapshot.EntityAt(entity)
        : context.Reader().Entity(context.Source.Part.IdOf(entity)).Result;

    /// <summary>The entities of some numbers, as a resolver returns them.</summary>
    public static object?[] Entities<T>(this IResolveFieldContext<Located<T>> context, IEnumerable<int> entities) =>
        [.. entities.Select(context.Entity)];

    /// <summary>The link of a number.</summary>
    public static Pending<AdjacentLink> Link<T>(this IResolveFieldContext<Located<T>> context, int link) => context.Source.Part is GraphSnapshot snapshot
        ? Pending<AdjacentLink>.Here(snapshot.Adjacent(link))
        : context.Reader().Link(context.Source.Part.LinkIdOf(link));

    /// <summary>The link of a number.</summary>
    public static AdjacentLink Adjacent(this GraphSnapshot snapshot, int link) =>
        new(snapshot.IdOf(snapshot.FromOf(link)), snapshot.LinkAt(link), snapshot.EntityAt(snapshot.ToOf(link)));
}
