using IndustryGraph.Server.GraphQL;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Http;

/// <summary>Which pages of other sites may ask the service from a browser: those of the origins in <c>GraphQL:Origins</c>.</summary>
internal static class Origins
{
    private const string All = "*";

    /// <summary>
    /// The cross-origin rules of requests. Credentials are never let through: the service has no cookies, and a page of another
    /// site must not use those that a proxy in front of it may have set.
    /// </summary>
    public static void Rules(CorsPolicyBuilder policy, GraphQLOptions options) => policy
        .WithOrigins([.. options.Origins])
        .WithMethods(HttpMethods.Get, HttpMethods.Post)
        .WithHeaders("Accept", "Accept-Language", "Content-Type", "If-None-Match")
        .WithExposedHeaders("Content-Language", "ETag", "Retry-After")
        .SetPreflightMaxAge(TimeSpan.FromHours(2));

    /// <summary>
    /// Whether a WebSocket may be opened. Browsers open one to any site and send no preflight, so that the service itself must
    /// look where the page comes from. Programs name no origin.
    /// </summary>
    public static bool Allow(HttpRequest request, GraphQLOptions options)
    {
        var origin = request.Headers.Origin.ToString();
        return origin.Length == 0
            || string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase)
            || options.Origins.Any(known => known == All || string.Equals(known, origin, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Refuses to start with an origin that no browser would send.</summary>
    public sealed class Validator : IValidateOptions<GraphQLOptions>
    {
        /// <inheritdoc/>
        public ValidateOptionsResult Validate(string? name, GraphQLOptions options)
        {
            var failures = options.Origins.Where(origin => !IsOrigin(origin))
                .Select(origin => $"GraphQL:Origins: '{origin}' is no origin. Write one such as https://example.org, without a path, or * for all.").ToList();
            return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
        }

        private static bool IsOrigin(string text) => text == All
            || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase));
    }
}
