using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustryGraph.Loads;

/// <summary>A scope as JSON: the text that <see cref="LoadScope.Parse"/> reads.</summary>
internal sealed class LoadScopeJson : JsonConverter<LoadScope>
{
    /// <inheritdoc/>
    public override LoadScope? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        LoadScope.Parse(reader.GetString()!, out var problem) ?? throw new JsonException(problem);

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, LoadScope value, JsonSerializerOptions options) => writer.WriteStringValue(value.ToString());
}
