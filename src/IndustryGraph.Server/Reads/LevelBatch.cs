using GraphQL.DataLoader;
using IndustryGraph.Model;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>
/// Gathers what the fields of one level of a query ask for, and reads it at once as soon as the first of them needs its value.
/// What is asked for after that comes with the next read.
/// </summary>
internal sealed class LevelBatch(Func<LevelQuery, CancellationToken, Task<LevelAnswer>> read)
{
    private readonly Lock gate = new();
    private Gathered gathered = new();

    /// <summary>An entity of the level.</summary>
    public IDataLoaderResult<Entity?> Entity(EntityId id)
    {
        lock (gate)
        {
            gathered.Entities.Add(id);
            return new Wanted<Entity?>(this, gathered, answer => answer.Entity(id));
        }
    }

    /// <summary>A link of the level, and the entity that it leads to.</summary>
    public IDataLoaderResult<AdjacentLink> Link(LinkId id)
    {
        lock (gate)
        {
            gathered.LinksById.Add(id);
            gathered.Entities.Add(id.To);
            return new Wanted<AdjacentLink>(this, gathered, answer => new(id.From, answer.Link(id), answer.Entity(id.To)!));
        }
    }

    /// <summary>The links of an entity of the level.</summary>
    public IDataLoaderResult<IReadOnlyList<AdjacentLink>> Links(LinksKey key)
    {
        lock (gate)
        {
            if (!gathered.Links.TryGetValue(key.Shape, out var entities))
            {
                gathered.Links.Add(key.Shape, entities = []);
            }

            entities.Add(key.Of);
            return new Wanted<IReadOnlyList<AdjacentLink>>(this, gathered, answer => answer.Links(key));
        }
    }

    private Task<Answered> ReadAsync(Gathered batch, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (batch.Reading is null)
            {
                batch.Reading = ReadOnceAsync(batch, cancellation);
                gathered = new Gathered();
            }

            return batch.Reading;
        }
    }

    private async Task<Answered> ReadOnceAsync(Gathered batch, CancellationToken cancellation)
    {
        var shapes = batch.Links.ToArray();
        var queries = Array.ConvertAll(shapes, shape => new LinkQuery(
            shape.Value, shape.Key.Direction, shape.Key.Kinds, StoreReader.MostLinks + 1) { OtherKinds = shape.Key.OtherKinds });
        var answer = await read(new LevelQuery(batch.Entities, queries) { LinksById = batch.LinksById }, cancellation).ConfigureAwait(false);
        return new Answered(
            answer.Entities.ToDictionary(entity => entity.Id),
            answer.LinksById.ToDictionary(link => link.Id),
            shapes.Select((shape, at) => (shape.Key, Links: answer.Links[at].ToLookup(link => link.Near)))
                .ToDictionary(item => item.Key, item => item.Links));
    }

    private sealed class Gathered
    {
        public HashSet<EntityId> Entities { get; } = [];

        public HashSet<LinkId> LinksById { get; } = [];

        public Dictionary<LinkShape, HashSet<EntityId>> Links { get; } = [];

        public Task<Answered>? Reading { get; set; }
    }

    private sealed class Answered(
        Dictionary<EntityId, Entity> entities, Dictionary<LinkId, Link> byId, Dictionary<LinkShape, ILookup<EntityId, AdjacentLink>> links)
    {
        public Entity? Entity(EntityId id) => entities.GetValueOrDefault(id);

        public Link Link(LinkId id) => byId[id];

        public IReadOnlyList<AdjacentLink> Links(LinksKey key) => [.. links[key.Shape][key.Of]];
    }

    private sealed class Wanted<T>(LevelBatch owner, Gathered batch, Func<Answered, T> pick) : IDataLoaderResult<T>
    {
        public async Task<T> GetResultAsync(CancellationToken cancellationToken = default) =>
            pick(await owner.ReadAsync(batch, cancellationToken).ConfigureAwait(false));

        async Task<object?> IDataLoaderResult.GetResultAsync(CancellationToken cancellationToken) =>
            await GetResultAsync(cancellationToken).ConfigureAwait(false);
    }
}
