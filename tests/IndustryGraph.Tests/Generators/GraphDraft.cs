using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Generators;

/// <summary>A graph under change: it notes what is put and removed, and keeps to the graph's rules.</summary>
internal sealed class GraphDraft
{
    private readonly Random random;
    private readonly RandomFacts facts;
    private readonly long number;
    private readonly List<Entity> entities;
    private readonly List<EntityId> sources;
    private readonly List<EntityId> schemes;
    private readonly Dictionary<LinkId, Link> links = [];
    private readonly HashSet<EntityId> before;
    private readonly HashSet<LinkId> linksBefore;
    private readonly Dictionary<EntityId, Entity> put = [];
    private readonly HashSet<EntityId> removed = [];
    private readonly Dictionary<LinkId, Link> linksPut = [];
    private readonly HashSet<LinkId> linksRemoved = [];

    public GraphDraft(GraphSnapshot snapshot, Random random, int oneHostileIn)
    {
        this.random = random;
        facts = new RandomFacts(random, oneHostileIn);
        number = snapshot.Version.Number + 1;
        entities = [.. snapshot.Entities];
        sources = [.. entities.Where(entity => entity.Kind == EntityKind.Source).Select(entity => entity.Id)];
        schemes = [.. entities.Where(entity => entity.Kind == EntityKind.Classification).Select(entity => entity.Id)];
        before = [.. entities.Select(entity => entity.Id)];
        for (var link = 0; link < snapshot.LinkCount; link++)
        {
            var item = snapshot.LinkAt(link);
            links.Add(item.Id, item);
        }

        linksBefore = [.. links.Keys];
    }

    public void AddEntities(int count)
    {
        for (var i = 0; i < count; i++)
        {
            // One in eight is a source, and the first one is: there is nothing to cite without it.
            var kind = sources.Count == 0 || random.Next(8) == 0 ? EntityKind.Source : facts.Kind();
            var id = EntityId.Parse($"{kind.Code().ToLowerInvariant()}:v{number}-{(random.Next(2) == 0 ? "A" : "b")}{i}");
            if (kind == EntityKind.Source)
            {
                sources.Add(id);
            }

            Put(facts.Entity(id, kind, sources, schemes));
            entities.Add(put[id]);
            if (kind == EntityKind.Classification)
            {
                schemes.Add(id);
            }
        }
    }

    public void AddLinks(int count)
    {
        var ends = entities.Where(entity => entity.Kind != EntityKind.Source).ToArray();
        for (var i = 0; i < count && ends.Length > 0; i++)
        {
            var from = Skewed(ends);
            var to = random.Next(12) == 0 ? from : Skewed(ends);
            var kind = facts.LinkKind(from.Kind, to.Kind);
            if (kind is null || (kind == LinkKind.Broader && from.Id <= to.Id))
            {
                continue;
            }

            var id = new LinkId(from.Id, kind.Value, to.Id);
            Put(facts.Link(links.ContainsKey(id) ? id with { Qualifier = $"q{random.Next(4)}" } : id, sources));
            if (kind == LinkKind.InputTo && random.Next(6) == 0)
            {
                Put(facts.Link(new(to.Id, LinkKind.InputTo, from.Id), sources));
            }
        }
    }

    public void AlterEntities(int count)
    {
        for (var i = 0; i < count && entities.Count > 0; i++)
        {
            var at = random.Next(entities.Count);
            entities[at] = facts.Entity(entities[at].Id, entities[at].Kind, sources, schemes);
            Put(entities[at]);
        }
    }

    public void AlterLinks(int count)
    {
        for (var i = 0; i < count && links.Count > 0; i++)
        {
            Put(facts.Link(links.Keys.ElementAt(random.Next(links.Count)), sources));
        }
    }

    public void RemoveLinks(int count)
    {
        for (var i = 0; i < count && links.Count > 0; i++)
        {
            Remove(links.Keys.ElementAt(random.Next(links.Count)));
        }
    }

    public void RemoveEntities(int count)
    {
        var needed = entities.Where(entity => entity.Kind != EntityKind.Source).SelectMany(entity => entity.Citations)
            .Concat(links.Values.SelectMany(link => link.Citations))
            .Select(citation => citation.Source)
            .Concat(entities.Select(entity => entity.Attributes[AttributeName.Scheme]).Where(scheme => scheme is not null)
                .Select(scheme => EntityId.Parse(scheme!.Value.Text)))
            .ToHashSet();
        for (var i = 0; i < count && entities.Count > 1; i++)
        {
            var at = random.Next(entities.Count);
            var id = entities[at].Id;
            if (needed.Contains(id))
            {
                continue;
            }

            foreach (var link in links.Keys.Where(link => link.From == id || link.To == id).ToArray())
            {
                Remove(link);
            }

            entities.RemoveAt(at);
            sources.Remove(id);
            schemes.Remove(id);
            if (!put.Remove(id) || before.Contains(id))
            {
                removed.Add(id);
            }
        }
    }

    public ChangeSet Finish(string id) => new(id, new($"tester {number}", facts.Text(), "test", random.Next(2) == 0 ? null : "ab12"))
    {
        PutEntities = [.. put.Values],
        RemovedEntities = [.. removed],
        PutLinks = [.. linksPut.Values],
        RemovedLinks = [.. linksRemoved],
    };

    // The cube draws towards the first: those become hubs.
    private Entity Skewed(Entity[] ends) => ends[(int)(ends.Length * Math.Pow(random.NextDouble(), random.Next(2) == 0 ? 3 : 1))];

    private void Put(Entity entity)
    {
        put[entity.Id] = entity;
        removed.Remove(entity.Id);
    }

    private void Put(Link link)
    {
        links[link.Id] = link;
        linksPut[link.Id] = link;
        linksRemoved.Remove(link.Id);
    }

    private void Remove(LinkId id)
    {
        links.Remove(id);
        linksPut.Remove(id);
        if (linksBefore.Contains(id))
        {
            linksRemoved.Add(id);
        }
    }
}
