using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Exports;
using IndustryGraph.Changes;
using IndustryGraph.Cli;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Server.Loads;
using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>Exports over HTTP: the files of the command, of any version, for whoever may ask questions.</summary>
public sealed class ExportsOverHttpTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Every_format_is_the_file_of_the_command_and_is_not_sent_twice()
    {
        await using var server = await SeededAsync();
        foreach (var format in ExportFormats.All)
        {
            using var whole = await server.Client.GetAsync($"/exports/{format.Code()}");

            Assert.Equal(HttpStatusCode.OK, whole.StatusCode);
            Assert.Equal(format.MediaType(), whole.Content.Headers.ContentType!.MediaType);
            Assert.Equal(format.FileName(1), whole.Content.Headers.ContentDisposition!.FileName);
            Assert.Equal("no-cache", whole.Headers.CacheControl!.ToString());
            Assert.Equal(await ByCommandAsync("--format", format.Code()), await whole.Content.ReadAsByteArrayAsync());
            using var again = await AgainAsync(server, $"/exports/{format.Code()}", whole);
            Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
            Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal(
            await ByCommandAsync("--format", "graphml", "--around", "industry:quantum-information", "--around", "industry:agriculture", "--hops", "2"),
            await server.Client.GetByteArrayAsync("/exports/graphml?around=industry:quantum-information&around=industry:agriculture&hops=2"));
        Assert.Equal(
            await ByCommandAsync("--format", "bundle", "--around", "industry:quantum-information"),
            await server.Client.GetByteArrayAsync("/exports/bundle?around=industry:quantum-information"));
    }

    [Fact]
    public async Task A_bundle_loads_back_to_the_same_graph_and_an_earlier_version_is_what_it_was()
    {
        await using var server = await SeededAsync();
        using var first = await server.Client.GetAsync("/exports/bundle");
        var asFirst = await first.Content.ReadAsByteArrayAsync();
        await File.WriteAllBytesAsync(folder.At("first.zip"), asFirst);

        var contents = BundleReader.Read(folder.At("first.zip"), CancellationToken.None);

        Assert.Empty(contents.Problems);
        Assert.True(GraphDiff.Between(await GraphAsync(server), contents.Graph!, "", GraphVersion.Empty.Provenance).IsEmpty);
        Assert.Equal(0, (await RunAsync("load", folder.At("first.zip"), "--store", $"sqlite:{folder.At("other.db")}")).Code);
        Assert.Contains("No version was made.", (await RunAsync("load", folder.At("first.zip"), "--store", Store)).Output, StringComparison.Ordinal);

        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Loader);
        using var load = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
        await LoadsOverHttpTests.EndedAsync(server, load, key);
        using var second = await AgainAsync(server, "/exports/bundle", first);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(ExportFormat.Bundle.FileName(2), second.Content.Headers.ContentDisposition!.FileName);
        using var before = await server.Client.GetAsync("/exports/bundle?version=1");
        Assert.Equal(ExportFormat.Bundle.FileName(1), before.Content.Headers.ContentDisposition!.FileName);
        Assert.Equal(asFirst, await before.Content.ReadAsByteArrayAsync());
        using var known = await AgainAsync(server, "/exports/bundle?version=1", before);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("/exports/xlsx", HttpStatusCode.BadRequest, "BAD_REQUEST", "bundle, jsonl, csv")]
    [InlineData("/exports/csv?kinds=INPUT_TO", HttpStatusCode.BadRequest, "BAD_REQUEST", "kinds")]
    [InlineData("/exports/csv?hops=13", HttpStatusCode.BadRequest, "BAD_REQUEST", "0 to 12")]
    [InlineData("/exports/csv?hops=1&hops=2", HttpStatusCode.BadRequest, "BAD_REQUEST", "hops")]
    [InlineData("/exports/csv?version=-1", HttpStatusCode.BadRequest, "BAD_REQUEST", "version")]
    [InlineData("/exports/csv?around=agriculture", HttpStatusCode.BadRequest, "BAD_REQUEST", "around")]
    [InlineData("/exports/csv?around=industry:nowhere", HttpStatusCode.BadRequest, "NOT_FOUND", "industry:nowhere")]
    [InlineData("/exports/csv?version=9", HttpStatusCode.BadRequest, "NOT_FOUND", "version 9")]
    public async Task What_cannot_be_exported_is_refused_by_name(string address, HttpStatusCode status, string code, string named)
    {
        await using var server = await GraphServer.StartAsync();

        await RefusedAsync(server, address, status, code, named);
    }

    [Fact]
    public async Task A_service_that_reads_its_store_or_answers_registered_documents_alone_says_so()
    {
        await using (var server = await GraphServer.StartAsync(settings: ("Graph:Reads", "Store")))
        {
            await RefusedAsync(server, "/exports/bundle", HttpStatusCode.BadRequest, "WHOLE_GRAPH_NEEDED", "industrygraph export");
        }

        await File.WriteAllTextAsync(folder.At("one.graphql"), "{ graph { version } }");
        await using var closed = await GraphServer.StartAsync(settings: [("GraphQL:OnlyDocuments", "true"), ("GraphQL:Documents", folder.Path)]);
        await RefusedAsync(closed, "/exports/bundle", HttpStatusCode.Unauthorized, "UNAUTHENTICATED", "key");
        using var known = await closed.SendAsync(HttpMethod.Get, "/exports/jsonld", closed.Key(KeyRole.Reader));
        Assert.Equal(HttpStatusCode.OK, known.StatusCode);
    }

    [Fact]
    public async Task Only_so_many_are_read_at_once_and_who_leaves_makes_room()
    {
        await using var server = await SeededAsync(("Http:Limits:Exports", "1"));

        // It takes less than the file has, so that the service waits for it.
        using var slow = new HttpClient(new SocketsHttpHandler { ConnectCallback = ConnectSmallAsync }) { BaseAddress = server.Client.BaseAddress };
        using (var first = await slow.GetAsync("/exports/graphml", HttpCompletionOption.ResponseHeadersRead))
        {
            Assert.Equal(HttpStatusCode.OK, first.StatusCode);
            using var refused = await RefusedAsync(server, "/exports/graphml", HttpStatusCode.TooManyRequests, "TOO_BUSY", "Wait");
            Assert.True(refused.Headers.RetryAfter!.Delta > TimeSpan.Zero);
            Assert.Null(refused.Headers.ETag);
        }

        await Eventually.HoldsAsync(async () =>
        {
            using var next = await server.Client.GetAsync("/exports/graphml");
            return next.StatusCode == HttpStatusCode.OK;
        });
    }

    private string Store => $"sqlite:{folder.At("graph.db")}";

    private Task<GraphServer> SeededAsync(params (string Key, string Value)[] settings) =>
        GraphServer.StartAsync(settings: [("Graph:Seed", Repository.Path("graph-seed")), ("Sqlite:Path", folder.At("graph.db")), .. settings]);

    private async Task<byte[]> ByCommandAsync(params string[] arguments)
    {
        var file = folder.At(Guid.NewGuid().ToString("n"));
        Assert.Equal(0, (await RunAsync(["export", "--store", Store, "--out", file, .. arguments])).Code);
        return await File.ReadAllBytesAsync(file);
    }

    private static async Task<(int Code, string Output)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        return (await new Commands(output, TextWriter.Null).RunAsync(arguments, CancellationToken.None), output.ToString());
    }

    private static async Task<GraphSnapshot> GraphAsync(GraphServer server)
    {
        var builder = new GraphSnapshotBuilder();
        return builder.Build(await server.Store.ReadAllAsync(builder, CancellationToken.None));
    }

    private static async Task<HttpResponseMessage> AgainAsync(GraphServer server, string address, HttpResponseMessage before)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.IfNoneMatch.Add(before.Headers.ETag!);
        return await server.Client.SendAsync(request);
    }

    private static async Task<HttpResponseMessage> RefusedAsync(GraphServer server, string address, HttpStatusCode status, string code, string named)
    {
        var response = await server.Client.GetAsync(address);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!;
        Assert.Equal((status, code), (response.StatusCode, (string?)error["extensions"]!["code"]));
        Assert.Contains(named, (string?)error["message"], StringComparison.Ordinal);
        Assert.Null(response.Content.Headers.ContentDisposition);
        return response;
    }

    private static async ValueTask<Stream> ConnectSmallAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4_096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
