using System.Text.Json;
using IndustryGraph.Model;

namespace IndustryGraph.Storage;

/// <summary>Writes entities and links as JSON, with the field names of the bundle format. <see cref="FactReader"/> reads them.</summary>
internal static class FactJson
{
    public static void Write(Utf8JsonWriter writer, Entity entity)
    {
        writer.WriteStartObject();
        writer.WriteString("id", entity.Id.Value);
        writer.WriteString("kind", entity.Kind.Code());
        WriteOptional(writer, "name_zh", entity.Names.Chinese);
        WriteOptional(writer, "name_en", entity.Names.English);
        if (entity.Names.Alternatives.Count > 0)
        {
            writer.WriteStartArray("alt_names");
            foreach (var name in entity.Names.Alternatives)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        WriteOptional(writer, "definition_zh", entity.DefinitionChinese);
        WriteOptional(writer, "definition_en", entity.DefinitionEnglish);
        WriteCarried(writer, entity.Attributes, entity.Validity, entity.Citations);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, Link link)
    {
        writer.WriteStartObject();
        WriteFields(writer, link.Id);
        WriteCarried(writer, link.Attributes, link.Validity, link.Citations);
        writer.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter writer, LinkId link)
    {
        writer.WriteStartObject();
        WriteFields(writer, link);
        writer.WriteEndObject();
    }

    public static void WriteOptional(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static void WriteFields(Utf8JsonWriter writer, LinkId link)
    {
        writer.WriteString("from", link.From.Value);
        writer.WriteString("kind", link.Kind.Code());
        writer.WriteString("to", link.To.Value);
        WriteOptional(writer, "qualifier", link.Qualifier);
    }

    private static void WriteCarried(Utf8JsonWriter writer, Attributes attributes, Validity validity, Citations citations)
    {
        if (attributes.Count > 0)
        {
            writer.WriteStartObject("attributes");
            for (var i = 0; i < attributes.Count; i++)
            {
                Write(writer, attributes[i].Key.Code(), attributes[i].Value);
            }

            writer.WriteEndObject();
        }

        WriteOptional(writer, "valid_from", validity.From?.ToString());
        WriteOptional(writer, "valid_to", validity.To?.ToString());
        writer.WriteStartArray("citations");
        for (var i = 0; i < citations.Count; i++)
        {
            writer.WriteStartObject();
            writer.WriteString("source", citations[i].Source.Value);
            WriteOptional(writer, "locator", citations[i].Locator);
            writer.WriteString("evidence", citations[i].Evidence.Code());
            WriteOptional(writer, "quote", citations[i].Quote);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter writer, string name, AttributeValue value)
    {
        switch (value.Type)
        {
            case AttributeType.Whole:
                writer.WriteNumber(name, value.Whole);
                break;
            case AttributeType.Number:
                writer.WriteNumber(name, value.Number);
                break;
            default:
                writer.WriteString(name, value.Text);
                break;
        }
    }
}
