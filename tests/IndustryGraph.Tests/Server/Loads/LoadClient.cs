using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using IndustryGraph.Tests.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>Loads over HTTP into the real program, with a key.</summary>
internal sealed class LoadClient(ServiceProcess service, string key)
{
    /// <summary>Sends a bundle, and gives the path of the load that began.</summary>
    public async Task<string> StartAsync(TemporaryBundle bundle, string query = "")
    {
        using var started = await SendAsync(HttpMethod.Post, "/loads" + query, Archive.Zip(bundle));
        Assert.True(started.StatusCode == HttpStatusCode.Accepted, await started.Content.ReadAsStringAsync());
        return started.Headers.Location!.ToString();
    }

    /// <summary>How a load stands.</summary>
    public async Task<JsonNode> StatusAsync(string load)
    {
        using var asked = await SendAsync(HttpMethod.Get, load);
        return JsonNode.Parse(await asked.Content.ReadAsStringAsync())!;
    }

    /// <summary>Waits until a load writes to the store.</summary>
    public Task WritesAsync(string load) => service.UntilAsync(async () => (string?)(await StatusAsync(load))["phase"] == "WRITING");

    /// <summary>Waits until a load has ended, and gives how.</summary>
    public async Task<JsonNode> EndedAsync(string load)
    {
        JsonNode status = null!;
        await service.UntilAsync(async () => (status = await StatusAsync(load))["ended"] is not null);
        return status;
    }

    /// <summary>Loads a bundle, and gives how that ended.</summary>
    public async Task<JsonNode> LoadAsync(TemporaryBundle bundle, string query = "") => await EndedAsync(await StartAsync(bundle, query));

    /// <summary>Sends a request with the key.</summary>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        return await service.Client.SendAsync(request);
    }
}
