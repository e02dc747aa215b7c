using System.Globalization;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Text.Json;
using IndustryGraph.Loads;

namespace IndustryGraph.Cli;

/// <summary>Loads through a running service: sends the bundle as an archive, and asks for the load until it has ended.</summary>
internal sealed class ServerLoads(HttpClient client)
{
    /// <summary>The variable that holds the key of the service.</summary>
    public const string KeyVariable = "INDUSTRYGRAPH_KEY";

    private static readonly TimeSpan BetweenAsks = TimeSpan.FromMilliseconds(300);

    /// <summary>A client for the service at an address, with the key of <see cref="KeyVariable"/>.</summary>
    public static HttpClient Client(Uri service)
    {
        // An upload takes as long as it takes; it ends by Ctrl-C.
        var client = new HttpClient { BaseAddress = service, Timeout = Timeout.InfiniteTimeSpan };
        if (Environment.GetEnvironmentVariable(KeyVariable) is { Length: > 0 } key)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        return client;
    }

    /// <summary>Loads.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled; the service was asked to end the load.</exception>
    /// <exception cref="ServerRefusedException">The service gives no report, and says why.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    public async Task<LoadReport> LoadAsync(LoadRequest request, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        using var sent = await SendAsync(request, cancellation).ConfigureAwait(false);
        var first = await StatusAsync(sent, cancellation).ConfigureAwait(false);
        var place = sent.Headers.Location ?? throw new ServerRefusedException("The service does not say where the load is: is the address that of an IndustryGraph?", null);
        try
        {
            for (var status = first; ; status = await AskAsync(place, cancellation).ConfigureAwait(false))
            {
                if (status.Phase is { } phase)
                {
                    progress.Report(new LoadProgress(phase, status.Done, status.Total));
                }

                if (status.Report is { } report)
                {
                    return report;
                }

                if (status.Failure is { } failure)
                {
                    throw new ServerRefusedException(failure.Message, failure.Code);
                }

                await Task.Delay(BetweenAsks, cancellation).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            using var ended = await client.DeleteAsync(place, CancellationToken.None).ConfigureAwait(false);
            throw;
        }
    }

    private async Task<HttpResponseMessage> SendAsync(LoadRequest request, CancellationToken cancellation)
    {
        var path = request.Path;
        string? packed = null;
        try
        {
            if (Directory.Exists(path))
            {
                packed = Path.Combine(Path.GetTempPath(), $"industrygraph-{Guid.NewGuid():n}.zip");
                await ZipFile.CreateFromDirectoryAsync(path, packed, CompressionLevel.Fastest, includeBaseDirectory: false, cancellation).ConfigureAwait(false);
                path = packed;
            }

            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            await using (file.ConfigureAwait(false))
            {
                using var content = new StreamContent(file);
                content.Headers.ContentType = new MediaTypeHeaderValue(
                    path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase) ? "application/zip" : "application/gzip");
                return await client.PostAsync(new Uri("loads" + Query(request), UriKind.Relative), content, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            if (packed is not null)
            {
                File.Delete(packed);
            }
        }
    }

    private static string Query(LoadRequest request)
    {
        (string Name, string? Value)[] parameters =
        [
            ("message", request.Message),
            ("mode", request.Mode == LoadMode.Replace ? "replace" : null),
            ("scope", request.Scope?.ToString()),
            ("dryRun", request.DryRun ? "true" : null),
            ("skipBadRows", request.SkipBadRows ? "true" : null),
            ("expectVersion", request.ExpectVersion?.ToString(CultureInfo.InvariantCulture)),
            ("confirmRemovals", request.ConfirmRemovals?.ToString(CultureInfo.InvariantCulture)),
        ];
        return "?" + string.Join('&', parameters.Where(item => item.Value is not null).Select(item => $"{item.Name}={Uri.EscapeDataString(item.Value!)}"));
    }

    private async Task<Status> AskAsync(Uri place, CancellationToken cancellation)
    {
        using var answer = await client.GetAsync(place, cancellation).ConfigureAwait(false);
        return await StatusAsync(answer, cancellation).ConfigureAwait(false);
    }

    private static async Task<Status> StatusAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        try
        {
            if (answer.IsSuccessStatusCode)
            {
                return JsonSerializer.Deserialize<Status>(text, LoadReportJson.Options)!;
            }

            var error = JsonSerializer.Deserialize<Refusal>(text, LoadReportJson.Options)?.Errors is [var first, ..] ? first : null;
            throw new ServerRefusedException(error?.Message ?? $"The service answered {(int)answer.StatusCode}.", error?.Extensions?.Code);
        }
        catch (JsonException)
        {
            throw new ServerRefusedException($"The service answered {(int)answer.StatusCode}, and what it says is no JSON: is the address that of an IndustryGraph?", null);
        }
    }

    private sealed record Status(string State)
    {
        public LoadPhase? Phase { get; init; }

        public long Done { get; init; }

        public long? Total { get; init; }

        public LoadReport? Report { get; init; }

        public Failure? Failure { get; init; }
    }

    private sealed record Failure(string Code, string Message);

    private sealed record Refusal(IReadOnlyList<RefusalError>? Errors);

    private sealed record RefusalError(string Message, RefusalExtensions? Extensions);

    private sealed record RefusalExtensions(string? Code);
}
