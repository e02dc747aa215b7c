using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Loads;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Http;

/// <summary>Loads over HTTP: an archive comes in, and a resource tells what becomes of it.</summary>
internal sealed class LoadsEndpoint(
    LoadQueue loads, CurrentGraphVersion current, IOptions<LoadsOptions> limits, IOptions<GraphOptions> options, ILogger<LoadsEndpoint> logger)
{
    private static readonly string[] Parameters = ["message", "mode", "scope", "dryRun", "skipBadRows", "expectVersion", "confirmRemovals"];

    /// <summary>Maps <c>/loads</c>.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        if (options.Value.ReadOnly)
        {
            routes.MapPost("/loads", http => Answered(http, () => throw new GraphQLProblem(ErrorCodes.ReadOnly, "This service answers questions alone, and takes no loads.")));
            return;
        }

        routes.MapPost("/loads", http => Answered(http, () => StartAsync(http))).Needs(KeyRole.Loader);
        routes.MapGet("/loads/{id}", http => Answered(http, () => WriteAsync(http, Job(http).Status))).Needs(KeyRole.Reader);
        routes.MapGet("/loads/{id}/rejects.csv", http => Answered(http, () => RejectsAsync(http))).Needs(KeyRole.Reader);
        routes.MapGet("/loads/{id}/rejects.zip", http => Answered(http, () => RejectedBundleAsync(http))).Needs(KeyRole.Reader);
        routes.MapDelete("/loads/{id}", http => Answered(http, () => CancelAsync(http))).Needs(KeyRole.Loader);
    }

    private async Task Answered(HttpContext http, Func<Task> answer)
    {
        http.Response.Headers.CacheControl = "no-store";
        try
        {
            await answer();
        }
        catch (GraphQLProblem refusal)
        {
            HttpAnswer.Refuse(http, refusal);
        }
        catch (Exception gone) when (gone is OperationCanceledException or IOException && http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception bug) when (!http.Response.HasStarted)
        {
            HttpAnswer.Refuse(http, new InternalFailures(logger).Tell(bug));
        }
    }

    private async Task StartAsync(HttpContext http)
    {
        var extension = Extension(http.Request);
        var request = Request(http);
        if (request.ExpectVersion is { } expected && current() is { } now && now.Version != expected)
        {
            throw new GraphQLProblem(ErrorCodes.VersionConflict, $"The graph is at version {now.Version}, not at {expected}. Nothing was loaded.");
        }

        if (http.Request.ContentLength > limits.Value.UploadBytes)
        {
            throw TooLarge();
        }

        using var place = loads.Take();
        var path = Path.Combine(place.Folder, "bundle" + extension);
        await ReceiveAsync(http, path);
        var job = loads.Start(place, request with { Path = path });
        http.Response.StatusCode = StatusCodes.Status202Accepted;
        http.Response.Headers.Location = $"/loads/{place.Id}";
        await WriteAsync(http, job.Status);
    }

    private async Task ReceiveAsync(HttpContext http, string path)
    {
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = limits.Value.UploadBytes;
        }

        try
        {
            await using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            await http.Request.Body.CopyToAsync(file, http.RequestAborted);
        }
        catch (BadHttpRequestException error)
        {
            throw error.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => TooLarge(),
                StatusCodes.Status408RequestTimeout => new GraphQLProblem(ErrorCodes.RequestTimeout, "The archive came too slowly. Send it again."),
                _ => new GraphQLProblem(ErrorCodes.BadRequest, "The archive did not arrive whole. Send it again."),
            };
        }
        catch (IOException full) when (!http.RequestAborted.IsCancellationRequested)
        {
            throw loads.NoRoom(full);
        }
    }

    private Task CancelAsync(HttpContext http)
    {
        var job = Job(http);
        job.Cancel();
        return WriteAsync(http, job.Status);
    }

    private async Task RejectsAsync(HttpContext http)
    {
        var job = Job(http);
        var status = Ended(job);
        http.Response.ContentType = "text/csv; charset=utf-8";
        http.Response.Headers.ContentDisposition = "attachment; filename=rejects.csv";
        var file = Path.Combine(job.Folder, LoadPlace.Rejects, RejectedRows.ProblemsFile);
        if (File.Exists(file))
        {
            await http.Response.SendFileAsync(file, http.RequestAborted);
            return;
        }

        await http.Response.WriteAsync(RejectedRows.TableOf(status.Report?.Problems ?? []), http.RequestAborted);
    }

    private async Task RejectedBundleAsync(HttpContext http)
    {
        var job = Job(http);
        Ended(job);
        var folder = Path.Combine(job.Folder, LoadPlace.Rejects, RejectedRows.BundleFolderName);
        if (!Directory.Exists(folder))
        {
            throw new GraphQLProblem(ErrorCodes.LoadNotFound, "This load has no rejected rows.");
        }

        var zip = Path.Combine(job.Folder, $"{Guid.NewGuid():n}.zip");
        await ZipFile.CreateFromDirectoryAsync(folder, zip, http.RequestAborted);
        http.Response.ContentType = "application/zip";
        http.Response.Headers.ContentDisposition = "attachment; filename=rejects.zip";
        await using var file = new FileStream(zip, new FileStreamOptions { Options = FileOptions.DeleteOnClose });
        await file.CopyToAsync(http.Response.Body, http.RequestAborted);
    }

    private LoadJob Job(HttpContext http) => loads.Find((string)http.Request.RouteValues["id"]!)
        ?? throw new GraphQLProblem(ErrorCodes.LoadNotFound, "There is no load of this id. Only the last ones are kept, and only as long as the service runs.");

    private static LoadStatus Ended(LoadJob job) => job.Status is { Ended: not null } status ? status
        : throw new GraphQLProblem(ErrorCodes.LoadNotFound, "The load has not ended yet. Ask again when it has.") { RetryAfter = TimeSpan.FromSeconds(1) };

    private static async Task WriteAsync(HttpContext http, LoadStatus status)
    {
        http.Response.ContentType = MediaTypes.Json + "; charset=utf-8";
        await JsonSerializer.SerializeAsync(http.Response.Body, status, LoadReportJson.Options, http.RequestAborted);
    }

    private static LoadRequest Request(HttpContext http)
    {
        var unknown = http.Request.Query.Keys.FirstOrDefault(key => !Parameters.Contains(key));
        if (unknown is not null)
        {
            throw Wrong(unknown, $"there is no such parameter. There are {string.Join(", ", Parameters)}");
        }

        var who = AccessSetup.Holder(http.User, KeyRole.Loader);
        return new LoadRequest
        {
            Path = "",
            Who = who,
            Message = One(http, "message") ?? "Load over HTTP",
            Mode = One(http, "mode") switch
            {
                null or "upsert" => LoadMode.Upsert,
                "replace" => LoadMode.Replace,
                _ => throw Wrong("mode", "write upsert or replace"),
            },
            Scope = One(http, "scope") is { } scope ? LoadScope.Parse(scope, out var problem) ?? throw Wrong("scope", problem!) : null,
            DryRun = Flag(http, "dryRun"),
            SkipBadRows = Flag(http, "skipBadRows"),
            ExpectVersion = Number(http, "expectVersion"),
            ConfirmRemovals = (int?)Number(http, "confirmRemovals"),
        };
    }

    private static bool Flag(HttpContext http, string name) => One(http, name) switch
    {
        null or "false" => false,
        "true" => true,
        _ => throw Wrong(name, "write true or false"),
    };

    private static long? Number(HttpContext http, string name) => One(http, name) is not { } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw Wrong(name, "write a whole number from 0 on");

    private static string? One(HttpContext http, string name) => http.Request.Query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } values => values[0],
        _ => throw Wrong(name, "give it once"),
    };

    private static GraphQLProblem Wrong(string parameter, string what) => new(ErrorCodes.BadRequest, $"The parameter {parameter}: {what}.");

    private static string Extension(HttpRequest request) => request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() switch
    {
        "application/zip" => ".zip",
        "application/gzip" or "application/x-gzip" => ".tar.gz",
        _ => throw new GraphQLProblem(ErrorCodes.UnsupportedMediaType, "Send a bundle as application/zip, or as application/gzip where it is a .tar.gz."),
    };

    private GraphQLProblem TooLarge() => new GraphQLProblem(
        ErrorCodes.BodyTooLarge, $"The archive has more than {limits.Value.UploadBytes} bytes. Load it in parts, or by the command on the machine of the store.").With("allowed", limits.Value.UploadBytes);
}
