using System.Globalization;
using System.Text.Json;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Microsoft.Data.Sqlite;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>From rows to the model. What does not fit the model was changed by hand: a <see cref="FormatException"/> says where.</summary>
/// <param name="connection">Where further citations are read from.</param>
internal sealed class SqliteRows(SqliteConnection connection) : IDisposable
{
    public static readonly string EntityColumns = string.Join(", ", SqliteSchema.EntityColumns.Select(name => $"e.{name}"));
    public static readonly string LinkColumns = string.Join(", ", SqliteSchema.LinkColumns.Select(name => $"l.{name}"));
    public static readonly string LinkIdColumns = string.Join(", ", SqliteSchema.LinkColumns.Take(LinkAttributesAt).Select(name => $"l.{name}"));
    public static readonly string VersionColumns = string.Join(", ", SqliteSchema.VersionColumns);

    private const int EntityAttributesAt = 7;
    private const int LinkAttributesAt = 4;
    private static readonly int EntityCarriedAt = EntityAttributesAt + SqliteSchema.EntityAttributes.Count;
    private static readonly int LinkCarriedAt = LinkAttributesAt + SqliteSchema.LinkAttributes.Count;

    private readonly SqliteCommand further = connection.Prepare(
        "SELECT source, locator, evidence, quote FROM further_citation WHERE subject = @subject", ("@subject", ""));

    private readonly Dictionary<string, EntityId> sources = new(StringComparer.Ordinal);

    public void Dispose() => further.Dispose();

    /// <summary>Reads a row of <see cref="EntityColumns"/>.</summary>
    public Entity ToEntity(SqliteDataReader reader)
    {
        var row = new SqliteRow(reader);
        var id = row.Text(0);
        try
        {
            return new Entity(EntityId.Parse(id), ToEntityKind(row.Text(1)), ToNames(row), ToCitations(row, EntityCarriedAt, id))
            {
                DefinitionChinese = row.OptionalText(5),
                DefinitionEnglish = row.OptionalText(6),
                Attributes = ToAttributes(row, EntityAttributesAt, SqliteSchema.EntityAttributes),
                Validity = ToValidity(row, EntityCarriedAt),
            };
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the entity '{Shown(id)}': {problem.Message}", problem);
        }
    }

    /// <summary>Reads a row of <see cref="LinkColumns"/>.</summary>
    public Link ToLink(SqliteDataReader reader)
    {
        var row = new SqliteRow(reader);
        var id = ToLinkId(reader);
        try
        {
            return new Link(id, ToCitations(row, LinkCarriedAt, id))
            {
                Attributes = ToAttributes(row, LinkAttributesAt, SqliteSchema.LinkAttributes),
                Validity = ToValidity(row, LinkCarriedAt),
            };
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the link '{Shown(id.ToString())}': {problem.Message}", problem);
        }
    }

    /// <summary>Reads a row of an id.</summary>
    public static EntityId ToId(SqliteDataReader reader)
    {
        var id = new SqliteRow(reader).Text(0);
        try
        {
            return EntityId.Parse(id);
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the entity {Shown(id)}: {problem.Message}", problem);
        }
    }

    /// <summary>Reads a row of <see cref="LinkIdColumns"/>.</summary>
    public static LinkId ToLinkId(SqliteDataReader reader)
    {
        var row = new SqliteRow(reader);
        var (from, kind, to, qualifier) = (row.Text(0), row.Text(1), row.Text(2), row.Text(3));
        try
        {
            return new LinkId(EntityId.Parse(from), ToLinkKind(kind), EntityId.Parse(to), ToQualifier(qualifier));
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the link '{Shown($"{from}|{kind}|{to}#{qualifier}")}': {problem.Message}", problem);
        }
    }

    /// <summary>Reads a row of <see cref="VersionColumns"/>.</summary>
    public static GraphVersion ToVersion(SqliteDataReader reader)
    {
        var row = new SqliteRow(reader);
        try
        {
            return new GraphVersion(
                row.Whole(0), row.Text(1), ToMoment(row.Text(2)),
                new(row.Text(3), row.Text(4), row.Text(5), row.OptionalText(6)),
                new(checked((int)row.Whole(7)), checked((int)row.Whole(8)), checked((int)row.Whole(9)), checked((int)row.Whole(10))));
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"version {row.Whole(0)}: {problem.Message}", problem);
        }
    }

    public static EntityKind ToEntityKind(string code) =>
        EntityKinds.TryParse(code, out var kind) ? kind : throw new FormatException($"there is no kind of entity '{Shown(code)}'");

    public static LinkKind ToLinkKind(string code) =>
        LinkKinds.TryParse(code, out var kind) ? kind : throw new FormatException($"there is no kind of link '{Shown(code)}'");

    /// <summary>How a moment is written: every digit, UTC.</summary>
    public static string FromMoment(DateTimeOffset moment) => moment.UtcDateTime.ToString("O", CultureInfo.InvariantCulture);

    private static DateTimeOffset ToMoment(string text) =>
        DateTimeOffset.TryParseExact(text, "O", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var moment)
            ? moment : throw new FormatException($"'{Shown(text)}' is no moment");

    // What the model's constructors and the readers of JSON and columns throw where a value is none of theirs.
    private static bool IsOfContents(Exception problem) =>
        problem is FormatException or ArgumentException or JsonException or InvalidCastException or InvalidOperationException or OverflowException;

    private static string Shown(string text) => text.Length > 80 ? text[..80] + "…" : text;

    private static Names ToNames(SqliteRow row) => new(row.OptionalText(2), row.OptionalText(3), ToTexts(row.OptionalText(4)));

    private static TextList? ToTexts(string? json)
    {
        if (json is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(json);
        return new TextList(document.RootElement.EnumerateArray().Select(item => item.GetString() ?? throw new FormatException("a name is null")));
    }

    private static string? ToQualifier(string text) => text.Length == 0 ? null
        : LinkId.IsQualifier(text) ? text : throw new FormatException("the qualifier is none");

    private static Attributes ToAttributes(SqliteRow row, int first, IReadOnlyList<AttributeName> names)
    {
        List<KeyValuePair<AttributeName, AttributeValue>>? found = null;
        for (var i = 0; i < names.Count; i++)
        {
            if (!row.IsNull(first + i))
            {
                (found ??= []).Add(new(names[i], names[i].Type() switch
                {
                    AttributeType.Whole => AttributeValue.Of(row.Whole(first + i)),
                    AttributeType.Number => AttributeValue.Of(row.Number(first + i)),
                    _ => AttributeValue.Of(row.Text(first + i)),
                }));
            }
        }

        return found is null ? Attributes.None : Attributes.Of(found);
    }

    private static Validity ToValidity(SqliteRow row, int first) => row.IsNull(first) && row.IsNull(first + 1)
        ? Validity.Always : new Validity(ToDate(row.OptionalText(first)), ToDate(row.OptionalText(first + 1)));

    private static PartialDate? ToDate(string? text) => text is null ? null
        : PartialDate.TryParse(text, out var date) ? date : throw new FormatException($"'{Shown(text)}' is no date");

    private Citations ToCitations<T>(SqliteRow row, int first, T subject)
        where T : notnull
    {
        var strongest = ToCitation(row, first + 2);
        var count = checked((int)row.Whole(first + 6));
        if (count == 1)
        {
            return Citations.Of(strongest);
        }

        var all = new List<Citation> { strongest };
        further.Parameters[0].Value = subject.ToString();
        using var rows = further.ExecuteReader();
        while (rows.Read())
        {
            all.Add(ToCitation(new SqliteRow(rows), 0));
        }

        return all.Count == count ? Citations.Of(all)
            : throw new FormatException($"it says that it has {count} citations and has {all.Count}");
    }

    private Citation ToCitation(SqliteRow row, int first)
    {
        var source = row.Text(first);
        if (!sources.TryGetValue(source, out var id))
        {
            sources.Add(source, id = EntityId.Parse(source));
        }

        return new Citation(
            id,
            Evidences.TryParse(row.Text(first + 2), out var evidence) ? evidence
                : throw new FormatException($"there is no evidence '{Shown(row.Text(first + 2))}'"),
            row.OptionalText(first + 1),
            row.OptionalText(first + 3));
    }
}
