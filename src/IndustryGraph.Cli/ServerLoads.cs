using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Loads;

namespace IndustryGraph.Cli;

/// <summary>Loads through a running service: sends the bundle as an archive, and asks for the load until it has ended.</summary>
internal sealed class ServerLoads(HttpClient client)
{
    /// <summary>The variable that holds the key of the service.</summary>
    public const string KeyVariable = "INDUSTRYGRAPH_KEY";

    private const string Cancelled = "CANCELLED";

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

    /// <summary>Loads, and fetches the rejects where the request names a folder for them.</summary>
    /// <exception cref="OperationCanceledException">The load was cancelled, here or at the service, and has changed nothing.</exception>
    /// <exception cref="ServerRefusedException">The service gives no report, and says why.</exception>
    /// <exception cref="HttpRequestException">The service cannot be reached.</exception>
    public async Task<LoadReport> LoadAsync(LoadRequest request, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        if (request.Refusal() is { } refusal)
        {
            throw new ServerRefusedException($"{refusal} Nothing was changed.", null);
        }

        var (place, first) = await StartAsync(request, cancellation).ConfigureAwait(false);
        try
        {
            var report = await EndAsync(place, first, progress, cancellation).ConfigureAwait(false);
            if (request.RejectsFolder is { } folder && report.ProblemCount > 0)
            {
                await FetchRejectsAsync(place, folder, cancellation).ConfigureAwait(false);
            }

            return report;
        }
        catch (HttpRequestException lost)
        {
            throw new HttpRequestException($"{lost.Message} {Whereabouts(place)}", lost);
        }
    }

    private async Task<(Uri Place, Status First)> StartAsync(LoadRequest request, CancellationToken cancellation)
    {
        using var sent = await SendAsync(request, cancellation).ConfigureAwait(false);
        var text = await sent.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!sent.IsSuccessStatusCode)
        {
            var refused = Refused(sent, text);
            throw refused.Message.Contains("Nothing was", StringComparison.Ordinal) ? refused : new ServerRefusedException($"{refused.Message} Nothing was changed.", refused.Code);
        }

        return sent.Headers.Location is { } place ? (place, Read<Status>(sent, text))
            : throw new ServerRefusedException("The service does not say where the load is: is the address that of an IndustryGraph?", null);
    }

    private async Task<LoadReport> EndAsync(Uri place, Status first, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        try
        {
            return await FollowAsync(place, first, progress, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // What has reached the store is loaded all the same.
            using var asked = await client.DeleteAsync(place, CancellationToken.None).ConfigureAwait(false);
            return await FollowAsync(place, first, progress, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<LoadReport> FollowAsync(Uri place, Status status, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        for (; ; status = await AskAsync(place, cancellation).ConfigureAwait(false))
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

            if (status.State == Cancelled)
            {
                throw new OperationCanceledException();
            }

            await Task.Delay(BetweenAsks, cancellation).ConfigureAwait(false);
        }
    }

    private async Task FetchRejectsAsync(Uri place, string folder, CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        using var table = await client.GetAsync(Under(place, "rejects.csv"), cancellation).ConfigureAwait(false);
        var text = await table.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!table.IsSuccessStatusCode)
        {
            throw Refused(table, text);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, RejectedRows.ProblemsFile), text, cancellation).ConfigureAwait(false);
        using var rows = await client.GetAsync(Under(place, "rejects.zip"), cancellation).ConfigureAwait(false);

        // There may be problems of whole files alone, and none of rows.
        if (rows.StatusCode != HttpStatusCode.NotFound)
        {
            var bytes = await rows.EnsureSuccessStatusCode().Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            await using (bytes.ConfigureAwait(false))
            {
                await ZipFile.ExtractToDirectoryAsync(bytes, Path.Combine(folder, RejectedRows.BundleFolderName), cancellation).ConfigureAwait(false);
            }
        }
    }

    private async Task<HttpResponseMessage> SendAsync(LoadRequest request, CancellationToken cancellation)
    {
        var path = request.Path;
        using var scratch = Directory.Exists(path) ? ScratchFolder.Create(parent: null) : null;
        if (scratch is not null)
        {
            path = Path.Combine(scratch.Path, "bundle.zip");
            await PackAsync(request.Path, path, cancellation).ConfigureAwait(false);
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

    // An entry for each file; of a pipe or a device the name alone, so that the service tells of it.
    private static async Task PackAsync(string folder, string path, CancellationToken cancellation)
    {
        var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create, cancellation).ConfigureAwait(false);
        await using (archive.ConfigureAwait(false))
        {
            foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            {
                var name = Path.GetRelativePath(folder, file).Replace(Path.DirectorySeparatorChar, '/');
                if (FileBytes.AreNone(file))
                {
                    archive.CreateEntry(name);
                }
                else
                {
                    await archive.CreateEntryFromFileAsync(file, name, CompressionLevel.Fastest, cancellation).ConfigureAwait(false);
                }
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
        var text = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
        if (!answer.IsSuccessStatusCode)
        {
            var refused = Refused(answer, text);
            throw new ServerRefusedException($"{refused.Message} {Whereabouts(place)}", refused.Code);
        }

        return Read<Status>(answer, text);
    }

    private static Uri Under(Uri place, string name) => new($"{place}/{name}", place.IsAbsoluteUri ? UriKind.Absolute : UriKind.Relative);

    private static string Whereabouts(Uri place) => $"The load may go on: look for it at {place}, or in the history.";

    private static ServerRefusedException Refused(HttpResponseMessage answer, string text)
    {
        var error = Read<Refusal>(answer, text).Errors is [var first, ..] ? first : null;
        return new ServerRefusedException(error?.Message ?? $"The service answered {(int)answer.StatusCode}.", error?.Extensions?.Code);
    }

    private static T Read<T>(HttpResponseMessage answer, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(text, LoadReportJson.Options) ?? throw new JsonException();
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
