using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.JsonLines;
using IndustryGraph.Snapshots;
using Json.Schema;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

public sealed class BundleJsonSchemaTests
{
    private const string Cited = "\"citations\":[{\"source\":\"source:plan\",\"evidence\":\"stated\"}]";

    private static readonly Lazy<Dictionary<BundleFile, JsonSchema>> Schemas = new(() =>
        BundleSchema.Files.ToDictionary(file => file, file =>
        {
            var schema = JsonNode.Parse(BundleJsonSchema.Text())!.AsObject();
            schema["$ref"] = $"#/$defs/{BundleJsonSchema.NameOf(file)}";
            return JsonSchema.FromText(schema.ToJsonString());
        }));

    [Fact]
    public void The_file_holds_the_schema()
    {
        // Beside the test: what to put into the file where the two differ.
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "bundle.schema.json"), BundleJsonSchema.Text());

        Assert.Equal(BundleJsonSchema.Text(), File.ReadAllText(Repository.Path("docs/schema/bundle.schema.json")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_seed_is_an_instance_of_the_schema() =>
        AllLinesAreInstances(BundleReader.Read(Repository.Path("graph-seed"), CancellationToken.None).Graph!);

    [Fact]
    public void What_is_written_is_an_instance_of_the_schema() =>
        Gen.Int[0, 1_000_000].Sample(seed => AllLinesAreInstances(WritableGraphs.Graph(seed)), iter: 20, seed: "0N0XIzNsQ0O2");

    [Theory]
    [InlineData("""{"id":"product:a","name_zh":"电池",CITED}""", true)]
    [InlineData("""{"id":"product:a","name_en":"a","alt_names":["b"],"valid_from":"2020-02",CITED}""", true)]
    [InlineData("""{"id":"product:a",CITED}""", false)]
    [InlineData("""{"id":"product:a","name_zh":"电池"}""", false)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[]}""", false)]
    [InlineData("""{"id":"Product","name_zh":"电池",CITED}""", false)]
    [InlineData("""{"id":"product:a","name_zh":7,CITED}""", false)]
    [InlineData("""{"id":"product:a","name_zh":"\u0000",CITED}""", false)]
    [InlineData("""{"id":"product:a","name_zh":"电池","colour":"red",CITED}""", false)]
    [InlineData("""{"id":"product:a","name_zh":"电池","valid_from":"20",CITED}""", false)]
    [InlineData("""{"id":"product:a","name_zh":"电池","citations":[{"source":"source:plan","evidence":"sure"}]}""", false)]
    public void The_schema_judges_a_line_as_the_reader_does(string line, bool isValid)
    {
        using var bundle = new TemporaryBundle();
        line = line.Replace("CITED", Cited, StringComparison.Ordinal);
        bundle.Write("entities/products.jsonl", line);

        Assert.Equal(isValid, IsInstance(BundleSchema.Of(Model.EntityKind.Product), line));
        Assert.Equal(isValid, bundle.Read().Graph is not null);
    }

    private static void AllLinesAreInstances(GraphSnapshot graph)
    {
        using var folder = new TemporaryFolder();
        BundleWriter.Write(graph, folder.Path, BundleFormat.JsonLines, CancellationToken.None);
        var lines = 0;
        foreach (var file in BundleSchema.Files.Where(file => File.Exists(folder.At(file.JsonLinesPath))))
        {
            foreach (var line in File.ReadLines(folder.At(file.JsonLinesPath)))
            {
                lines++;
                Assert.True(IsInstance(file, line), $"{file.JsonLinesPath}: {line}");
            }
        }

        Assert.Equal(graph.EntityCount + graph.LinkCount, lines);
    }

    private static bool IsInstance(BundleFile file, string line)
    {
        using var document = JsonDocument.Parse(line);
        return Schemas.Value[file].Evaluate(document.RootElement).IsValid;
    }
}
