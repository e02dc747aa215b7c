using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>
/// A change set as UTF-8 JSON in parts of about a megabyte, as stores keep it. Each part is a JSON document of its own and
/// a change set of its own, with the id and provenance of the whole: whoever applies the parts in their order, entities before
/// the links in each, never meets a link whose ends are missing.
/// </summary>
/// <remarks>
/// The order is: entities put, links removed, links put, entities removed. Every part says the counts of the whole, so that
/// a missing part is noticed.
/// </remarks>
public static class ChangeSetCodec
{
    /// <summary>Where a part ends, in bytes; the fact that crosses it is still in it.</summary>
    public const int PartSize = 1 << 20;

    private const int Format = 1;

    // The text goes into stores, never into a web page: Chinese stays readable and takes half the bytes.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes the parts one after another, each when it is asked for. There is at least one.</summary>
    /// <param name="changes">What a store accepts: no text with half of a surrogate pair.</param>
    /// <param name="partSize">Where a part ends, in bytes.</param>
    public static IEnumerable<byte[]> Encode(ChangeSet changes, int partSize = PartSize)
    {
        var buffer = new ArrayBufferWriter<byte>(Math.Min(partSize, PartSize) + 4096);
        using var writer = new Utf8JsonWriter(buffer, Writing);
        var part = 0;
        string? list = null;
        StartPart(writer, changes, part);
        foreach (var (name, write) in Facts(changes))
        {
            if (writer.BytesCommitted + writer.BytesPending >= partSize)
            {
                yield return EndPart(writer, buffer, list);
                StartPart(writer, changes, ++part);
                list = null;
            }

            if (list != name)
            {
                EndList(writer, list);
                writer.WriteStartArray(name);
                list = name;
            }

            write(writer);
        }

        yield return EndPart(writer, buffer, list);
    }

    /// <summary>What one part holds: a change set with the id and provenance of the whole.</summary>
    /// <exception cref="FormatException">It is no part of a change set, or one of a newer format.</exception>
    public static ChangeSet DecodePart(ReadOnlySpan<byte> part) => DecodePart(part, new FactReader(), new PackedLinks()).Changes;

    /// <summary>The number of the part, the counts of the whole, and what the part holds but for the links put, which are added to others.</summary>
    internal static (int Number, ChangeCounts Counts, ChangeSet Changes) DecodePart(ReadOnlySpan<byte> part, FactReader facts, PackedLinks putLinks)
    {
        try
        {
            return ReadPart(part, facts, putLinks);
        }
        catch (Exception failure) when (failure is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new FormatException($"This is no part of a change set: {failure.Message}", failure);
        }
    }

    private static (int Number, ChangeCounts Counts, ChangeSet Changes) ReadPart(ReadOnlySpan<byte> part, FactReader facts, PackedLinks putLinks)
    {
        var (putEntities, removedEntities, removedLinks) = (new List<Entity>(), new List<EntityId>(), new List<LinkId>());
        var head = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        var json = new Utf8JsonReader(part);
        json.Read();
        json.Expect(JsonTokenType.StartObject);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = json.GetString()!;
            json.Read();
            switch (name)
            {
                case PutEntities:
                    ReadList(ref json, part, (ref item, all) => putEntities.Add(facts.ReadEntity(ref item, all)));
                    break;
                case RemovedLinks:
                    ReadList(ref json, part, (ref item, all) => removedLinks.Add(facts.ReadLinkId(ref item, all)));
                    break;
                case PutLinks:
                    ReadList(ref json, part, (ref item, all) => facts.ReadLink(ref item, all, putLinks));
                    break;
                case RemovedEntities:
                    ReadList(ref json, part, (ref item, _) => removedEntities.Add(facts.ReadId(ref item)));
                    break;
                default:
                    head.Add(name, JsonElement.ParseValue(ref json));
                    CheckFormat(head);
                    break;
            }
        }

        // Behind the end there is nothing.
        json.Read();
        var (provenance, counts) = (head["provenance"], head["counts"]);
        return (
            head["part"].GetInt32(),
            new(Count(PutEntities), Count(RemovedEntities), Count(PutLinks), Count(RemovedLinks)),
            new ChangeSet(
                Text(head["id"]),
                new(Text(provenance.GetProperty("who")), Text(provenance.GetProperty("message")), Text(provenance.GetProperty("origin")),
                    provenance.TryGetProperty("content_hash", out var hash) ? hash.GetString() : null))
            {
                PutEntities = putEntities,
                RemovedLinks = removedLinks,
                PutLinks = putLinks,
                RemovedEntities = removedEntities,
            });

        int Count(string list) => counts.GetProperty(list).GetInt32();
    }

    private static void ReadList(ref Utf8JsonReader json, ReadOnlySpan<byte> part, Reading read)
    {
        json.Expect(JsonTokenType.StartArray);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            read(ref json, part);
        }
    }

    // The format comes first, for all that follows is said in it.
    private static void CheckFormat(Dictionary<string, JsonElement> head)
    {
        var format = head["format"].GetInt32();
        if (format != Format)
        {
            throw new FormatException($"The change set is of format {format}; this program knows format {Format}.");
        }
    }

    private static string Text(JsonElement item) => item.GetString() ?? throw new FormatException("A text is null.");

    private delegate void Reading(ref Utf8JsonReader item, ReadOnlySpan<byte> all);

    private const string PutEntities = "put_entities";
    private const string RemovedLinks = "removed_links";
    private const string PutLinks = "put_links";
    private const string RemovedEntities = "removed_entities";

    private static IEnumerable<(string List, Action<Utf8JsonWriter> Write)> Facts(ChangeSet changes) =>
        changes.PutEntities.Select(entity => (PutEntities, (Action<Utf8JsonWriter>)(writer => FactJson.Write(writer, entity))))
            .Concat(changes.RemovedLinks.Select(link => (RemovedLinks, (Action<Utf8JsonWriter>)(writer => FactJson.Write(writer, link)))))
            .Concat(changes.PutLinks.Select(link => (PutLinks, (Action<Utf8JsonWriter>)(writer => FactJson.Write(writer, link)))))
            .Concat(changes.RemovedEntities.Select(id => (RemovedEntities, (Action<Utf8JsonWriter>)(writer => writer.WriteStringValue(id.Value)))));

    private static void StartPart(Utf8JsonWriter writer, ChangeSet changes, int part)
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteNumber("part", part);
        writer.WriteString("id", changes.Id);
        writer.WriteStartObject("provenance");
        writer.WriteString("who", changes.Provenance.Who);
        writer.WriteString("message", changes.Provenance.Message);
        writer.WriteString("origin", changes.Provenance.Origin);
        FactJson.WriteOptional(writer, "content_hash", changes.Provenance.ContentHash);
        writer.WriteEndObject();
        writer.WriteStartObject("counts");
        writer.WriteNumber(PutEntities, changes.Counts.EntitiesPut);
        writer.WriteNumber(RemovedEntities, changes.Counts.EntitiesRemoved);
        writer.WriteNumber(PutLinks, changes.Counts.LinksPut);
        writer.WriteNumber(RemovedLinks, changes.Counts.LinksRemoved);
        writer.WriteEndObject();
    }

    private static void EndList(Utf8JsonWriter writer, string? list)
    {
        if (list is not null)
        {
            writer.WriteEndArray();
        }
    }

    private static byte[] EndPart(Utf8JsonWriter writer, ArrayBufferWriter<byte> buffer, string? list)
    {
        EndList(writer, list);
        writer.WriteEndObject();
        writer.Flush();
        var part = buffer.WrittenSpan.ToArray();
        buffer.ResetWrittenCount();
        writer.Reset();
        return part;
    }
}
