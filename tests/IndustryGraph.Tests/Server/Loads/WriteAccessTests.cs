using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Tests.Bundles;
using IndustryGraph.Tests.Server.Http;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>Who may write.</summary>
public sealed class WriteAccessTests
{
    private const string Edit = """
        mutation { applyChanges(input: { message: "Try", putEntities: [{ id: "source:try", kind: SOURCE, nameEn: "Try", citations: [{ source: "source:try", evidence: STATED }] }] }) { outcome } }
        """;

    private static readonly string[] Reads = ["GET", "HEAD", "OPTIONS"];

    [Fact]
    public async Task No_route_writes_without_the_key_of_a_loader()
    {
        await using var server = await GraphServer.StartAsync();
        using var bundle = new TemporaryBundle();
        var reader = server.Key(KeyRole.Reader);
        var known = server.Key(KeyRole.Loader);
        var routes = server.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["POST", "PUT", "PATCH", "DELETE"])
                .Where(method => !Reads.Contains(method)).Select(method => (Method: new HttpMethod(method), Path: "/" + route.RoutePattern.RawText!.TrimStart('/'), Route: route)))
            .ToList();
        Assert.Equal(["DELETE /loads/{id}", "POST /loads"],
            routes.Where(route => route.Route.Metadata.GetMetadata<IAuthorizeData>() is not null).Select(route => $"{route.Method} {route.Path}").Order(StringComparer.Ordinal));

        // What needs no key by its route is GraphQL, where the operation decides.
        Assert.All(routes.Where(route => route.Route.Metadata.GetMetadata<IAuthorizeData>() is null), route => Assert.Equal("/graphql", route.Path));
        foreach (var (method, path, _) in routes.Where(route => route.Path != "/graphql" || route.Method == HttpMethod.Post))
        {
            var address = path.Replace("{id}", "0123", StringComparison.Ordinal);
            var inAddress = $"{address}?access_token={known}&key={known}&authorization=Bearer%20{known}";
            foreach (var (header, at, expected) in new (string? Header, string At, HttpStatusCode Expected)[]
            {
                (null, address, HttpStatusCode.Unauthorized),
                ("Bearer", address, HttpStatusCode.Unauthorized),
                ("Bearer ", address, HttpStatusCode.Unauthorized),
                ("Bearer " + known[..^1], address, HttpStatusCode.Unauthorized),
                ("Bearer " + known + "x", address, HttpStatusCode.Unauthorized),
                ("Basic " + known, address, HttpStatusCode.Unauthorized),
                (known, address, HttpStatusCode.Unauthorized),
                (null, inAddress, HttpStatusCode.Unauthorized),
                ("Bearer " + reader, address, HttpStatusCode.Forbidden),
            })
            {
                using var request = new HttpRequestMessage(method, at) { Content = path == "/graphql" ? JsonContent.Create(new { query = Edit }) : Archive.Zip(bundle) };
                request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/graphql-response+json"));
                if (header is not null)
                {
                    request.Headers.TryAddWithoutValidation("Authorization", header);
                }

                using var response = await server.Client.SendAsync(request);
                Assert.True(expected == response.StatusCode, $"{method} {at} with '{header}' gave {response.StatusCode}.");
                var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["errors"]![0]!;
                Assert.Equal(expected == HttpStatusCode.Forbidden ? "FORBIDDEN" : "UNAUTHENTICATED", (string?)error["extensions"]!["code"]);
                if (expected == HttpStatusCode.Unauthorized)
                {
                    Assert.Equal("Bearer", response.Headers.WwwAuthenticate.ToString());
                }
            }
        }

        Assert.Equal(0, await server.VersionAsync());

        // The same requests with a key that reaches do write, so that the refusals above are because of the key.
        Assert.Equal("LOADED", (string?)(await server.AskAsync(Edit, known))["data"]!["applyChanges"]!["outcome"]);
        Assert.Equal(1, await server.VersionAsync());
        using var started = await server.SendAsync(HttpMethod.Post, "/loads", known, Archive.Zip(bundle));
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
    }

    [Fact]
    public async Task Loads_are_shown_to_whoever_has_a_key()
    {
        await using var server = await GraphServer.StartAsync();
        using var bundle = new TemporaryBundle();
        var (admin, reader) = (server.Key(KeyRole.Admin), server.Key(KeyRole.Reader));
        using var started = await server.SendAsync(HttpMethod.Post, "/loads", admin, Archive.Zip(bundle));
        var load = started.Headers.Location!.ToString();

        foreach (var path in new[] { load, load + "/rejects.csv", load + "/rejects.zip" })
        {
            using var without = await server.SendAsync(HttpMethod.Get, path, key: null);
            Assert.Equal(HttpStatusCode.Unauthorized, without.StatusCode);
        }

        using var shown = await server.SendAsync(HttpMethod.Get, load, reader);
        Assert.Equal(HttpStatusCode.OK, shown.StatusCode);
        Assert.Equal("no-store", shown.Headers.CacheControl!.ToString());
    }

    [Fact]
    public async Task Keys_are_made_and_revoked_while_the_service_runs()
    {
        await using var server = await GraphServer.StartAsync();
        var first = server.Key(KeyRole.Loader, "first");
        await StatusAsync(first, HttpStatusCode.NotFound);

        var second = server.Key(KeyRole.Loader, "second");
        await StatusAsync(second, HttpStatusCode.NotFound);
        await StatusAsync(first, HttpStatusCode.NotFound);
        Assert.True(server.Keys.Revoke("first"));
        await StatusAsync(first, HttpStatusCode.Unauthorized);
        await StatusAsync(second, HttpStatusCode.NotFound);

        // A file that cannot be read lets nobody in.
        await File.WriteAllTextAsync(server.Keys.Path, "{");
        await StatusAsync(second, HttpStatusCode.Unauthorized);

        // A load that does not exist tells whether the key was accepted.
        Task StatusAsync(string key, HttpStatusCode expected) => Eventually.HoldsAsync(async () =>
        {
            using var response = await server.SendAsync(HttpMethod.Delete, "/loads/0123", key);
            return response.StatusCode == expected;
        });
    }

    [Fact]
    public async Task A_service_that_is_read_only_has_no_mutations_and_takes_no_loads()
    {
        await using var server = await GraphServer.StartAsync(settings: ("Graph:ReadOnly", "true"));
        using var bundle = new TemporaryBundle();
        var key = server.Key(KeyRole.Admin);

        var types = await server.AskAsync("{ __schema { mutationType { name } subscriptionType { fields { name } } types { name } } }");
        Assert.Null(types["data"]!["__schema"]!["mutationType"]);
        Assert.DoesNotContain("ChangesInput", types.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("loadProgressed", types.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal("OPERATION_NOT_SUPPORTED", Code(await server.AskAsync("mutation { __typename }", key)));
        using var load = await server.SendAsync(HttpMethod.Post, "/loads", key, Archive.Zip(bundle));
        Assert.Equal(HttpStatusCode.Forbidden, load.StatusCode);
        Assert.Equal("READ_ONLY", Code(JsonNode.Parse(await load.Content.ReadAsStringAsync())!));
        Assert.Equal(0, await server.VersionAsync());
    }

    private static string? Code(JsonNode response) => (string?)response["errors"]![0]!["extensions"]!["code"];
}
