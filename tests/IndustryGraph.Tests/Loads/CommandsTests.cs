using System.Globalization;
using System.IO.Compression;
using System.Net;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Cli;
using IndustryGraph.Loads;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Loads;

public sealed class CommandsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_table_in_another_shape_loads_by_a_mapping_and_one_is_proposed_for_it()
    {
        Directory.CreateDirectory(folder.At("tables"));
        await File.WriteAllTextAsync(folder.At("tables", "goods.csv"), "编码,名称\np1,电芯\np2,电池包\n");
        await File.WriteAllTextAsync(folder.At("map.json"), """
            {"tables":[{"table":"goods.csv","rows":[{"into":"entities/products.csv","columns":{
              "id":{"template":"product:{编码}"},"name_zh":{"column":"名称"},"source":{"value":"source:catalogue"},"evidence":{"value":"stated"}}}]}],
             "add":[{"into":"sources.csv","columns":{"id":{"value":"source:catalogue"},"name_zh":{"value":"产品目录"}}}]}
            """);
        await File.WriteAllTextAsync(folder.At("bad.json"), "{\"tables\":3}");

        var (code, output, _) = await RunAsync("load", folder.At("tables"), "--map", folder.At("map.json"));
        Assert.Equal((int)ExitCode.Success, code);
        Assert.Contains("goods.csv: 2 read, 2 accepted", output, StringComparison.Ordinal);
        Assert.Contains("+ product:p2", output, StringComparison.Ordinal);

        Assert.Equal((int)ExitCode.Refused, (await RunAsync("load", folder.At("tables"), "--map", folder.At("bad.json"))).Code);
        Assert.Equal((int)ExitCode.Refused, (await RunAsync("load", folder.At("tables"), "--map", folder.At("none.json"))).Code);

        var (_, proposed, notes) = await RunAsync("map", folder.At("tables"));
        Assert.NotNull(TableMapping.Parse(System.Text.Encoding.UTF8.GetBytes(proposed)).Mapping);
        Assert.Contains("goods.csv", notes, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Codes_say_what_came_of_it()
    {
        using var bundle = new TemporaryBundle();
        bundle.Append(TemporaryBundle.Industries, "industry:x,甲,,,,,,source:plan,,guessed,");

        Assert.Equal((int)ExitCode.Refused, (await RunAsync("load", bundle.Folder)).Code);
        Assert.Equal((int)ExitCode.RowsLeftOut, (await RunAsync("load", bundle.Folder, "--skip-bad-rows", "--rejects", folder.At("rejects"))).Code);
        Assert.True(File.Exists(folder.At("rejects", RejectedRows.ProblemsFile)));
        Assert.Equal((int)ExitCode.Conflict, (await RunAsync("load", bundle.Folder, "--expect-version", "7")).Code);
        bundle.Write(TemporaryBundle.Industries, bundle.Lines(TemporaryBundle.Industries)[..3]);
        bundle.Delete(TemporaryBundle.Inputs);
        bundle.Write(TemporaryBundle.FurtherCitations, bundle.Lines(TemporaryBundle.FurtherCitations)[..2]);
        var (code, output, _) = await RunAsync("load", bundle.Folder, "--mode", "replace", "--scope", "Industry");
        Assert.Equal((int)ExitCode.RemovalsUnconfirmed, code);
        Assert.Contains("add --confirm-removals 2.", output, StringComparison.Ordinal);
        Assert.Equal((int)ExitCode.Success, (await RunAsync("load", bundle.Folder, "--mode", "replace", "--scope", "Industry", "--confirm-removals", "2")).Code);
        Assert.Equal((int)ExitCode.Refused, (await RunAsync("diff", "1", "9")).Code);
        Assert.Equal((int)ExitCode.Refused, (await RunAsync("revert", "9")).Code);
        var (_, json, _) = await RunAsync("load", bundle.Folder, "--json", "--dry-run");
        Assert.Equal(LoadOutcome.NothingToDo, LoadReportJson.Read(json).Outcome);
        Assert.Equal((int)ExitCode.Unavailable, (await RunAsync("load", bundle.Folder, "--server", "http://127.0.0.1:1")).Code);
    }

    [Fact]
    public async Task A_load_through_a_service_sends_the_bundle_and_asks_until_it_has_ended()
    {
        using var bundle = new TemporaryBundle();
        var report = new LoadReport { Outcome = LoadOutcome.DryRun, Base = GraphVersion.Empty, ContentHash = "ab" };
        using var service = new Service(
            (HttpStatusCode.Accepted, """{"id":"7","state":"WAITING"}"""),
            (HttpStatusCode.OK, """{"id":"7","state":"RUNNING","phase":"READING","done":5}"""),
            (HttpStatusCode.OK, $$"""{"id":"7","state":"DONE","phase":"DONE","done":9,"total":9,"report":{{LoadReportJson.Write(report)}}}"""));
        using var client = new HttpClient(service) { BaseAddress = new Uri("http://service.test/") };
        var phases = new List<LoadPhase>();

        var given = await new ServerLoads(client).LoadAsync(
            new LoadRequest { Path = bundle.Folder, Who = "", Message = "a & b", Mode = LoadMode.Replace, Scope = LoadScope.Parse("Product,source:plan", out _), DryRun = true, ExpectVersion = 3 },
            new Phases(phases), CancellationToken.None);

        Assert.Equal(LoadReportJson.Write(report), LoadReportJson.Write(given));
        Assert.Equal([LoadPhase.Reading, LoadPhase.Done], phases);
        Assert.Equal(
            ["POST /loads?message=a%20%26%20b&mode=replace&scope=Product%2Csource%3Aplan&dryRun=true&expectVersion=3", "GET /loads/7", "GET /loads/7"],
            service.Asked);
        Assert.Contains("sources.csv", service.Entries);
        Assert.Contains("entities/industries.csv", service.Entries);
    }

    [Fact]
    public async Task A_service_that_refuses_is_believed()
    {
        using var bundle = new TemporaryBundle();
        using var service = new Service((HttpStatusCode.Conflict, """{"errors":[{"message":"The graph is at version 4.","extensions":{"code":"VERSION_CONFLICT"}}]}"""));
        using var client = new HttpClient(service) { BaseAddress = new Uri("http://service.test/") };

        var refusal = await Assert.ThrowsAsync<ServerRefusedException>(() => new ServerLoads(client).LoadAsync(
            new LoadRequest { Path = bundle.Folder, Who = "", Message = "" }, new Phases([]), CancellationToken.None));

        Assert.Equal(("The graph is at version 4. Nothing was changed.", "VERSION_CONFLICT"), (refusal.Message, refusal.Code));
    }

    [Fact]
    public async Task A_load_that_is_lost_from_sight_or_cancelled_by_others_is_not_said_to_have_changed_nothing()
    {
        using var bundle = new TemporaryBundle();
        var request = new LoadRequest { Path = bundle.Folder, Who = "", Message = "" };
        using var revoked = new Service((HttpStatusCode.Accepted, """{"id":"7","state":"WAITING"}"""), (HttpStatusCode.Unauthorized, """{"errors":[{"message":"No key.","extensions":{"code":"UNAUTHENTICATED"}}]}"""));
        using var client = new HttpClient(revoked) { BaseAddress = new Uri("http://service.test/") };

        var refusal = await Assert.ThrowsAsync<ServerRefusedException>(() => new ServerLoads(client).LoadAsync(request, new Phases([]), CancellationToken.None));

        Assert.Equal("No key. The load may go on: look for it at /loads/7, or in the history.", refusal.Message);
        using var cancelled = new Service((HttpStatusCode.Accepted, """{"id":"7","state":"WAITING"}"""), (HttpStatusCode.OK, """{"id":"7","state":"CANCELLED"}"""));
        using var other = new HttpClient(cancelled) { BaseAddress = new Uri("http://service.test/") };
        await Assert.ThrowsAsync<OperationCanceledException>(() => new ServerLoads(other).LoadAsync(request, new Phases([]), CancellationToken.None));
    }

    [Fact]
    public async Task A_load_that_was_whole_before_it_could_be_cancelled_is_told_as_loaded()
    {
        using var bundle = new TemporaryBundle();
        var report = new LoadReport { Outcome = LoadOutcome.Loaded, Base = GraphVersion.Empty, ContentHash = "ab" };
        using var cancel = new CancellationTokenSource();
        using var service = new Service(
            (HttpStatusCode.Accepted, """{"id":"7","state":"RUNNING","phase":"WRITING"}"""),
            (HttpStatusCode.OK, """{"id":"7","state":"RUNNING","phase":"WRITING"}"""),
            (HttpStatusCode.OK, $$"""{"id":"7","state":"DONE","phase":"DONE","done":9,"total":9,"report":{{LoadReportJson.Write(report)}}}"""));
        using var client = new HttpClient(service) { BaseAddress = new Uri("http://service.test/") };

        var told = await new ServerLoads(client).LoadAsync(
            new LoadRequest { Path = bundle.Folder, Who = "", Message = "" }, new Cancelling(cancel), cancel.Token);

        Assert.Equal(LoadOutcome.Loaded, told.Outcome);
        Assert.Equal(["DELETE /loads/7", "GET /loads/7"], service.Asked[1..]);
    }

    [Fact]
    public async Task A_folder_for_rejected_rows_that_cannot_be_made_is_told_and_nothing_is_loaded()
    {
        using var bundle = new TemporaryBundle();
        bundle.Append(TemporaryBundle.Industries, "no-id,Name,Name,,,,,source:plan,,stated,");
        await File.WriteAllTextAsync(folder.At("file"), "");

        var (code, _, said) = await RunAsync("load", bundle.Folder, "--skip-bad-rows", "--rejects", folder.At("file", "rejects"));

        Assert.Equal((int)ExitCode.Refused, code);
        Assert.Contains($"cannot be written to {folder.At("file", "rejects")}", said, StringComparison.Ordinal);
        Assert.Equal((0, "", ""), await RunAsync("history"));
    }

    private async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var errors = new StringWriter(CultureInfo.InvariantCulture);
        string[] all = arguments.Contains("--server") ? arguments : [.. arguments, "--store", $"sqlite:{folder.At("graph.db")}"];
        return (await new Commands(output, errors).RunAsync(all, CancellationToken.None), output.ToString(), errors.ToString());
    }

    private sealed class Phases(List<LoadPhase> phases) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => phases.Add(value.Phase);
    }

    private sealed class Cancelling(CancellationTokenSource source) : IProgress<LoadProgress>
    {
        public void Report(LoadProgress value) => source.Cancel();
    }

    /// <summary>Answers what it is told to, one after the other.</summary>
    private sealed class Service(params (HttpStatusCode Status, string Body)[] answers) : HttpMessageHandler
    {
        private readonly Queue<(HttpStatusCode Status, string Body)> left = new(answers);

        public List<string> Asked { get; } = [];

        public List<string> Entries { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            if (request.Content is { } content)
            {
                Assert.Equal("application/zip", content.Headers.ContentType!.MediaType);
                await using var archive = new ZipArchive(await content.ReadAsStreamAsync(cancellationToken));
                Entries.AddRange(archive.Entries.Select(entry => entry.FullName));
            }

            var (status, body) = left.Dequeue();
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body) };
            answer.Headers.Location = new Uri("/loads/7", UriKind.Relative);
            return answer;
        }
    }
}
