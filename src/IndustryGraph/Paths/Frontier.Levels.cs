using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Paths;

// How a frontier goes from one level to the next.
internal sealed partial class Frontier
{
    /// <summary>How many links the next level will look at.</summary>
    public long Pending(GraphTopology graph, LinkDirection direction)
    {
        long links = 0;
        foreach (var entity in Entities[levelStarts[^2]..])
        {
            links += direction switch
            {
                LinkDirection.Out => graph.OutDegree(entity),
                LinkDirection.In => graph.InDegree(entity),
                _ => graph.OutDegree(entity) + graph.InDegree(entity),
            };
        }

        return links;
    }

    /// <summary>
    /// Enters the next level. Where it meets <paramref name="other"/>, gives the place of the first such entity in this
    /// frontier and stops at once; -1 where it does not meet it, or the budget ended.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="links">Which links are followed.</param>
    /// <param name="direction">Which way.</param>
    /// <param name="budget">What may be spent; its <see cref="SearchBudget.Stop"/> tells whether the level is whole.</param>
    /// <param name="other">The frontier to meet.</param>
    /// <param name="barred">Steps that may not be taken, packed.</param>
    /// <param name="room">How many entities may be entered in all.</param>
    /// <param name="hubs">Whether hubs are cut.</param>
    public int Advance(
        GraphTopology graph, LinkFilter links, LinkDirection direction, SearchBudget budget,
        Frontier? other = null, ReadOnlySpan<int> barred = default, int room = int.MaxValue, bool hubs = true)
    {
        var before = Count;
        var met = -1;
        var place = levelStarts[^2];
        while (place < before && met < 0 && !budget.Stopped)
        {
            if (direction != LinkDirection.Both && other is null && barred.IsEmpty)
            {
                place = EnterLevel(
                    direction == LinkDirection.Out ? graph.Leaving : graph.Entering, direction == LinkDirection.Out,
                    place, before, links, budget, hubs, room);
                if (place == before || budget.Stopped)
                {
                    break;
                }
            }

            var entity = entities[place++];
            var left = hubs ? budget.Limits.HubLinks : int.MaxValue;
            var runs = new LinkRuns(graph, entity, direction);
            while (met < 0 && runs.Next(out var run))
            {
                Follow(run, entity, links, budget, other, barred, room, ref left, ref met);
            }
        }

        levelStarts.Add(Count);
        budget.Entities += Count - before;
        return met;
    }

    // The innermost loop of every reach: a level as far as nothing can end it but the budget. Gives the place of the first
    // entity that has too many links for that. All that the loop changes is local, so that it stays in registers.
    private int EnterLevel(
        LinkRows rows, bool leaving, int place, int end, LinkFilter links, SearchBudget budget, bool hubs, int room)
    {
        var (starts, others, traits, numbers) = rows;
        var (allStamps, allPlaces, mark, count) = (stamps, placed ? places : null, stamp, Count);
        var most = hubs ? budget.Limits.HubLinks : int.MaxValue;
        var any = links == LinkFilter.All;
        for (; place < end && !budget.Stopped; place++)
        {
            var entity = entities[place];
            var start = starts[entity];
            var size = starts[entity + 1] - start;
            if (size > most || size > room - count)
            {
                break;
            }

            if (count + size > entities.Length)
            {
                Count = count;
                MakeRoom(size);
            }

            var (queue, into) = (entities, steps);
            size = budget.Grant(size);
            for (var i = start; i < start + size; i++)
            {
                var entered = others[i];
                if (allStamps[entered] == mark || !(any || links.Passes(traits[i])))
                {
                    continue;
                }

                allStamps[entered] = mark;
                if (allPlaces is not null)
                {
                    allPlaces[entered] = count;
                }

                queue[count] = entered;
                into[count++] = PathStep.Pack(numbers is null ? i : numbers[i], leaving);
            }
        }

        Count = count;
        return place;
    }

    private void Follow(
        scoped in LinkRun run, int entity, LinkFilter links, SearchBudget budget, Frontier? other, ReadOnlySpan<int> barred,
        int room, ref int left, ref int met)
    {
        var granted = budget.Grant(run.Others.Length);
        if (Count + granted > entities.Length)
        {
            MakeRoom(granted);
        }

        budget.Return(granted - EnterSome(run, granted, entity, links, budget, other, barred, room, ref left, ref met));
    }

    // The same where more may end it; gives how many links were looked at.
    private int EnterSome(
        scoped in LinkRun run, int granted, int entity, LinkFilter links, SearchBudget budget, Frontier? other,
        ReadOnlySpan<int> barred, int room, ref int left, ref int met)
    {
        var others = run.Others[..granted];
        var traits = run.Traits[..granted];
        for (var i = 0; i < others.Length; i++)
        {
            if (!links.Passes(traits[i]))
            {
                continue;
            }

            if (--left < 0)
            {
                budget.CutHub(entity);
                return i;
            }

            if (IsMarked(others[i]))
            {
                continue;
            }

            var step = PathStep.Pack(run.Link(i), run.Leaving);
            if (!barred.IsEmpty && barred.Contains(step))
            {
                continue;
            }

            if (Count == room)
            {
                budget.Stop = CutReason.Results;
                return i;
            }

            Enter(others[i], step);
            if (other is not null && other.PlaceOf(others[i]) >= 0)
            {
                met = Count - 1;
                return i + 1;
            }
        }

        return granted;
    }

    /// <summary>
    /// Enters the next level of a search that runs from the end of paths to their start: the step kept for an entity is the
    /// least of those that lead from it into the level before. Gives the least place in <paramref name="other"/> of the
    /// entities in which they meet; -1 where there is none, or the budget ended.
    /// </summary>
    public int AdvanceBack(
        GraphTopology graph, LinkFilter links, LinkDirection direction, SearchBudget budget,
        Frontier? other = null, int start = -1, ReadOnlySpan<int> barred = default)
    {
        var before = Count;
        var met = int.MaxValue;
        for (var place = levelStarts[^2]; place < before && !budget.Stopped; place++)
        {
            var entity = entities[place];
            var left = budget.Limits.HubLinks;
            var runs = new LinkRuns(graph, entity, direction.Against());
            while (runs.Next(out var run))
            {
                var others = run.Others;
                var traits = run.Traits;
                var granted = budget.Grant(others.Length);
                if (Count + granted > entities.Length)
                {
                    MakeRoom(granted);
                }

                var i = 0;
                for (; i < granted; i++)
                {
                    if (!links.Passes(traits[i]))
                    {
                        continue;
                    }

                    if (--left < 0)
                    {
                        budget.CutHub(entity);
                        break;
                    }

                    var marked = IsMarked(others[i]);
                    if (marked && places[others[i]] < before)
                    {
                        continue;
                    }

                    var step = PathStep.Pack(run.Link(i), !run.Leaving);
                    if (others[i] == start && barred.Contains(step))
                    {
                        continue;
                    }

                    if (marked)
                    {
                        steps[places[others[i]]] = Math.Min(steps[places[others[i]]], step);
                        continue;
                    }

                    Enter(others[i], step);
                    if (other?.PlaceOf(others[i]) is { } meeting and >= 0)
                    {
                        met = Math.Min(met, meeting);
                    }
                }

                budget.Return(granted - i);
            }
        }

        levelStarts.Add(Count);
        budget.Entities += Count - before;
        return met == int.MaxValue ? -1 : met;
    }
}
