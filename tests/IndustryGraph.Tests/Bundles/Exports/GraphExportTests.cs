using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Exports;
using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;
using Parquet;
using Xunit;

namespace IndustryGraph.Tests.Bundles.Exports;

public sealed class GraphExportTests
{
    private static readonly string[] References = ["prov:wasDerivedFrom", "skos:broader", "skos:exactMatch", "skos:inScheme", "ig:from", "ig:to"];

    private static readonly GraphSnapshot Seed = BundleReader.Read(Path.Combine(Repository.Root, "graph-seed"), CancellationToken.None).Graph!.As(
        GraphVersion.Empty with { Number = 7, LoadedAt = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero) });

    [Theory]
    [InlineData(ExportFormat.Bundle)]
    [InlineData(ExportFormat.JsonLines)]
    public async Task A_bundle_loads_back_to_the_same_graph(ExportFormat format)
    {
        using var folder = new TemporaryFolder();
        var path = folder.At("export.zip");
        await using (var file = File.Create(path))
        {
            await GraphExport.WriteAsync(Seed, format, null, file, CancellationToken.None);
        }

        var contents = BundleReader.Read(path, CancellationToken.None);

        Assert.Empty(contents.Problems);
        Assert.Equal((Seed.EntityCount, Seed.LinkCount), (contents.Graph!.EntityCount, contents.Graph.LinkCount));
        Assert.True(GraphDiff.Between(Seed, contents.Graph, "", GraphVersion.Empty.Provenance).IsEmpty);
    }

    [Theory]
    [InlineData(ExportFormat.Bundle)]
    [InlineData(ExportFormat.JsonLines)]
    [InlineData(ExportFormat.Csv)]
    [InlineData(ExportFormat.Parquet)]
    public async Task An_archive_ends_with_what_it_holds(ExportFormat format)
    {
        var bytes = await WriteAsync(Seed, format, "around industry:agriculture");

        using var archive = new ZipArchive(new MemoryStream(bytes));
        Assert.Equal(GraphExport.Manifest, archive.Entries[^1].FullName);
        var manifest = JsonNode.Parse(Read(archive, GraphExport.Manifest))!;
        Assert.Equal(7, (int)manifest["version"]!);
        Assert.Equal("around industry:agriculture", (string?)manifest["part"]);
        Assert.Equal((Seed.EntityCount, Seed.LinkCount), ((int)manifest["entities"]!, (int)manifest["links"]!));
        Assert.Equal(Seed.OfKind(EntityKind.Source).Length, manifest["sources"]!.AsArray().Count);
        Assert.True((bool)manifest["complete"]!);
        Assert.Equal(bytes, await WriteAsync(Seed, format, "around industry:agriculture"));
    }

    [Fact]
    public async Task GraphML_has_every_entity_and_link_and_ends_with_their_number()
    {
        var graph = XDocument.Load(new MemoryStream(await WriteAsync(Seed, ExportFormat.GraphMl, null))).Root!;
        XNamespace ns = graph.GetDefaultNamespace();
        var keys = graph.Elements(ns + "key").ToDictionary(key => (string)key.Attribute("id")!, key => (string)key.Attribute("attr.name")!);
        var body = graph.Element(ns + "graph")!;
        var nodes = body.Elements(ns + "node").ToDictionary(node => (string)node.Attribute("id")!);

        Assert.Equal(Seed.EntityCount, nodes.Count);
        Assert.Equal(Seed.LinkCount, body.Elements(ns + "edge").Count(edge =>
            nodes.ContainsKey((string)edge.Attribute("source")!) && nodes.ContainsKey((string)edge.Attribute("target")!)));
        Assert.All(body.Descendants(ns + "data"), data => Assert.Contains((string)data.Attribute("key")!, keys.Keys));
        Assert.Equal("农业", Data(nodes["industry:agriculture"], "name_zh"));
        Assert.Equal("complete", keys[(string)body.Elements().Last().Attribute("key")!]);
        Assert.Equal($"{Seed.LinkCount}", Data(body, "links"));

        string? Data(XElement of, string name) => (string?)of.Elements(ns + "data").FirstOrDefault(data => keys[(string)data.Attribute("key")!] == name);
    }

    [Fact]
    public async Task JSON_LD_says_names_and_matches_in_SKOS_and_sources_in_PROV()
    {
        var root = JsonNode.Parse(await WriteAsync(Seed, ExportFormat.JsonLd, null))!.AsObject();
        var resources = root["@graph"]!.AsArray().ToDictionary(item => (string)item!["@id"]!, item => item!);

        Assert.Equal(Seed.EntityCount + Seed.LinkCount, resources.Count);
        Assert.Equal("ig:complete", root.Last().Key);
        var agriculture = resources["urn:industrygraph:industry:agriculture"];
        Assert.Equal(["skos:Concept", "ig:Industry"], agriculture["@type"]!.AsArray().Select(type => (string)type!));
        Assert.Contains(agriculture["skos:prefLabel"]!.AsArray(), label => (string?)label!["@value"] == "农业" && (string?)label["@language"] == "zh");
        Assert.NotEmpty(agriculture["prov:wasDerivedFrom"]!.AsArray());
        var referenced = resources.Values.SelectMany(item => References
            .SelectMany(property => item[property]?.AsArray() ?? [])).Select(reference => (string)reference!["@id"]!);
        Assert.All(referenced.Distinct(), reference => Assert.Contains(reference, resources.Keys));
        Assert.Equal(Seed.CountOf(LinkKind.Broader), resources.Values.Sum(item => item["skos:broader"]?.AsArray().Count ?? 0));
    }

    [Fact]
    public async Task Parquet_has_typed_columns_that_read_back()
    {
        using var archive = new ZipArchive(new MemoryStream(await WriteAsync(Seed, ExportFormat.Parquet, null)));
        Assert.Equal(Seed.EntityCount, (await ReadTextsAsync(archive, "entities.parquet", "id")).Length);
        Assert.Contains("农业", await ReadTextsAsync(archive, "entities.parquet", "name_zh"));
        Assert.Equal(Seed.LinkCount, (await ReadTextsAsync(archive, "links.parquet", "id")).Length);
        var citations = Enumerable.Range(0, Seed.EntityCount).Sum(i => Seed.EntityAt(i).Citations.Count)
            + Enumerable.Range(0, Seed.LinkCount).Sum(i => Seed.LinkAt(i).Citations.Count);
        Assert.Equal(citations, (await ReadTextsAsync(archive, "citations.parquet", "subject")).Length);

        await using var reader = await ParquetReader.CreateAsync(Entry(archive, "links.parquet"));
        var field = reader.Schema.GetDataFields().Single(item => item.Name == "coefficient");
        Assert.Equal(typeof(double), field.ClrType);
        using var group = reader.OpenRowGroupReader(0);
        var coefficients = new double?[Seed.LinkCount];
        await group.ReadAsync<double>(field, coefficients);
        Assert.Equal(Enumerable.Range(0, Seed.LinkCount).Select(i => Seed.LinkAt(i).Attributes[AttributeName.Coefficient]?.Number), coefficients);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+86", "'+86")]
    [InlineData("-ADCA", "'-ADCA")]
    [InlineData("@SUM(A1)", "'@SUM(A1)")]
    [InlineData("say \"a, b\"\nc", "say \"a, b\"\nc")]
    public async Task What_a_spreadsheet_would_run_is_text_in_its_tables_and_itself_in_a_bundle(string name, string cell)
    {
        var source = Citations.Of(new Citation(EntityId.Parse("source:s"), Evidence.Stated));
        var builder = new GraphSnapshotBuilder();
        builder.Add(new Entity(EntityId.Parse("source:s"), EntityKind.Source, new Names("来源", null), source));
        builder.Add(new Entity(EntityId.Parse("product:p"), EntityKind.Product, new Names(name, null), source));
        var graph = builder.Build(GraphVersion.Empty);

        using var table = new ZipArchive(new MemoryStream(await WriteAsync(graph, ExportFormat.Csv, null)));
        Assert.Contains($",{(cell.Contains('"', StringComparison.Ordinal) ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : cell)},", Read(table, "entities.csv"), StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        var path = folder.At("bundle.zip");
        await File.WriteAllBytesAsync(path, await WriteAsync(graph, ExportFormat.Bundle, null));
        Assert.Equal(name, BundleReader.Read(path, CancellationToken.None).Graph!.Find(EntityId.Parse("product:p"))!.Names.Chinese);
    }

    [Fact]
    public async Task A_neighbourhood_stands_alone_with_what_it_cites()
    {
        var origin = Seed.IndexOf(EntityId.Parse("industry:quantum-information"));
        var (part, complete) = Neighbourhood.Of(Seed, [origin], LinkDirection.Both, 1, LinkFilter.All, SearchLimits.Default, TimeProvider.System);

        Assert.True(complete);
        var near = Enumerable.Range(0, Seed.LinkCount).Where(link => Seed.FromOf(link) == origin || Seed.ToOf(link) == origin)
            .SelectMany(link => new[] { Seed.FromOf(link), Seed.ToOf(link) }).Distinct().Select(entity => Seed.EntityAt(entity).Id).ToHashSet();
        Assert.Superset(near, part.Entities.ToArray().Select(entity => entity.Id).ToHashSet());
        Assert.All(Enumerable.Range(0, part.LinkCount), link => Assert.Contains(part.LinkAt(link).From, near));
        Assert.Equal(
            Enumerable.Range(0, Seed.LinkCount).Count(link => near.Contains(Seed.LinkAt(link).From) && near.Contains(Seed.LinkAt(link).To)), part.LinkCount);
        using var folder = new TemporaryFolder();
        var path = folder.At("part.zip");
        await File.WriteAllBytesAsync(path, await WriteAsync(part, ExportFormat.Bundle, "around"));
        Assert.Empty(BundleReader.Read(path, CancellationToken.None).Problems);
    }

    [Fact]
    public async Task An_export_that_is_ended_leaves_nothing_behind()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        foreach (var format in ExportFormats.All)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => GraphExport.WriteAsync(Seed, format, null, Stream.Null, cancelled.Token));
        }
    }

    [Fact]
    public void Every_format_is_found_by_its_name() => Assert.All(
        ExportFormats.All, format => Assert.True(ExportFormats.TryParse(format.Code(), out var same) && same == format));

    private static async Task<byte[]> WriteAsync(GraphSnapshot graph, ExportFormat format, string? part)
    {
        using var stream = new MemoryStream();
        await GraphExport.WriteAsync(graph, format, part, stream, CancellationToken.None);
        return stream.ToArray();
    }

    private static string Read(ZipArchive archive, string name) => new StreamReader(Entry(archive, name), Encoding.UTF8).ReadToEnd();

    private static MemoryStream Entry(ZipArchive archive, string name)
    {
        var copy = new MemoryStream();
        using var entry = archive.GetEntry(name)!.Open();
        entry.CopyTo(copy);
        copy.Position = 0;
        return copy;
    }

    private static async Task<string?[]> ReadTextsAsync(ZipArchive archive, string name, string column)
    {
        await using var reader = await ParquetReader.CreateAsync(Entry(archive, name));
        using var group = reader.OpenRowGroupReader(0);
        var texts = new string[group.RowCount];
        await group.ReadAsync(reader.Schema.GetDataFields().Single(item => item.Name == column), texts);
        return texts;
    }
}
