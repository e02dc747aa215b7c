using System.Security.Cryptography;
using System.Text;
using GraphQL;

namespace IndustryGraph.Server.GraphQL;

/// <summary>The SHA-256 of a document's text in UTF-8, lower-case hexadecimal: the name that clients call it by.</summary>
internal static class DocumentHash
{
    private const string Prefix = "sha256:";

    /// <summary>The hash of a text.</summary>
    public static string Of(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>
    /// The hash that a request names its document by: in <c>documentId</c> as GraphQL over HTTP has it, or in
    /// <c>extensions.persistedQuery</c> as Apollo's clients send it; null where it names none.
    /// </summary>
    /// <exception cref="GraphQLProblem">The name is malformed, or there are two that differ.</exception>
    public static string? In(GraphQLParameters parameters)
    {
        var byId = parameters.DocumentId is null ? null
            : parameters.DocumentId.StartsWith(Prefix, StringComparison.Ordinal) && IsHash(parameters.DocumentId.AsSpan(Prefix.Length))
                ? parameters.DocumentId[Prefix.Length..]
                : throw Bad("documentId must be sha256: and then the SHA-256 of the document in 64 lower-case hexadecimal digits.");
        var byExtension = InExtensions(parameters.Extensions);
        return byId is null || byExtension is null || byId == byExtension
            ? byId ?? byExtension
            : throw Bad("documentId and extensions.persistedQuery.sha256Hash name two documents. Send one of them.");
    }

    private static string? InExtensions(Inputs? extensions)
    {
        if (extensions is null || !extensions.TryGetValue("persistedQuery", out var value) || value is null)
        {
            return null;
        }

        return value is IReadOnlyDictionary<string, object?> query && query.GetValueOrDefault("version") is 1
            && query.GetValueOrDefault("sha256Hash") is string hash && IsHash(hash)
                ? hash
                : throw Bad("extensions.persistedQuery must be {\"version\": 1, \"sha256Hash\": the SHA-256 of the document in 64 lower-case hexadecimal digits}.");
    }

    private static bool IsHash(ReadOnlySpan<char> text) =>
        text.Length == 64 && text.IndexOfAnyExcept(Digits) < 0;

    private static GraphQLProblem Bad(string message) => new(ErrorCodes.BadRequest, message);

    private static readonly System.Buffers.SearchValues<char> Digits = System.Buffers.SearchValues.Create("0123456789abcdef");
}
