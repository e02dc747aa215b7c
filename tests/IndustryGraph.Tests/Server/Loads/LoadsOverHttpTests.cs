using System.IO.Compression;
using System.Net;
using System.Text.Json.Nodes;
using IndustryGraph.Loads;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Loads;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Server.Http;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>Loads over HTTP, as a data team uses them.</summary>
public sealed class LoadsOverHttpTests
{
    [Fact]
    public async Task A_load_is_accepted_runs_and_is_served_at_once()
    {
        await using var server = await GraphServer.StartAsync();
        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Loader, "ann");
        using var started = await server.SendAsync(HttpMethod.Post, "/loads?message=First%20load", key, Archive.TarGz(bundle));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        Assert.Equal($"/loads/{(string)(await JsonAsync(started))["id"]!}", started.Headers.Location!.ToString());

        var load = await EndedAsync(server, started, key);
        Assert.Equal("DONE", (string?)load["state"]);
        Assert.Equal("LOADED", (string?)load["report"]!["outcome"]);
        Assert.Equal("ann", (string?)load["who"]);

        // The service need not look for it in the store: whoever sees the end of the load sees the version.
        var graph = (await server.AskAsync("{ graph { version message } version(number: 1) { who message origin contentHash } }"))["data"]!;
        Assert.Equal(1, (int)graph["graph"]!["version"]!);
        Assert.Equal("First load", (string?)graph["version"]!["message"]);
        Assert.Equal("ann", (string?)graph["version"]!["who"]);
        Assert.Equal("bundle", (string?)graph["version"]!["origin"]);

        using var again = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
        Assert.Equal("NOTHING_TO_DO", (string?)(await EndedAsync(server, again, key))["report"]!["outcome"]);
        Assert.Equal(1, await server.VersionAsync());
    }

    [Fact]
    public async Task Rejected_rows_that_cannot_be_kept_fail_the_load_which_names_no_folder_of_the_service()
    {
        await using var server = await GraphServer.StartAsync();
        using var bundle = new TemporaryBundle();
        bundle.Append(TemporaryBundle.Industries, "no-id,Name,Name,,,,,source:plan,,stated,");
        var place = server.Loads.Take();

        // No folder can be made in a file.
        Directory.Delete(place.Folder, recursive: true);
        await File.WriteAllTextAsync(place.Folder, "");
        var job = server.Loads.Start(place, new LoadRequest { Path = bundle.Folder, Who = "ann", Message = "a test" });
        Assert.True(SpinWait.SpinUntil(() => job.Status.Ended is not null, TimeSpan.FromSeconds(60)));

        // After its end a load removes what it was made of, which the bundle of this test wants to do too.
        Assert.True(SpinWait.SpinUntil(() => !Directory.Exists(bundle.Folder), TimeSpan.FromSeconds(30)));
        Directory.CreateDirectory(bundle.Folder);
        Assert.Equal((LoadState.Failed, "UNAVAILABLE"), (job.Status.State, job.Status.Failure!.Code));
        Assert.Contains("no room", job.Status.Failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), job.Status.Failure.Message, StringComparison.Ordinal);
        Assert.Equal(0, await server.VersionAsync());
    }

    [Fact]
    public async Task A_bundle_with_errors_tells_them_all_and_its_good_rows_can_be_loaded()
    {
        await using var server = await GraphServer.StartAsync();
        using var bundle = new TemporaryBundle();
        bundle.Append(TemporaryBundle.Industries, "industry:bad,=1+1,Bad,,,,,source:nowhere,,stated,", "no-id,Name,Name,,,,,source:plan,,stated,");
        var key = server.Key(KeyRole.Loader);
        using var started = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
        var load = await EndedAsync(server, started, key);
        Assert.Equal("REFUSED", (string?)load["report"]!["outcome"]);
        Assert.Equal(2, load["report"]!["problems"]!.AsArray().Count);
        Assert.Equal(0, await server.VersionAsync());

        using var csv = await server.SendAsync(HttpMethod.Get, started.Headers.Location + "/rejects.csv", key);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType!.MediaType);
        Assert.Equal(3, (await csv.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n').Length);
        using var zip = await server.SendAsync(HttpMethod.Get, started.Headers.Location + "/rejects.zip", key);
        await using var archive = await ZipArchive.CreateAsync(await zip.Content.ReadAsStreamAsync(), ZipArchiveMode.Read, leaveOpen: false, null);
        Assert.Equal([TemporaryBundle.Industries], archive.Entries.Select(entry => entry.FullName));

        using var skipping = await server.SendAsync(HttpMethod.Post, "/loads?skipBadRows=true", key, Archive.Zip(bundle));
        Assert.Equal("LOADED", (string?)(await EndedAsync(server, skipping, key))["report"]!["outcome"]);
        Assert.Equal(1, await server.VersionAsync());
    }

    [Fact]
    public async Task A_dry_run_changes_nothing_and_a_stale_base_is_refused()
    {
        await using var server = await GraphServer.StartAsync();
        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Loader);
        using var dry = await server.SendAsync(HttpMethod.Post, "/loads?dryRun=true&expectVersion=0", key, Archive.Zip(bundle));
        Assert.Equal("DRY_RUN", (string?)(await EndedAsync(server, dry, key))["report"]!["outcome"]);
        Assert.Equal(0, await server.VersionAsync());

        using var stale = await server.SendAsync(HttpMethod.Post, "/loads?expectVersion=3", key, Archive.Zip(bundle));
        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal("VERSION_CONFLICT", Code(await JsonAsync(stale)));
    }

    [Theory]
    [InlineData("/loads?dryrun=true", "application/zip", HttpStatusCode.BadRequest, "dryrun")]
    [InlineData("/loads?dryRun=yes", "application/zip", HttpStatusCode.BadRequest, "dryRun")]
    [InlineData("/loads?mode=merge", "application/zip", HttpStatusCode.BadRequest, "mode")]
    [InlineData("/loads?scope=Nothing", "application/zip", HttpStatusCode.BadRequest, "scope")]
    [InlineData("/loads?expectVersion=-1", "application/zip", HttpStatusCode.BadRequest, "expectVersion")]
    [InlineData("/loads?message=a&message=b", "application/zip", HttpStatusCode.BadRequest, "message")]
    [InlineData("/loads", "text/csv", HttpStatusCode.UnsupportedMediaType, "application/zip")]
    public async Task A_request_that_cannot_be_meant_is_refused_by_name(string path, string type, HttpStatusCode expected, string named)
    {
        await using var server = await GraphServer.StartAsync();
        using var response = await server.SendAsync(HttpMethod.Post, path, server.Key(KeyRole.Loader), Archive.Content([1, 2, 3], type));

        Assert.Equal(expected, response.StatusCode);
        Assert.Contains(named, (string?)(await JsonAsync(response))["errors"]![0]!["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_ends_at_its_limit_and_leaves_nothing_behind()
    {
        await using var server = await GraphServer.StartAsync(settings: ("Loads:UploadBytes", "1000"));
        var key = server.Key(KeyRole.Loader);
        using var known = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Content(new byte[1_001], "application/zip"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, known.StatusCode);
        using var chunks = new Chunks(new byte[5_000]);
        chunks.Headers.ContentType = new("application/zip");
        using var unknown = await server.SendAsync(HttpMethod.Post, "/loads", key, chunks);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, unknown.StatusCode);
        Assert.Equal("BODY_TOO_LARGE", Code(await JsonAsync(unknown)));

        using var small = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Content([1], "application/zip"));
        Assert.Equal("REFUSED", (string?)(await EndedAsync(server, small, key))["report"]!["outcome"]);
    }

    [Fact]
    public async Task Loads_run_one_after_another_wait_in_a_bounded_queue_and_can_be_cancelled()
    {
        HeldStore held = null!;
        await using var server = await GraphServer.StartAsync(store => held = new HeldStore(store), settings: [("Loads:AtOnce", "3"), ("Loads:Kept", "2")]);
        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Loader);
        using var first = await server.SendAsync(HttpMethod.Post, "/loads?message=first", key, Archive.Zip(bundle));
        await held.Reached.Task.WaitAsync(TimeSpan.FromSeconds(60));
        using var second = await server.SendAsync(HttpMethod.Post, "/loads?message=second", key, Archive.Zip(bundle));
        using var third = await server.SendAsync(HttpMethod.Post, "/loads?message=third", key, Archive.Zip(bundle));
        using var fourth = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
        Assert.Equal(HttpStatusCode.TooManyRequests, fourth.StatusCode);
        Assert.True(fourth.Headers.RetryAfter!.Delta > TimeSpan.Zero);

        Assert.Equal("RUNNING", (string?)(await StatusAsync(server, first, key))["state"]);
        Assert.Equal("WRITING", (string?)(await StatusAsync(server, first, key))["phase"]);
        Assert.Equal("WAITING", (string?)(await StatusAsync(server, second, key))["state"]);
        foreach (var load in new[] { first, second })
        {
            using var cancelled = await server.SendAsync(HttpMethod.Delete, load.Headers.Location!.ToString(), key);
            Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        }

        Assert.Equal("CANCELLED", (string?)(await EndedAsync(server, first, key))["state"]);
        Assert.Equal("CANCELLED", (string?)(await EndedAsync(server, second, key))["state"]);
        Assert.Equal(0, await server.VersionAsync());
        held.Open.SetResult();
        Assert.Equal("LOADED", (string?)(await EndedAsync(server, third, key))["report"]!["outcome"]);

        // Of those that have ended, the last two are kept.
        await Eventually.HoldsAsync(async () =>
        {
            using var gone = await server.SendAsync(HttpMethod.Get, first.Headers.Location!.ToString(), key);
            return gone.StatusCode == HttpStatusCode.NotFound;
        });
        Assert.Equal("CANCELLED", (string?)(await StatusAsync(server, second, key))["state"]);
    }

    [Fact]
    public async Task A_service_that_stops_during_a_load_has_loaded_nothing_of_it()
    {
        HeldStore held = null!;
        var server = await GraphServer.StartAsync(store => held = new HeldStore(store));
        using var bundle = new TemporaryBundle();
        using var started = await server.SendAsync(HttpMethod.Post, "/loads", server.Key(KeyRole.Loader), Archive.Zip(bundle));
        await held.Reached.Task.WaitAsync(TimeSpan.FromSeconds(60));

        await server.App.StopAsync();

        Assert.Equal(0, await server.VersionAsync());
        await server.DisposeAsync();
    }

    // The clock stands, so that nobody but the load looks for its version.
    [Fact]
    public async Task A_load_that_is_stored_is_done_even_if_its_version_cannot_be_served()
    {
        HeldStore held = null!;
        await using var server = await GraphServer.StartAsync(store => held = new HeldStore(store), new FakeTimeProvider());
        held.Open.SetResult();
        held.ChangesFailure = new InvalidOperationException("It cannot be read.");
        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Loader);
        using var started = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));

        var load = await EndedAsync(server, started, key);

        Assert.Equal(("DONE", 1), ((string?)load["state"], (int?)load["report"]?["version"]?["number"]));
        Assert.Null(held.ChangesFailure);
        Assert.Equal((1, 0), (await server.VersionAsync(), (int)(await server.AskAsync("{ graph { version } }"))["data"]!["graph"]!["version"]!));
    }

    [Fact]
    public async Task A_store_that_is_away_is_told_and_no_load_is_taken()
    {
        HeldStore held = null!;
        await using var server = await GraphServer.StartAsync(store => held = new HeldStore(store));
        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Loader);
        held.IsAway = true;
        await Eventually.HoldsAsync(async () =>
        {
            using var response = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
            if (response.StatusCode == HttpStatusCode.Accepted)
            {
                var load = await EndedAsync(server, response, key);
                Assert.Equal(("FAILED", "UNAVAILABLE"), ((string?)load["state"], (string?)load["failure"]!["code"]));
            }

            return response.StatusCode == HttpStatusCode.ServiceUnavailable && Code(await JsonAsync(response)) == "UNAVAILABLE";
        });
    }

    internal static async Task<JsonNode> EndedAsync(GraphServer server, HttpResponseMessage started, string key)
    {
        JsonNode load = null!;
        await Eventually.HoldsAsync(async () => (load = await StatusAsync(server, started, key))["ended"] is not null);
        return load;
    }

    private static async Task<JsonNode> StatusAsync(GraphServer server, HttpResponseMessage started, string key)
    {
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        using var response = await server.SendAsync(HttpMethod.Get, started.Headers.Location!.ToString(), key);
        return await JsonAsync(response);
    }

    private static async Task<JsonNode> JsonAsync(HttpResponseMessage response) => JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

    private static string? Code(JsonNode response) => (string?)response["errors"]![0]!["extensions"]!["code"];

    // A body that does not say how long it is.
    private sealed class Chunks(byte[] bytes) : ByteArrayContent(bytes)
    {
        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
