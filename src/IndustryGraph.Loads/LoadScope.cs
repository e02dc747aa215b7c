using System.Text.Json.Serialization;
using IndustryGraph.Model;

namespace IndustryGraph.Loads;

/// <summary>The part of the graph that a bundle is the whole of, so that what the bundle omits of it is removed.</summary>
/// <remarks>
/// A fact is in scope if its kind is one of the kinds, where there are any, and if it cites the source and no other, where there is
/// one: what others state too is not removed. Sources themselves are in scope only where <see cref="EntityKind.Source"/> is one of
/// the kinds.
/// </remarks>
[JsonConverter(typeof(LoadScopeJson))]
public sealed record LoadScope
{
    /// <summary>The word for the whole graph but its sources.</summary>
    public const string Everything = "all";

    private LoadScope(IReadOnlyList<EntityKind> entityKinds, IReadOnlyList<LinkKind> linkKinds, EntityId? source) =>
        (EntityKinds, LinkKinds, Source) = (entityKinds, linkKinds, source);

    /// <summary>The kinds of entities.</summary>
    public IReadOnlyList<EntityKind> EntityKinds { get; }

    /// <summary>The kinds of links.</summary>
    public IReadOnlyList<LinkKind> LinkKinds { get; }

    /// <summary>The only source that the facts cite; any where null.</summary>
    public EntityId? Source { get; }

    /// <summary>
    /// Reads a scope: kinds and at most one id of a source, parted by commas, such as <c>Product,INPUT_TO,source:table</c>; or
    /// <see cref="Everything"/>. Null, and what to do, where the text is none.
    /// </summary>
    public static LoadScope? Parse(string text, out string? problem)
    {
        var (entityKinds, linkKinds) = (new SortedSet<EntityKind>(), new SortedSet<LinkKind>());
        EntityId? source = null;
        problem = null;
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (Model.EntityKinds.TryParse(part, out var entityKind))
            {
                entityKinds.Add(entityKind);
            }
            else if (Model.LinkKinds.TryParse(part, out var linkKind))
            {
                linkKinds.Add(linkKind);
            }
            else if (EntityId.TryParse(part, out var id) && source is null)
            {
                source = id;
            }
            else if (part != Everything || text != Everything)
            {
                problem = $"'{part}' is no scope: write {Everything}, or kinds and at most one id of a source, parted by commas. Kinds are "
                    + $"{string.Join(", ", Model.EntityKinds.All.Select(kind => kind.Code()).Concat(Model.LinkKinds.All.Select(kind => kind.Code())))}.";
                return null;
            }
        }

        return new LoadScope([.. entityKinds], [.. linkKinds], source);
    }

    /// <summary>Whether the entity is in scope.</summary>
    public bool Holds(Entity entity) =>
        (EntityKinds.Contains(entity.Kind) || (HasAllKinds && entity.Kind != EntityKind.Source)) && Holds(entity.Citations);

    /// <summary>Whether the link is in scope.</summary>
    public bool Holds(Link link) => (LinkKinds.Contains(link.Kind) || HasAllKinds) && Holds(link.Citations);

    /// <summary>The scope as <see cref="Parse"/> reads it.</summary>
    public override string ToString() =>
        string.Join(',', EntityKinds.Select(kind => kind.Code()).Concat(LinkKinds.Select(kind => kind.Code())).Append(Source?.Value).Where(part => part is not null))
            is { Length: > 0 } text ? text : Everything;

    private bool HasAllKinds => EntityKinds.Count == 0 && LinkKinds.Count == 0;

    private bool Holds(Citations citations) => Source is not { } source || citations.All(citation => citation.Source == source);
}
