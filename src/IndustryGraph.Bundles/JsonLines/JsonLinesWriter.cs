using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Bundles.Csv;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles.JsonLines;

/// <summary>Writes entities and links as objects of JSON Lines, which <see cref="JsonRows"/> reads back.</summary>
internal sealed class JsonLinesWriter : IDisposable
{
    // Chinese stays readable; the file is never part of a web page.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Stream stream;
    private readonly Utf8JsonWriter writer;

    public JsonLinesWriter(Stream stream) => (this.stream, writer) = (stream, new Utf8JsonWriter(stream, Options));

    /// <summary>Writes all of a file's rows; nothing, and no file, where there are none and the file need not be there.</summary>
    public static void Write(GraphSnapshot graph, BundleFile file, string path, CancellationToken cancellation)
    {
        var isThere = file.EntityKind is { } entities ? graph.OfKind(entities).Length > 0 : file.LinkKind is { } links && graph.CountOf(links) > 0;
        if (!isThere && file != BundleSchema.Sources)
        {
            return;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1 << 16);
        using var lines = new JsonLinesWriter(stream);
        if (file.EntityKind is { } entityKind)
        {
            for (var i = 0; i < graph.OfKind(entityKind).Length; i++)
            {
                StopIfCancelled(i, cancellation);
                lines.Write(graph.EntityAt(graph.OfKind(entityKind)[i]));
            }
        }
        else if (file.LinkKind is { } linkKind)
        {
            for (var i = 0; i < graph.LinkCount; i++)
            {
                StopIfCancelled(i, cancellation);
                if (graph.KindOf(i) == linkKind)
                {
                    lines.Write(graph.LinkAt(i));
                }
            }
        }
    }

    /// <summary>Writes an entity and a line end.</summary>
    /// <exception cref="ArgumentException">It holds what the format cannot.</exception>
    public void Write(Entity entity)
    {
        writer.WriteStartObject();
        WriteText("id", entity.Id.Value);
        WriteText("name_zh", entity.Names.Chinese);
        WriteText("name_en", entity.Names.English);
        if (entity.Names.Alternatives.Count > 0)
        {
            writer.WriteStartArray("alt_names");
            foreach (var name in entity.Names.Alternatives)
            {
                writer.WriteStringValue(Checked(name));
            }

            writer.WriteEndArray();
        }

        WriteText("definition_zh", entity.DefinitionChinese);
        WriteText("definition_en", entity.DefinitionEnglish);
        WriteAttributes(AttributeNames.Of(entity.Kind), entity.Attributes);
        WriteValidity(entity.Validity);
        var citations = entity.Citations.AsEnumerable();
        if (entity.Kind == EntityKind.Source)
        {
            var own = new Citation(entity.Id, Evidence.Stated);
            if (!entity.Citations.Contains(own))
            {
                throw new ArgumentException($"{entity.Id} is not its own citation, which a bundle takes every source to be.");
            }

            citations = citations.Where(citation => citation != own);
        }

        WriteCitations([.. citations]);
        EndLine();
    }

    /// <summary>Writes a link and a line end.</summary>
    /// <exception cref="ArgumentException">It holds what the format cannot.</exception>
    public void Write(Link link)
    {
        writer.WriteStartObject();
        WriteText("from", link.From.Value);
        WriteText("to", link.To.Value);
        WriteText("qualifier", link.Id.Qualifier);
        WriteAttributes(AttributeNames.Of(link.Kind), link.Attributes);
        WriteValidity(link.Validity);
        WriteCitations([.. link.Citations]);
        EndLine();
    }

    public void Dispose() => writer.Dispose();

    private static void StopIfCancelled(int row, CancellationToken cancellation)
    {
        if ((row & 1023) == 0)
        {
            cancellation.ThrowIfCancellationRequested();
        }
    }

    private void WriteText(string name, string? text)
    {
        if (text is not null)
        {
            writer.WriteString(name, Checked(text));
        }
    }

    private void WriteAttributes(IReadOnlyList<AttributeName> names, Attributes attributes)
    {
        foreach (var name in names)
        {
            if (attributes[name] is not { } value)
            {
                continue;
            }

            if (value.Type == AttributeType.Text)
            {
                WriteText(name.Code(), value.Text);
            }
            else
            {
                // The text of the number in a cell of CSV is a number of JSON too.
                writer.WritePropertyName(name.Code());
                writer.WriteRawValue(value.ToString());
            }
        }
    }

    private void WriteValidity(Validity validity)
    {
        WriteText("valid_from", validity.From?.ToString());
        WriteText("valid_to", validity.To?.ToString());
    }

    private void WriteCitations(IReadOnlyList<Citation> citations)
    {
        if (citations.Count == 0)
        {
            return;
        }

        writer.WriteStartArray(JsonCells.CitationsName);
        foreach (var citation in citations)
        {
            writer.WriteStartObject();
            WriteText("source", citation.Source.Value);
            WriteText("locator", citation.Locator);
            WriteText("evidence", citation.Evidence.Code());
            WriteText("quote", citation.Quote);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void EndLine()
    {
        writer.WriteEndObject();
        writer.Flush();
        writer.Reset();
        stream.Write("\n"u8);
    }

    // What a cell of CSV cannot hold, a text of JSON Lines does not either, so that each reads back from both.
    private static string Checked(string text) => string.IsNullOrEmpty(text) || CsvRows.IndexOfRefused(text) >= 0 || HasHalfPair(text)
        ? throw new ArgumentException($"'{BundleProblem.Shown(text)}' is empty or holds a control character or half a surrogate pair, which a bundle cannot hold.")
        : text;

    private static bool HasHalfPair(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return true;
            }
        }

        return false;
    }
}
