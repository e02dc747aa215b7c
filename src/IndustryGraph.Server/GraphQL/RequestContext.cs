using GraphQL.Execution;

namespace IndustryGraph.Server.GraphQL;

/// <summary>What resolvers know of the request they work for.</summary>
public sealed class RequestContext : Dictionary<string, object?>
{
    internal RequestContext(GraphVersionInfo graph, string? language)
    {
        Graph = graph;
        Language = language;
    }

    /// <summary>The version that the whole request is answered from.</summary>
    public GraphVersionInfo Graph { get; }

    /// <summary>The language that the client prefers, <c>zh</c> or <c>en</c>; null where it does not say.</summary>
    public string? Language
    {
        get
        {
            LanguageMatters = true;
            return field;
        }
    }

    /// <summary>Whether something in the answer was written in the preferred language.</summary>
    public bool LanguageMatters { get; private set; }

    /// <summary>Whether the answer hangs on more than the version and the request, such as the time that a search had.</summary>
    public bool Volatile { get; private set; }

    /// <summary>
    /// What an event of a subscription waits for before the next: it gives false where none comes any more. Null where events come
    /// with the versions of the graph.
    /// </summary>
    public Func<CancellationToken, Task<bool>>? Next { get; private set; }

    /// <summary>Says what the next event waits for.</summary>
    public void FollowBy(Func<CancellationToken, Task<bool>> next) => Next = next;

    /// <summary>Says that the answer must not be kept: it gets no <c>ETag</c>.</summary>
    public void MarkVolatile() => Volatile = true;
}

/// <summary>The way from a resolver to its <see cref="RequestContext"/>.</summary>
public static class RequestContextExtensions
{
    /// <summary>What is known of the request.</summary>
    public static RequestContext Request(this IProvideUserContext context) => (RequestContext)context.UserContext;
}
