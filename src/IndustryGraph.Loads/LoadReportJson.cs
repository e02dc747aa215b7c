using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace IndustryGraph.Loads;

/// <summary>Reports as JSON, the same from the service and the command.</summary>
public static class LoadReportJson
{
    /// <summary>Names in camel case, codes in upper case with underscores, texts as they are.</summary>
    public static JsonSerializerOptions Options { get; } = MakeOptions();

    /// <summary>The report as JSON.</summary>
    public static string Write(LoadReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>The report as JSON.</summary>
    public static string Write(RevertReport report) => JsonSerializer.Serialize(report, Options);

    /// <summary>Reads what <see cref="Write(LoadReport)"/> wrote.</summary>
    /// <exception cref="JsonException">The text is no report.</exception>
    public static LoadReport Read(string json) =>
        JsonSerializer.Deserialize<LoadReport>(json, Options) ?? throw new JsonException("The text is null and no report.");

    private static JsonSerializerOptions MakeOptions()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        };
        options.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper, allowIntegerValues: false));
        options.MakeReadOnly(populateMissingResolver: true);
        return options;
    }
}
