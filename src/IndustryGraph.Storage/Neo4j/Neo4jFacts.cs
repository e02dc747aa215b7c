using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// From properties to the model, as of one version. What does not fit the model was changed by hand: a
/// <see cref="FormatException"/> says where and what. Equal ids are kept once.
/// </summary>
internal sealed class Neo4jFacts(long version)
{
    private readonly FactReader facts = new();

    /// <summary>The number of the version.</summary>
    public long Version => version;

    /// <summary>Reads a node of the graph.</summary>
    public Entity ToEntity(object? labels, object? properties)
    {
        var row = (IReadOnlyDictionary<string, object?>)properties!;
        try
        {
            var kind = ToKind((IReadOnlyList<object?>)labels!);
            if (Staged(row) is { } staged)
            {
                return facts.ReadEntity(staged);
            }

            return new Entity(
                facts.ReadId(Text(row, "id")), kind,
                new Names(Text(row, "name_zh"), Text(row, "name_en"), Texts(row, "alternative_names") is { } names ? new TextList(names) : null),
                ToCitations(row))
            {
                DefinitionChinese = Text(row, "definition_zh"),
                DefinitionEnglish = Text(row, "definition_en"),
                Validity = ToValidity(row),
                Attributes = ToAttributes(row, AttributeNames.Of(kind)),
            };
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the entity {Shown(row.GetValueOrDefault("id"))}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a relationship of the graph.</summary>
    /// <param name="from">The id of the node that it leaves.</param>
    /// <param name="type">Its type.</param>
    /// <param name="to">The id of the node that it enters.</param>
    /// <param name="properties">Its properties.</param>
    public Link ToLink(object? from, string type, object? to, object? properties)
    {
        var row = (IReadOnlyDictionary<string, object?>)properties!;
        try
        {
            var kind = LinkKinds.TryParse(type, out var known) ? known : throw new FormatException("there is no such kind of link");
            var qualifier = Text(row, "qualifier");
            if (qualifier is not null && !LinkId.IsQualifier(qualifier))
            {
                throw new FormatException("its qualifier is none");
            }

            var id = new LinkId(facts.ReadId(from as string), kind, facts.ReadId(to as string), qualifier);
            if (Text(row, "id") is var said && said != id.ToString())
            {
                throw new FormatException($"its id says {Shown(said)}");
            }

            if (Staged(row) is { } staged)
            {
                return facts.ReadLink(staged);
            }

            return new Link(id, ToCitations(row)) { Validity = ToValidity(row), Attributes = ToAttributes(row, AttributeNames.Of(kind)) };
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the link from {Shown(from)} by {type} to {Shown(to)}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the id of a node of the graph.</summary>
    public EntityId ToId(string id)
    {
        try
        {
            return facts.ReadId(id);
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the entity {Shown(id)}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads the id of a relationship of the graph.</summary>
    /// <param name="near">The id of the node at one end.</param>
    /// <param name="isOut">Whether it leaves that node.</param>
    /// <param name="rest">The letter of its type and the id of the other node, or for one that enters these two the other way round, and its qualifier, with a blank between.</param>
    public AdjacentLinkId ToLinkId(string near, bool isOut, string rest)
    {
        try
        {
            var parts = rest.Split(' ');
            var (letter, end) = isOut ? (parts[0], parts[1]) : (parts[1], parts[0]);
            var kind = Neo4jLinkTypes.OfLetter(letter);
            var qualifier = parts[2] is { Length: > 0 } text ? text : null;
            if (parts.Length > 3 || (qualifier is not null && !LinkId.IsQualifier(qualifier)))
            {
                throw new FormatException("its qualifier is none");
            }

            var (one, other) = (facts.ReadId(near), facts.ReadId(end));
            return new AdjacentLinkId(one, isOut ? new(one, kind, other, qualifier) : new(other, kind, one, qualifier));
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the link {(isOut ? "from" : "to")} {Shown(near)} by {Shown(rest)}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a node of the log.</summary>
    public static GraphVersion ToVersion(object? properties)
    {
        var row = (IReadOnlyDictionary<string, object?>)properties!;
        try
        {
            return new GraphVersion(
                Whole(row, "number"), Required(row, "change_set"),
                row.GetValueOrDefault("loaded_at") is DateTimeOffset moment ? moment.ToUniversalTime() : throw Wrong(row, "loaded_at", "a moment"),
                new(Required(row, "who"), Required(row, "message"), Required(row, "origin"), Text(row, "content_hash")),
                new(Count("entities_put"), Count("entities_removed"), Count("links_put"), Count("links_removed")));
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"version {Shown(row.GetValueOrDefault("number"))}: {problem.Message}", problem);
        }

        int Count(string name) => checked((int)Whole(row, name));
    }

    public static long Whole(IReadOnlyDictionary<string, object?> row, string name) =>
        row.GetValueOrDefault(name) is long number ? number : throw Wrong(row, name, "a whole number");

    public static string? Text(IReadOnlyDictionary<string, object?> row, string name) => row.GetValueOrDefault(name) switch
    {
        null => null,
        string text => text,
        _ => throw Wrong(row, name, "a text"),
    };

    /// <summary>A value as a message shows it.</summary>
    public static string Shown(object? value) => value switch
    {
        null => "(none)",
        string { Length: > 80 } text => $"'{text[..80]}…'",
        string text => $"'{text}'",
        _ => value.ToString() ?? "",
    };

    // What the model's constructors and the readers of JSON and columns throw where a value is none of theirs.
    private static bool IsOfContents(Exception problem) =>
        problem is FormatException or ArgumentException or JsonException or InvalidCastException or InvalidOperationException
            or KeyNotFoundException or OverflowException;

    private static string Required(IReadOnlyDictionary<string, object?> row, string name) => Text(row, name) ?? throw Wrong(row, name, "a text");

    private static FormatException Wrong(IReadOnlyDictionary<string, object?> row, string name, string wanted) =>
        new($"its {name} must be {wanted}, and is {Shown(row.GetValueOrDefault(name))}");

    private static EntityKind ToKind(IReadOnlyList<object?> labels)
    {
        EntityKind? found = null;
        foreach (var label in labels)
        {
            if (EntityKinds.TryParse(label as string, out var kind))
            {
                found = found is null ? kind : throw new FormatException($"it is both {found.Value.Code()} and {kind.Code()}");
            }
        }

        return found ?? throw new FormatException($"none of its labels is a kind: {string.Join(", ", labels)}");
    }

    private static List<string>? Texts(IReadOnlyDictionary<string, object?> row, string name) => row.GetValueOrDefault(name) switch
    {
        null => null,
        IReadOnlyList<object?> list => [.. list.Select(item => item as string ?? throw Wrong(row, name, "a list of texts"))],
        _ => throw Wrong(row, name, "a list of texts"),
    };

    private static Validity ToValidity(IReadOnlyDictionary<string, object?> row)
    {
        var (from, to) = (ToDate(row, "valid_from"), ToDate(row, "valid_to"));
        return from is null && to is null ? Validity.Always : new Validity(from, to);
    }

    private static PartialDate? ToDate(IReadOnlyDictionary<string, object?> row, string name) => Text(row, name) is not { } text ? null
        : PartialDate.TryParse(text, out var date) ? date : throw Wrong(row, name, "a date such as '2024', '2024-05' or '2024-05-31'");

    private static Attributes ToAttributes(IReadOnlyDictionary<string, object?> row, IReadOnlyList<AttributeName> names)
    {
        List<KeyValuePair<AttributeName, AttributeValue>>? found = null;
        foreach (var name in names)
        {
            if (row.GetValueOrDefault(name.Code()) is { } value)
            {
                (found ??= []).Add(new(name, (name.Type(), value) switch
                {
                    (AttributeType.Whole, long number) => AttributeValue.Of(number),
                    (AttributeType.Number, double number) => AttributeValue.Of(number),
                    // Who writes 1 for 1.0 by hand means the same.
                    (AttributeType.Number, long number) => AttributeValue.Of((double)number),
                    (AttributeType.Text, string text) => AttributeValue.Of(text),
                    _ => throw Wrong(row, name.Code(), $"of type {name.Type()}"),
                }));
            }
        }

        return found is null ? Attributes.None : Attributes.Of(found);
    }

    private Citations ToCitations(IReadOnlyDictionary<string, object?> row)
    {
        var sources = Texts(row, "citation_sources") ?? throw new FormatException("it has no citation_sources");
        var (evidence, locators, quotes) =
            (Of("citation_evidence") ?? throw new FormatException("it has no citation_evidence"), Of("citation_locators"), Of("citation_quotes"));
        return Citations.Of(sources.Select((source, i) => new Citation(
            facts.ReadId(source),
            Evidences.TryParse(evidence[i], out var known) ? known : throw new FormatException($"there is no evidence {Shown(evidence[i])}"),
            At(locators, i), At(quotes, i))));

        List<string>? Of(string name) => Texts(row, name) is not { } list ? null
            : list.Count == sources.Count ? list
            : throw new FormatException($"{name} has {list.Count} items, and citation_sources {sources.Count}");

        static string? At(List<string>? list, int i) => list?[i] switch { null or "" => null, Neo4jRows.EmptyText => "", var text => text };
    }

    /// <summary>What the element is from the version on that is read, where that is not in its properties yet.</summary>
    private string? Staged(IReadOnlyDictionary<string, object?> row) =>
        row.GetValueOrDefault("staged_version") is long since && since <= version ? Text(row, "staged") : null;
}
