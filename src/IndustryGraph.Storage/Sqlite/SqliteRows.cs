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
    public Entity ToEntity(SqliteDataReader row)
    {
        var id = row.GetString(0);
        try
        {
            return new Entity(EntityId.Parse(id), ToEntityKind(row.GetString(1)), ToNames(row), ToCitations(row, EntityCarriedAt, id))
            {
                DefinitionChinese = Text(row, 5),
                DefinitionEnglish = Text(row, 6),
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
    public Link ToLink(SqliteDataReader row)
    {
        var (from, kind, to, qualifier) = (row.GetString(0), row.GetString(1), row.GetString(2), row.GetString(3));
        try
        {
            var id = new LinkId(EntityId.Parse(from), ToLinkKind(kind), EntityId.Parse(to), ToQualifier(qualifier));
            return new Link(id, ToCitations(row, LinkCarriedAt, id))
            {
                Attributes = ToAttributes(row, LinkAttributesAt, SqliteSchema.LinkAttributes),
                Validity = ToValidity(row, LinkCarriedAt),
            };
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"the link '{Shown($"{from}|{kind}|{to}#{qualifier}")}': {problem.Message}", problem);
        }
    }

    /// <summary>Reads a row of <see cref="VersionColumns"/>.</summary>
    public static GraphVersion ToVersion(SqliteDataReader row)
    {
        try
        {
            return new GraphVersion(
                row.GetInt64(0), row.GetString(1), ToMoment(row.GetString(2)),
                new(row.GetString(3), row.GetString(4), row.GetString(5), Text(row, 6)),
                new(row.GetInt32(7), row.GetInt32(8), row.GetInt32(9), row.GetInt32(10)));
        }
        catch (Exception problem) when (IsOfContents(problem))
        {
            throw new FormatException($"version {row.GetInt64(0)}: {problem.Message}", problem);
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

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static Names ToNames(SqliteDataReader row) => new(Text(row, 2), Text(row, 3), ToTexts(Text(row, 4)));

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

    private static Attributes ToAttributes(SqliteDataReader row, int first, IReadOnlyList<AttributeName> names)
    {
        List<KeyValuePair<AttributeName, AttributeValue>>? found = null;
        for (var i = 0; i < names.Count; i++)
        {
            if (!row.IsDBNull(first + i))
            {
                (found ??= []).Add(new(names[i], names[i].Type() switch
                {
                    AttributeType.Whole => AttributeValue.Of(row.GetInt64(first + i)),
                    AttributeType.Number => AttributeValue.Of(row.GetDouble(first + i)),
                    _ => AttributeValue.Of(row.GetString(first + i)),
                }));
            }
        }

        return found is null ? Attributes.None : Attributes.Of(found);
    }

    private static Validity ToValidity(SqliteDataReader row, int first) => row.IsDBNull(first) && row.IsDBNull(first + 1)
        ? Validity.Always : new Validity(ToDate(Text(row, first)), ToDate(Text(row, first + 1)));

    private static PartialDate? ToDate(string? text) => text is null ? null
        : PartialDate.TryParse(text, out var date) ? date : throw new FormatException($"'{Shown(text)}' is no date");

    private Citations ToCitations(SqliteDataReader row, int first, object subject)
    {
        var strongest = ToCitation(row, first + 2);
        var count = row.GetInt32(first + 6);
        if (count == 1)
        {
            return Citations.Of([strongest]);
        }

        var all = new List<Citation>(count) { strongest };
        further.Parameters[0].Value = subject.ToString();
        using var rows = further.ExecuteReader();
        while (rows.Read())
        {
            all.Add(ToCitation(rows, 0));
        }

        return all.Count == count ? Citations.Of(all)
            : throw new FormatException($"it says that it has {count} citations and has {all.Count}");
    }

    private Citation ToCitation(SqliteDataReader row, int first)
    {
        var source = row.GetString(first);
        if (!sources.TryGetValue(source, out var id))
        {
            sources.Add(source, id = EntityId.Parse(source));
        }

        return new Citation(
            id,
            Evidences.TryParse(row.GetString(first + 2), out var evidence) ? evidence
                : throw new FormatException($"there is no evidence '{Shown(row.GetString(first + 2))}'"),
            Text(row, first + 1),
            Text(row, first + 3));
    }
}
