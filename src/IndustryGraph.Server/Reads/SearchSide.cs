using IndustryGraph.Model;

namespace IndustryGraph.Server.Reads;

/// <summary>One side of a breadth-first search over what is known of the links: what lies around some entities, level by level.</summary>
internal sealed class SearchSide
{
    private readonly int kinds;
    private readonly bool[] ways;

    /// <param name="direction">Which way links are travelled.</param>
    /// <param name="kinds">The kinds of link that are travelled, as of <see cref="KnownStep.SetOf"/>.</param>
    /// <param name="seeds">Where it starts.</param>
    public SearchSide(LinkDirection direction, int kinds, IEnumerable<KnownEntity> seeds)
    {
        this.kinds = kinds;
        ways = direction switch { LinkDirection.Out => [true], LinkDirection.In => [false], _ => [true, false] };
        Next = [.. seeds.Distinct()];
        Distances = Next.ToDictionary(seed => seed, _ => 0);
    }

    /// <summary>The entities that were met, and how many links they are from the seeds.</summary>
    public Dictionary<KnownEntity, int> Distances { get; }

    /// <summary>The last level, of which the links are followed next.</summary>
    public List<KnownEntity> Next { get; private set; }

    /// <summary>How many levels were followed.</summary>
    public int Depth { get; private set; }

    /// <summary>How many links were looked at.</summary>
    public int Walked { get; private set; }

    /// <summary>Whether of some entity not every link was followed.</summary>
    public bool Cut { get; private set; }

    /// <summary>The entities of the last level whose links, leaving or entering, must be read first.</summary>
    public IEnumerable<KnownEntity> Unread(bool leaving) => ways.Contains(leaving) ? Next.Where(entity => entity.Find(leaving, kinds) is null) : [];

    /// <summary>Follows the links of the last level.</summary>
    public void Advance()
    {
        var next = new List<KnownEntity>();
        Depth++;
        foreach (var entity in Next)
        {
            foreach (var leaving in ways)
            {
                var known = entity.Find(leaving, kinds)!;
                Cut |= known.Cut;
                foreach (var step in known.Steps)
                {
                    if (step.IsOf(kinds))
                    {
                        Walked++;
                        if (Distances.TryAdd(step.Other, Depth))
                        {
                            next.Add(step.Other);
                        }
                    }
                }
            }
        }

        Next = next;
    }

    /// <summary>Whether both sides have met some entity: else there is no path of so many links as the two have followed.</summary>
    public bool Meets(SearchSide other) => Distances.Count <= other.Distances.Count
        ? Distances.Keys.Any(other.Distances.ContainsKey) : other.Meets(this);

    /// <summary>The entities whose links were followed.</summary>
    public IEnumerable<KnownEntity> Followed => Distances.Where(item => item.Value < Depth).Select(item => item.Key);

    /// <summary>The links of an entity that were followed, and whether each leaves it.</summary>
    public IEnumerable<(bool Leaving, KnownStep Step)> StepsOf(KnownEntity entity)
    {
        foreach (var leaving in ways)
        {
            foreach (var step in entity.Find(leaving, kinds)!.Steps)
            {
                if (step.IsOf(kinds))
                {
                    yield return (leaving, step);
                }
            }
        }
    }

    /// <summary>
    /// Tells the other side how far from it are those that only this side has met: by links that this side has followed. Only
    /// as far as a path of so many links may lead through them.
    /// </summary>
    public void Complete(SearchSide other, int hops)
    {
        var rest = Followed.Where(entity => !other.Distances.ContainsKey(entity)).ToList();
        for (var away = other.Depth + 1; away <= hops && rest.Count > 0; away++)
        {
            rest.RemoveAll(entity => Distances[entity] + away > hops);
            var found = rest.Where(entity => StepsOf(entity).Any(
                item => other.Distances.TryGetValue(item.Step.Other, out var distance) && distance == away - 1)).ToList();
            found.ForEach(entity => other.Distances.Add(entity, away));
            rest.RemoveAll(other.Distances.ContainsKey);
        }
    }
}
