using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>In what way an entity marks an industry.</summary>
public enum FeatureRole
{
    /// <summary>A technology that is part of the industry or enables it.</summary>
    Technology,

    /// <summary>A product, material or service that is part of the industry.</summary>
    Product,

    /// <summary>What is stated as an input to the industry, or to a field or product of it.</summary>
    Input,
}

/// <summary>What each role counts for in a similarity; all from 0, not all 0.</summary>
/// <param name="Technology">Weight of a technology.</param>
/// <param name="Product">Weight of a product.</param>
/// <param name="Input">Weight of an input.</param>
public sealed record FeatureWeights(double Technology = 1, double Product = 1, double Input = 0.5)
{
    /// <summary>The weight of a role.</summary>
    public double Of(FeatureRole role) => role switch
    {
        FeatureRole.Technology => Technology,
        FeatureRole.Product => Product,
        _ => Input,
    };
}

/// <summary>An entity that marks two industries in the same way.</summary>
/// <param name="Entity">Its number.</param>
/// <param name="Role">The way.</param>
/// <param name="Weight">What it adds to the numerator: the lesser of its weights in the two.</param>
public sealed record SharedFeature(int Entity, FeatureRole Role, double Weight);

/// <summary>An industry that is like another.</summary>
/// <param name="Industry">Its number.</param>
/// <param name="Score">The weighted Jaccard similarity, 0 to 1.</param>
/// <param name="Shared">What they share: the greatest weight first, then by role and number.</param>
public sealed record SimilarIndustry(int Industry, double Score, IReadOnlyList<SharedFeature> Shared);

/// <summary>Which industries are like one, by what marks both.</summary>
/// <remarks>
/// The weighted Jaccard similarity (Ružička) of two industries: the sum over entities of the lesser weight, divided by the
/// sum of the greater. An entity's weight is that of its role where one link joins it to the industry, and half of it
/// where it is joined by way of a field, product or technology of the industry. An entity in two roles counts in both.
/// </remarks>
public static class SimilarIndustries
{
    private static readonly LinkFilter Members = LinkFilter.Of(LinkKind.PartOf);

    /// <summary>The industries most like this one; those that share nothing are left out.</summary>
    /// <param name="snapshot">The graph.</param>
    /// <param name="industry">The number of the industry.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="weights">What each role counts for.</param>
    /// <param name="links">Which links may be used at all, such as those without curated ones.</param>
    /// <param name="cancellation">Ends it with <see cref="OperationCanceledException"/>.</param>
    public static IReadOnlyList<SimilarIndustry> Of(
        GraphSnapshot snapshot, int industry, int count, FeatureWeights weights, LinkFilter links,
        CancellationToken cancellation = default)
    {
        var own = Features(snapshot, industry, weights, links);
        var similar = new List<SimilarIndustry>();
        foreach (var other in snapshot.OfKind(EntityKind.Industry))
        {
            cancellation.ThrowIfCancellationRequested();
            if (other != industry && Compare(own, Features(snapshot, other, weights, links)) is var (score, shared) && score > 0)
            {
                similar.Add(new SimilarIndustry(other, score, shared));
            }
        }

        return [.. similar.OrderByDescending(item => item.Score).ThenBy(item => item.Industry).Take(count)];
    }

    private static (double Score, List<SharedFeature> Shared) Compare(
        Dictionary<(int Entity, FeatureRole Role), double> one, Dictionary<(int Entity, FeatureRole Role), double> other)
    {
        // Sums in a fixed order, so that the score repeats to the last bit.
        var shared = one.Where(item => other.ContainsKey(item.Key))
            .Select(item => new SharedFeature(item.Key.Entity, item.Key.Role, Math.Min(item.Value, other[item.Key])))
            .OrderByDescending(item => item.Weight).ThenBy(item => item.Role).ThenBy(item => item.Entity)
            .ToList();
        var lesser = shared.Sum(item => item.Weight);
        var all = one.Values.Order().Sum() + other.Values.Order().Sum();
        return (lesser > 0 ? lesser / (all - lesser) : 0, shared);
    }

    private static Dictionary<(int Entity, FeatureRole Role), double> Features(
        GraphSnapshot snapshot, int industry, FeatureWeights weights, LinkFilter links)
    {
        var features = new Dictionary<(int, FeatureRole), double>();
        Gather(industry, 1);
        foreach (var member in Joined(snapshot, industry, links, LinkKind.PartOf, LinkKind.Enables))
        {
            // An industry that enables another does not lend it all of its own marks.
            if (snapshot.EntityAt(member.Entity).Kind != EntityKind.Industry)
            {
                Gather(member.Entity, 0.5);
            }
        }

        // The industry does not mark itself, though its products may go into one another.
        features.Remove((industry, FeatureRole.Input));
        return features;

        void Gather(int whole, double closeness)
        {
            foreach (var (entity, kind) in Joined(snapshot, whole, links, LinkKind.PartOf, LinkKind.Enables, LinkKind.InputTo))
            {
                var role = RoleOf(snapshot.EntityAt(entity).Kind, kind);
                var weight = role is { } known ? weights.Of(known) * closeness : 0;
                if (weight > features.GetValueOrDefault((entity, role ?? default)))
                {
                    features[(entity, role!.Value)] = weight;
                }
            }
        }
    }

    private static FeatureRole? RoleOf(EntityKind entity, LinkKind link) => (entity, link) switch
    {
        (_, LinkKind.InputTo) => FeatureRole.Input,
        (EntityKind.Technology, _) => FeatureRole.Technology,
        (_, LinkKind.PartOf) when IndustryMembers.IsProduct(entity) => FeatureRole.Product,
        _ => null,
    };

    private static List<(int Entity, LinkKind Kind)> Joined(
        GraphSnapshot snapshot, int whole, LinkFilter links, params ReadOnlySpan<LinkKind> kinds)
    {
        var entities = snapshot.InSources(whole);
        var traits = snapshot.InTraits(whole);
        var numbers = snapshot.InLinks(whole);
        var joined = new List<(int, LinkKind)>();
        for (var i = 0; i < entities.Length; i++)
        {
            if (links.Passes(traits[i]) && kinds.Contains(snapshot.KindOf(numbers[i])))
            {
                joined.Add((entities[i], snapshot.KindOf(numbers[i])));
            }
        }

        return joined;
    }
}
