using System.Security.Claims;

namespace IndustryGraph.Server.GraphQL;

/// <summary>One request, whatever transport brought it.</summary>
public sealed record GraphQLCall
{
    /// <summary>The language of answers to clients that prefer neither.</summary>
    public const string DefaultLanguage = "zh";

    /// <summary>What is asked.</summary>
    public required GraphQLParameters Parameters { get; init; }

    /// <summary>The version to answer from; null while there is none.</summary>
    public required GraphVersionInfo? Graph { get; init; }

    /// <summary>Gives the version to answer from now, where the first one is gone before the end; null where it never goes.</summary>
    public CurrentGraphVersion? Renew { get; init; }

    /// <summary>The services of the request.</summary>
    public required IServiceProvider Services { get; init; }

    /// <summary>Whether no mutation may run, as with GET and over WebSocket.</summary>
    public bool QueriesOnly { get; init; }

    /// <summary>Whether a subscription may run, for one of its events.</summary>
    public bool Event { get; init; }

    /// <summary>The language that the client prefers, <c>zh</c> or <c>en</c>; null where it does not say.</summary>
    public string? Language { get; init; }

    /// <summary>Who asks.</summary>
    public ClaimsPrincipal? User { get; init; }
}
