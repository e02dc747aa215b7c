using System.Globalization;
using System.Threading.RateLimiting;
using IndustryGraph.Bundles.Exports;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Model;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Server.Reads;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace IndustryGraph.Server.Http;

/// <summary>
/// The graph, or a part of it, as a file over HTTP: what the command exports, written into the answer as it is made. An answer
/// that breaks off is told by the transport, and by the missing end of the file.
/// </summary>
internal sealed class ExportsEndpoint(
    GraphHolder holder, VersionHistory history, HttpLimits limits, GraphQLOptions options, ILogger<ExportsEndpoint> logger) : IDisposable
{
    private static readonly string[] Parameters = ["version", "around", "hops"];

    // Who reads more slowly would keep one of few places for hours.
    private static readonly MinDataRate Slowest = new(bytesPerSecond: 16 * 1024, gracePeriod: TimeSpan.FromSeconds(10));

    private readonly ConcurrencyLimiter places = new(new ConcurrencyLimiterOptions { PermitLimit = limits.Exports });

    /// <summary>Maps <c>/exports/{format}</c>.</summary>
    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/exports/{format}", AnswerAsync);

    /// <inheritdoc/>
    public void Dispose() => places.Dispose();

    private async Task AnswerAsync(HttpContext http)
    {
        try
        {
            await WriteAsync(http);
        }
        catch (Exception) when (http.RequestAborted.IsCancellationRequested)
        {
            http.Abort();
        }
        catch (Exception failure)
        {
            var refusal = failure as GraphQLProblem ?? new InternalFailures(logger).Tell(failure);
            if (http.Response.HasStarted)
            {
                http.Abort();
                return;
            }

            http.Response.Clear();
            HttpAnswer.Refuse(http, refusal);
        }
    }

    private async Task WriteAsync(HttpContext http)
    {
        var (format, number, around, hops) = Read(http.Request);
        if (options.OnlyDocuments)
        {
            // An export is no registered document: who may ask for anything has a key.
            AccessSetup.Holder(http.User, KeyRole.Reader);
        }

        var served = holder.Served ?? throw new GraphQLProblem(ErrorCodes.NotReady, "The graph is being loaded. Try again soon.") { RetryAfter = TimeSpan.FromSeconds(2) };
        if (served.Reader is not SnapshotReader current)
        {
            throw new GraphQLProblem(ErrorCodes.WholeGraphNeeded,
                "An export is made from the whole graph, and this service reads from its store only what a question needs. Ask one that runs with Graph:Reads=Memory, or run `industrygraph export` on the store.");
        }

        var cancellation = http.RequestAborted;
        var version = number is { } asked ? await history.VersionAsync(asked, current.Version, "version", cancellation) : current.Version;
        var tag = AnswerTag.Of(http.Request, new GraphVersionInfo(version.Number, version.LoadedAt, Stale: false), language: null, format.Code());
        http.Response.Headers.CacheControl = "no-cache";
        http.Response.Headers.ETag = tag.ToString();
        if (AnswerTag.IsKnown(http.Request, tag))
        {
            http.Response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        using var place = places.AttemptAcquire();
        if (!place.IsAcquired)
        {
            throw new GraphQLProblem(ErrorCodes.TooBusy, "As many exports as the service allows are being read. Wait, and ask again.") { RetryAfter = TimeSpan.FromSeconds(5) };
        }

        var reader = await history.AsOfAsync(version.Number, current, "version", cancellation);
        var part = ExportPart.Of(await reader.WholeAsync(cancellation), around, hops, out var missing, cancellation)
            ?? throw new GraphQLProblem(ErrorCodes.NotFound, $"The parameter around: {missing} is not in version {version.Number} of the graph: correct the id.");
        http.Response.ContentType = format.MediaType();
        http.Response.Headers.ContentDisposition = $"attachment; filename={format.FileName(version.Number)}";
        if (http.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = Slowest;
        }

        await GraphExport.WriteAsync(part.Graph, format, part.Name, http.Response.Body, cancellation);
    }

    private static (ExportFormat Format, long? Version, EntityId[] Around, int Hops) Read(HttpRequest request)
    {
        if (!ExportFormats.TryParse((string?)request.RouteValues["format"], out var format))
        {
            throw new GraphQLProblem(ErrorCodes.BadRequest, $"There is no such format. There are {string.Join(", ", ExportFormats.All.Select(item => item.Code()))}.");
        }

        if (request.Query.Keys.FirstOrDefault(key => !Parameters.Contains(key)) is { } unknown)
        {
            throw Wrong(unknown, $"there is no such parameter. There are {string.Join(", ", Parameters)}");
        }

        var around = request.Query["around"].Select(text => EntityId.TryParse(text, out var id) ? id
            : throw Wrong("around", "write an id, such as industry:agriculture; for several, give it several times"));
        return (format, Number(request, "version", long.MaxValue), [.. around], (int)(Number(request, "hops", ExportPart.MostHops) ?? 1));
    }

    private static long? Number(HttpRequest request, string name, long most) => request.Query[name] switch
    {
        { Count: 0 } => null,
        { Count: 1 } values when long.TryParse(values[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most => number,
        _ => throw Wrong(name, most == long.MaxValue ? "write a whole number from 0 on, once" : $"write a whole number from 0 to {most}, once"),
    };

    private static GraphQLProblem Wrong(string parameter, string what) => new(ErrorCodes.BadRequest, $"The parameter {parameter}: {what}.");
}
