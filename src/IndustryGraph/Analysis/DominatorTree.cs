using System.Buffers;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>
/// Which entities every walk from the roots passes on its way to another. The roots hang under a virtual one, so that no
/// root stands above another. Places are numbers in the order in which a depth-first search enters; place 0 is the
/// virtual root, and an entity's dominator has a lower place than the entity.
/// </summary>
/// <remarks>
/// SEMI-NCA: the semidominators of T. Lengauer and R. E. Tarjan, "A fast algorithm for finding dominators in a flowgraph"
/// (TOPLAS 1, 1979), and from them the immediate dominators by nearest common ancestors (L. Georgiadis, R. E. Tarjan,
/// R. F. Werneck, "Finding dominators in practice", JGAA 10, 2006). Keeps its own stacks.
/// </remarks>
internal sealed class DominatorTree : IDisposable
{
    private readonly GraphSnapshot snapshot;
    private readonly LinkFilter links;
    private readonly LinkDirection direction;
    private readonly Frontier? within;
    private readonly SearchBudget budget;
    private readonly Frontier places;
    private readonly int[] entities;
    private readonly int[] parents;
    private readonly int[] dominators;
    private readonly int[] semi;
    private readonly int[] labels;
    private readonly bool[] isRoot;

    private DominatorTree(
        GraphSnapshot snapshot, LinkDirection direction, LinkFilter links, Frontier? within, SearchBudget budget)
    {
        (this.snapshot, this.direction, this.links, this.within, this.budget) = (snapshot, direction, links, within, budget);
        places = Frontier.Rent(snapshot.EntityCount);
        var size = snapshot.EntityCount + 1;
        (entities, parents, dominators) = (Rent(size), Rent(size), Rent(size));
        (semi, labels, isRoot) = (Rent(size), Rent(size), ArrayPool<bool>.Shared.Rent(size));
        (entities[0], Count) = (-1, 1);
    }

    /// <summary>How many places there are, the virtual root included.</summary>
    public int Count { get; private set; }

    /// <summary>The tree; null where the budget ended, because half of it would claim dominators that are none.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="roots">Where walks start.</param>
    /// <param name="direction">Which way they go: out or in.</param>
    /// <param name="links">Which links they use.</param>
    /// <param name="within">They enter no entity that this did not; null where they may enter any.</param>
    /// <param name="budget">What may be spent. Each link is looked at twice.</param>
    public static DominatorTree? Of(
        GraphSnapshot snapshot, IEnumerable<int> roots, LinkDirection direction, LinkFilter links, Frontier? within,
        SearchBudget budget)
    {
        var tree = new DominatorTree(snapshot, direction, links, within, budget);
        foreach (var root in roots)
        {
            tree.Enter(root);
        }

        tree.FindSemidominators();
        if (budget.Stopped)
        {
            tree.Dispose();
            return null;
        }

        tree.FindDominators();
        return tree;
    }

    /// <summary>The entity at a place; -1 for the virtual root.</summary>
    public int EntityAt(int place) => entities[place];

    /// <summary>The place of an entity; -1 where no walk reaches it.</summary>
    public int PlaceOf(int entity) => places.PlaceOf(entity);

    /// <summary>The place of the nearest dominator of the entity at a place from 1.</summary>
    public int DominatorOf(int place) => dominators[place];

    /// <summary>Whether the entity at the place is one of the roots.</summary>
    public bool IsRoot(int place) => place > 0 && isRoot[place];

    public void Dispose()
    {
        places.Dispose();
        foreach (var array in (int[][])[entities, parents, dominators, semi, labels])
        {
            ArrayPool<int>.Shared.Return(array);
        }

        ArrayPool<bool>.Shared.Return(isRoot);
    }

    private static int[] Rent(int size) => ArrayPool<int>.Shared.Rent(size);

    private ReadOnlySpan<int> Next(int entity) =>
        direction == LinkDirection.Out ? snapshot.OutTargets(entity) : snapshot.InSources(entity);

    private ReadOnlySpan<byte> NextTraits(int entity) =>
        direction == LinkDirection.Out ? snapshot.OutTraits(entity) : snapshot.InTraits(entity);

    private ReadOnlySpan<int> Before(int entity) =>
        direction == LinkDirection.Out ? snapshot.InSources(entity) : snapshot.OutTargets(entity);

    private ReadOnlySpan<byte> BeforeTraits(int entity) =>
        direction == LinkDirection.Out ? snapshot.InTraits(entity) : snapshot.OutTraits(entity);

    private void Enter(int root)
    {
        if (places.PlaceOf(root) is var known and >= 0)
        {
            isRoot[known] = true;
            return;
        }

        // While the search runs, a place's label counts the links of its entity that were looked at.
        Add(root, 0);
        isRoot[Count - 1] = true;
        for (var place = Count - 1; place != 0 && !budget.Stopped;)
        {
            var targets = Next(entities[place]);
            var traits = NextTraits(entities[place]);
            var i = labels[place];
            if (i == 0 && budget.GrantWhole(targets.Length) is false)
            {
                return;
            }

            while (i < targets.Length && (!links.Passes(traits[i]) || places.IsMarked(targets[i]) || within?.IsMarked(targets[i]) == false))
            {
                i++;
            }

            labels[place] = i + 1;
            if (i < targets.Length)
            {
                Add(targets[i], place);
                place = Count - 1;
            }
            else
            {
                place = parents[place];
            }
        }
    }

    private void Add(int entity, int parent)
    {
        places.Mark(entity, Count);
        (entities[Count], parents[Count], labels[Count], isRoot[Count]) = (entity, parent, 0, false);
        Count++;
        budget.Entities++;
    }

    private void FindSemidominators()
    {
        for (var place = 0; place < Count; place++)
        {
            (semi[place], labels[place], dominators[place]) = (place, place, parents[place]);
        }

        var path = new List<int>();
        for (var place = Count - 1; place > 0 && !budget.Stopped; place--)
        {
            var least = isRoot[place] ? 0 : parents[place];
            var sources = Before(entities[place]);
            var traits = BeforeTraits(entities[place]);
            if (!budget.GrantWhole(sources.Length))
            {
                return;
            }

            for (var i = 0; i < sources.Length && least > 0; i++)
            {
                if (links.Passes(traits[i]) && places.PlaceOf(sources[i]) is var source and >= 0)
                {
                    least = Math.Min(least, semi[Evaluate(source, place + 1, path)]);
                }
            }

            semi[place] = least;
        }
    }

    // The place with the least semidominator on the way up from here, among those from `linked` on.
    private int Evaluate(int place, int linked, List<int> path)
    {
        if (parents[place] < linked)
        {
            return labels[place];
        }

        path.Clear();
        var above = place;
        do
        {
            path.Add(above);
            above = parents[above];
        }
        while (parents[above] >= linked);

        for (var i = path.Count - 1; i >= 0; i--)
        {
            var at = path[i];
            parents[at] = parents[above];
            if (semi[labels[above]] < semi[labels[at]])
            {
                labels[at] = labels[above];
            }

            above = at;
        }

        return labels[place];
    }

    private void FindDominators()
    {
        dominators[0] = 0;
        for (var place = 1; place < Count; place++)
        {
            var dominator = dominators[place];
            while (dominator > semi[place])
            {
                dominator = dominators[dominator];
            }

            dominators[place] = dominator;
        }
    }
}
