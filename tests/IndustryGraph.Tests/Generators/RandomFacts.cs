using IndustryGraph.Model;

namespace IndustryGraph.Tests.Generators;

/// <summary>Random entities and links with all that they may carry.</summary>
internal sealed class RandomFacts(Random random, int oneHostileIn)
{
    private static readonly EntityKind[] Kinds = [.. EntityKinds.All.Where(kind => kind != EntityKind.Source)];
    private static readonly string[] Dates = ["2018", "2020-02", "2020-02-29", "1999-12-31", "2024"];

    public EntityKind Kind() => Kinds[random.Next(Kinds.Length)];

    /// <summary>A kind of link that may join entities of these kinds; null where none may. Supply links and the kinds that few ends permit come more often.</summary>
    public LinkKind? LinkKind(EntityKind from, EntityKind to)
    {
        var permitted = LinkKinds.All.Where(kind => kind.Sources().Contains(from) && kind.Targets().Contains(to)).ToArray();
        return permitted.Length == 0 ? null
            : random.Next(3) == 0 && permitted.Contains(Model.LinkKind.InputTo) ? Model.LinkKind.InputTo
            : random.Next(3) == 0 ? permitted.MinBy(kind => kind.Sources().Count * kind.Targets().Count)
            : permitted[random.Next(permitted.Length)];
    }

    public Entity Entity(EntityId id, EntityKind kind, List<EntityId> sources, List<EntityId> schemes)
    {
        var (chinese, english) = (Maybe(Text), Maybe(Text));
        return new Entity(id, kind,
            new Names(chinese is null && english is null ? Text() : chinese, english, new TextList(Enumerable.Range(0, random.Next(3)).Select(_ => Text()))),
            kind == EntityKind.Source ? Citations.Of(new Citation(id, Evidence.Stated)) : Cited(sources))
        {
            DefinitionChinese = Maybe(Text),
            DefinitionEnglish = Maybe(Text),
            Validity = Validity(),
            Attributes = Attributes(AttributeNames.Of(kind), schemes),
        };
    }

    public Link Link(LinkId id, List<EntityId> sources) => new(id, Cited(sources))
    {
        Validity = Validity(),
        Attributes = Attributes(AttributeNames.Of(id.Kind), []),
    };

    public string Text() => RandomTexts.Name(random, oneHostileIn);

    private Citations Cited(List<EntityId> sources) => Citations.Of(Enumerable.Range(0, random.Next(4) == 0 ? 3 : 1).Select(_ =>
    {
        var quote = Maybe(Text);
        return new Citation(sources[random.Next(sources.Count)], (Evidence)random.Next(1, 4), Maybe(Text),
            quote?.Length > Citation.MaxQuoteLength ? null : quote);
    }));

    private Validity Validity()
    {
        var first = Maybe(Date);
        var last = Maybe(Date);
        return first?.First > last?.Last ? new Validity(last, first) : new Validity(first, last);
    }

    private PartialDate Date() => PartialDate.TryParse(Dates[random.Next(Dates.Length)], out var date)
        ? date : throw new InvalidOperationException("A date of the list is none.");

    // A scheme must be a classification of the graph: where there is none, an item has no scheme.
    private Attributes Attributes(IReadOnlyList<AttributeName> permitted, List<EntityId> schemes) => Model.Attributes.Of(
        permitted.Where(name => random.Next(2) == 0 && (name != AttributeName.Scheme || schemes.Count > 0))
            .Select(name => KeyValuePair.Create(name, name == AttributeName.Scheme
                ? AttributeValue.Of(schemes[random.Next(schemes.Count)].Value) : Value(name))));

    private AttributeValue Value(AttributeName name) => name switch
    {
        AttributeName.Stage => AttributeValue.Of(random.Next(3) switch { 0 => "upstream", 1 => "midstream", _ => "downstream" }),
        AttributeName.Match => AttributeValue.Of(random.Next(3) switch { 0 => "exact", 1 => "broad", _ => "partial" }),
        AttributeName.Year => AttributeValue.Of((long)random.Next(1990, 2030)),
        AttributeName.Coefficient => AttributeValue.Of(random.NextDouble()),
        _ when name.Type() == AttributeType.Whole => AttributeValue.Of(random.Next(9) == 0 ? long.MaxValue : random.Next(1, 100)),
        _ when name.Type() == AttributeType.Number => AttributeValue.Of(
            random.Next(4) switch { 0 => 0d, 1 => 1e300, 2 => double.Epsilon, _ => random.NextDouble() * 1e6 }),
        _ => AttributeValue.Of(Text()),
    };

    private string? Maybe(Func<string> make) => random.Next(2) == 0 ? null : make();

    private PartialDate? Maybe(Func<PartialDate> make) => random.Next(2) == 0 ? null : make();
}
