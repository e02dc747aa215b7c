using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using IndustryGraph.Server.GraphQL;
using Microsoft.Net.Http.Headers;

namespace IndustryGraph.Server.Http;

/// <summary>
/// The <c>ETag</c> of an answer to GET. An answer hangs on the version of the graph and on the request alone, so that its tag is
/// known without executing. Weak, because compression changes the bytes.
/// </summary>
internal static class AnswerTag
{
    // Another build may answer otherwise.
    private static readonly string Build = typeof(AnswerTag).Module.ModuleVersionId.ToString("n");

    /// <summary>The tag of the answer to a request.</summary>
    /// <param name="request">The request, whose query string counts.</param>
    /// <param name="graph">What it is answered from.</param>
    /// <param name="language">The language that the client prefers.</param>
    /// <param name="form">The media type, or the format where one type has several.</param>
    public static EntityTagHeaderValue Of(HttpRequest request, GraphVersionInfo graph, string? language, string form)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(Build);
        Append($"{graph.Version}|{graph.LoadedAt.UtcTicks}|{graph.Stale}|{language}|{form}");
        Append(request.QueryString.Value ?? "");
        return new EntityTagHeaderValue($"\"{Base64Url.EncodeToString(hash.GetHashAndReset().AsSpan(0, 18))}\"", isWeak: true);

        void Append(string text)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(text));
            hash.AppendData([0]);
        }
    }

    /// <summary>Whether the client has the answer already.</summary>
    public static bool IsKnown(HttpRequest request, EntityTagHeaderValue tag) =>
        request.Headers.IfNoneMatch.Count > 0
        && EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out var known)
        && known.Any(other => other.Compare(tag, useStrongComparison: false));
}
