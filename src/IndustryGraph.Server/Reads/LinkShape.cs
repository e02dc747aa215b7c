using IndustryGraph.Model;

namespace IndustryGraph.Server.Reads;

/// <summary>Which links of an entity a field asks the store for. Fields of one level that ask for the same share a query.</summary>
internal sealed class LinkShape(LinkDirection direction, IEnumerable<LinkKind> kinds, IEnumerable<EntityKind> otherKinds) : IEquatable<LinkShape>
{
    /// <summary>Which way the links are read.</summary>
    public LinkDirection Direction { get; } = direction;

    /// <summary>The kinds of link, each once, in a fixed order.</summary>
    public IReadOnlyList<LinkKind> Kinds { get; } = [.. kinds.Distinct().Order()];

    /// <summary>The kinds of the other end, each once, in a fixed order; any where empty.</summary>
    public IReadOnlyList<EntityKind> OtherKinds { get; } = [.. otherKinds.Distinct().Order()];

    /// <inheritdoc/>
    public bool Equals(LinkShape? other) => other is not null && Direction == other.Direction
        && Kinds.SequenceEqual(other.Kinds) && OtherKinds.SequenceEqual(other.OtherKinds);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as LinkShape);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        hash.Add(Direction);
        foreach (var kind in Kinds)
        {
            hash.Add(kind);
        }

        foreach (var kind in OtherKinds)
        {
            hash.Add(kind);
        }

        return hash.ToHashCode();
    }
}

/// <summary>Under what the links of an entity are kept: everything that decides which links the store gives.</summary>
internal sealed record LinksKey(EntityId Of, LinkShape Shape);
