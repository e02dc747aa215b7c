using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Server.Loads;

namespace IndustryGraph.Server.Schema;

/// <summary>Makes a change set of what clients write, and finds all that is wrong with it, not the first.</summary>
internal sealed class ChangesReader
{
    private readonly List<ChangeProblem> problems = [];
    private readonly HashSet<string> seen = [];

    /// <summary>What is wrong.</summary>
    public IReadOnlyList<ChangeProblem> Problems => problems;

    /// <summary>The change set, of what can be read.</summary>
    public ChangeSet Read(ChangesInput input, string id, Snapshots.Provenance provenance) => new(id, provenance)
    {
        PutEntities = All(input.PutEntities, "putEntities", Entity),
        PutLinks = All(input.PutLinks, "putLinks", Link),
        RemovedEntities = [.. input.RemoveEntities.Select((text, at) => EntityIdOf(text, $"removeEntities[{at}]")).OfType<EntityId>()],
        RemovedLinks = [.. input.RemoveLinks.Select((text, at) => LinkIdOf(text, $"removeLinks[{at}]")).OfType<LinkId>()],
    };

    private static List<TFact> All<TInput, TFact>(IReadOnlyList<TInput> inputs, string name, Func<TInput, string, TFact?> read)
        where TFact : class =>
        [.. inputs.Select((input, at) => read(input, $"{name}[{at}]")).OfType<TFact>()];

    private Entity? Entity(ChangesInput.EntityInput input, string place)
    {
        var id = EntityIdOf(input.Id, $"{place}.id");
        if (string.IsNullOrWhiteSpace(input.NameZh) && string.IsNullOrWhiteSpace(input.NameEn))
        {
            Note(place, input.Id, "It needs nameZh or nameEn.");
        }

        var (validity, attributes, citations) = (Validity(input, place, input.Id), Attributes(input, place, input.Id), Citations(input, place, input.Id));
        return id is null || citations is null || (string.IsNullOrWhiteSpace(input.NameZh) && string.IsNullOrWhiteSpace(input.NameEn)) ? null
            : new Entity(id.Value, input.Kind, new Names(input.NameZh, input.NameEn, input.AltNames is { Count: > 0 } names ? new TextList(names) : null), citations)
            {
                DefinitionChinese = Filled(input.DefinitionZh), DefinitionEnglish = Filled(input.DefinitionEn), Validity = validity, Attributes = attributes,
            };
    }

    private Link? Link(ChangesInput.LinkInput input, string place)
    {
        var id = LinkIdOf(input.Id, $"{place}.id");
        var (validity, attributes, citations) = (Validity(input, place, input.Id), Attributes(input, place, input.Id), Citations(input, place, input.Id));
        return id is null || citations is null ? null : new Link(id.Value, citations) { Validity = validity, Attributes = attributes };
    }

    private Validity Validity(ChangesInput.FactInput input, string place, string subject)
    {
        var (from, to) = (Date(input.ValidFrom, $"{place}.validFrom", subject), Date(input.ValidTo, $"{place}.validTo", subject));
        if (from is { } start && to is { } end && end.Last < start.First)
        {
            Note($"{place}.validTo", subject, $"{end} lies before {start}.");
            return Model.Validity.Always;
        }

        return new Validity(from, to);
    }

    private PartialDate? Date(string? text, string place, string subject)
    {
        if (text is null)
        {
            return null;
        }

        if (PartialDate.TryParse(text, out var date))
        {
            return date;
        }

        Note(place, subject, "Write a date as YYYY, YYYY-MM or YYYY-MM-DD.");
        return null;
    }

    private Attributes Attributes(ChangesInput.FactInput input, string place, string subject)
    {
        var read = new Dictionary<AttributeName, AttributeValue>();
        foreach (var (at, item) in (input.Attributes ?? []).Index())
        {
            if (!AttributeNames.TryParse(item.Name, out var name))
            {
                Note($"{place}.attributes[{at}].name", subject, $"There is no such attribute. There are {string.Join(", ", AttributeNames.All.Select(known => known.Code()))}.");
            }
            else if (name.Read(item.Value, out var problem) is not { } value)
            {
                Note($"{place}.attributes[{at}].value", subject, $"{name.Code()}: {problem}.");
            }
            else if (!read.TryAdd(name, value))
            {
                Note($"{place}.attributes[{at}].name", subject, $"{name.Code()} stands twice.");
            }
        }

        return Model.Attributes.Of(read);
    }

    private Citations? Citations(ChangesInput.FactInput input, string place, string subject)
    {
        var read = new List<Citation>();
        foreach (var (at, item) in input.Citations.Index())
        {
            var source = EntityId.TryParse(item.Source, out var id);
            if (!source)
            {
                Note($"{place}.citations[{at}].source", subject, $"This is not an entity id; {EntityId.Rule}");
            }
            else if (item.Quote is { } quote && new System.Globalization.StringInfo(quote).LengthInTextElements > Citation.MaxQuoteLength)
            {
                Note($"{place}.citations[{at}].quote", subject, $"A quote has at most {Citation.MaxQuoteLength} characters: enough to find the place.");
            }
            else
            {
                read.Add(new Citation(id, item.Evidence, Filled(item.Locator), Filled(item.Quote)));
            }
        }

        if (input.Citations.Count == 0)
        {
            Note($"{place}.citations", subject, "It needs a citation: say where it is taken from.");
        }

        return read.Count > 0 ? Model.Citations.Of(read) : null;
    }

    private EntityId? EntityIdOf(string text, string place)
    {
        if (EntityId.TryParse(text, out var id))
        {
            NoteTwice(text, place);
            return id;
        }

        Note(place, null, $"This is not an entity id; {EntityId.Rule}");
        return null;
    }

    private LinkId? LinkIdOf(string text, string place)
    {
        if (LinkId.TryParse(text, out var id))
        {
            NoteTwice(id.ToString(), place);
            return id;
        }

        Note(place, null, "This is not the id of a link: write from|KIND|to, and #qualifier behind it where there is one.");
        return null;
    }

    private void NoteTwice(string id, string place)
    {
        if (!seen.Add(id))
        {
            problems.Add(new ChangeProblem(ChangeProblem.Twice, place, id, $"{id} stands twice in the request: name each entity and link once."));
        }
    }

    private void Note(string place, string? subject, string message) => problems.Add(new ChangeProblem(ChangeProblem.Unreadable, place, subject, message));

    private static string? Filled(string? text) => string.IsNullOrEmpty(text) ? null : text;
}
