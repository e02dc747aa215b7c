using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Http;

/// <summary>Whether the process lives, and whether it can answer.</summary>
internal static class Health
{
    /// <summary>
    /// Maps <c>/health/live</c>, 200 as long as the process answers at all, and <c>/health/ready</c>, 200 with the version that is
    /// served, or 503 while there is none.
    /// </summary>
    public static void Map(IEndpointRouteBuilder routes, CurrentGraphVersion current)
    {
        routes.MapGet("/health/live", (HttpContext http) => Answer(http, new { status = "live" }));
        routes.MapGet("/health/ready", (HttpContext http) => current() is { } graph
            ? Answer(http, new { status = "ready", version = graph.Version, loadedAt = graph.LoadedAt, stale = graph.Stale })
            : Answer(http, new { status = "loading" }, StatusCodes.Status503ServiceUnavailable));
    }

    private static IResult Answer(HttpContext http, object body, int status = StatusCodes.Status200OK)
    {
        http.Response.Headers.CacheControl = "no-store";
        return Results.Json(body, statusCode: status);
    }
}
