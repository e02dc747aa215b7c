using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>
/// What the rows of a bundle say, each with its place. A row with a problem is here too, as far as it can be read, so that
/// the rules of the whole graph look at everything at once and do not miss what another row names.
/// </summary>
internal sealed class Facts
{
    private readonly Dictionary<Citation, Citations> ofCitation = [];

    public Texts Texts { get; } = new();

    public List<Entity> Entities { get; } = [];

    public List<RowPlace> EntityPlaces { get; } = [];

    public List<Link> Links { get; } = [];

    public List<RowPlace> LinkPlaces { get; } = [];

    public FurtherCitations<EntityId> OfEntities { get; } = new();

    public FurtherCitations<LinkId> OfLinks { get; } = new();

    /// <summary>Whether there are entities whose ids could not be read: then nothing can be said to be missing.</summary>
    public bool LacksEntities { get; set; }

    /// <summary>Whether there are links whose ids could not be read.</summary>
    public bool LacksLinks { get; set; }

    /// <summary>Whether there are rows that do not say which entity or link they are: then it is not known what the bundle omits.</summary>
    public bool HasUnnamedRows { get; set; }

    /// <summary>What stands for the source of a row that names none. The graph is never given out then.</summary>
    public static EntityId UnreadSource { get; } = EntityId.Parse("source:unread");

    public void Add(Entity entity, RowPlace place)
    {
        Entities.Add(OfEntities.Of(entity.Id) is { } further ? entity with { Citations = With(entity.Citations, further) } : entity);
        EntityPlaces.Add(place);
    }

    public void Add(Link link, RowPlace place)
    {
        Links.Add(OfLinks.Of(link.Id) is { } further ? link with { Citations = With(link.Citations, further) } : link);
        LinkPlaces.Add(place);
    }

    /// <summary>The citations that hold one citation: the same object for equal ones.</summary>
    public Citations Only(Citation citation)
    {
        if (!ofCitation.TryGetValue(citation, out var citations))
        {
            citations = Citations.Of(citation);
            ofCitation.Add(citation, citations);
        }

        return citations;
    }

    private static Citations With(Citations first, IEnumerable<Citation> further) => Citations.Of([.. first, .. further]);
}
