using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Server.Reads;

/// <summary>Which links of an entity are wanted, in which order, and which part of the list.</summary>
/// <param name="Of">The entity.</param>
/// <param name="Direction">Whether the links leave it, enter it, or either.</param>
/// <param name="Filter">Which links, by kind and evidence.</param>
internal sealed record LinkPageQuery(EntityId Of, LinkDirection Direction, LinkFilter Filter)
{
    /// <summary>The kinds that <see cref="Filter"/> lets through.</summary>
    public IReadOnlyList<LinkKind> Kinds { get; init; } = LinkKinds.All;

    /// <summary>Only links whose other end is of one of these kinds; every kind where empty.</summary>
    public IReadOnlyList<EntityKind> OtherKinds { get; init; } = [];

    /// <summary>Only links that cite this source.</summary>
    public EntityId? Source { get; init; }

    /// <summary>Only links whose other end has a name that contains this text, compared as search compares.</summary>
    public string? Text { get; init; }

    /// <summary>Only links that hold on this day.</summary>
    public DateOnly? ValidOn { get; init; }

    /// <summary>Only links of this stage of the chain.</summary>
    public string? Stage { get; init; }

    /// <summary>Whether links are chosen by kind, evidence and the other end's kind alone.</summary>
    public bool IsPlain => Source is null && Text is null && ValidOn is null && Stage is null;

    /// <summary>The order of the list.</summary>
    public LinkOrder Order { get; init; }

    /// <summary>The language of <see cref="LinkOrder.Name"/>.</summary>
    public Language Language { get; init; } = Language.Chinese;

    /// <summary>Which part.</summary>
    public required PageRequest Page { get; init; }
}
