using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using GraphQL;
using GraphQL.Instrumentation;
using GraphQL.Types;
using GraphQL.Validation;
using GraphQLParser.AST;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// The documents of the folder that the setting <c>GraphQL:Documents</c> names: <c>*.graphql</c>, in folders within it too. They
/// are parsed and validated at the start, so that none fails later.
/// </summary>
internal sealed class RegisteredDocuments
{
    private readonly FrozenDictionary<string, KnownDocument> byHash;
    private readonly FrozenDictionary<string, KnownDocument> byText;

    private RegisteredDocuments(Dictionary<string, KnownDocument> documents)
    {
        byHash = documents.ToFrozenDictionary(document => DocumentHash.Of(document.Key), document => document.Value);
        byText = documents.ToFrozenDictionary();
    }

    /// <summary>Reads the documents; none where no folder is named.</summary>
    /// <exception cref="OptionsValidationException">The folder or a document in it cannot be used; each failure names the file.</exception>
    public static RegisteredDocuments Read(GraphQLOptions options, ISchema schema, DocumentGuard guard)
    {
        var documents = new Dictionary<string, KnownDocument>();
        var failures = new List<string>();
        foreach (var file in Files(options, failures))
        {
            if (Problem(file, schema, guard, out var text, out var document) is { } problem)
            {
                failures.Add($"GraphQL:Documents: {file}{problem}");
                continue;
            }

            var known = new KnownDocument(text, document, IsValid: true);
            documents.TryAdd(text, known);

            // Editors end a file with a line feed; clients hash the document without it.
            documents.TryAdd(text.TrimEnd('\r', '\n'), known);
        }

        return failures.Count == 0
            ? new RegisteredDocuments(documents)
            : throw new OptionsValidationException(GraphQLOptions.Section, typeof(GraphQLOptions), failures);
    }

    /// <summary>The document of this hash; null where there is none.</summary>
    public KnownDocument? OfHash(string hash) => byHash.GetValueOrDefault(hash);

    /// <summary>The document of this text; null where there is none.</summary>
    public KnownDocument? OfText(string text) => byText.GetValueOrDefault(text);

    private static List<string> Files(GraphQLOptions options, List<string> failures)
    {
        if (string.IsNullOrEmpty(options.Documents))
        {
            if (options.OnlyDocuments)
            {
                failures.Add("GraphQL:OnlyDocuments needs GraphQL:Documents, the folder of the documents that may be asked.");
            }

            return [];
        }

        try
        {
            return Directory.EnumerateFiles(options.Documents, "*.graphql", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            failures.Add($"GraphQL:Documents: {error.Message}");
            return [];
        }
    }

    private static string? Problem(
        string file, ISchema schema, DocumentGuard guard, out string text, [NotNull] out GraphQLDocument? document)
    {
        document = new GraphQLDocument([]);
        try
        {
            text = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            text = "";
            return $": {error.Message}";
        }

        if (!guard.TryRead(text, out var read, out var refusal))
        {
            return Told(refusal);
        }

        document = read;
        foreach (var operation in read.Definitions.OfType<GraphQLOperationDefinition>())
        {
            // Without variables those that must be given are missed; that is no fault of the document.
            var result = new DocumentValidator().ValidateAsync(new ValidationOptions
            {
                Schema = schema, Document = read, Operation = operation, Rules = DocumentValidator.CoreRules,
                UserContext = new Dictionary<string, object?>(), Metrics = Metrics.None, Variables = Inputs.Empty, Extensions = Inputs.Empty,
            }).GetAwaiter().GetResult();
            if (result.Errors.FirstOrDefault(error => error is not InvalidVariableError) is { } error)
            {
                return Told(error);
            }
        }

        return read.Definitions.Any(definition => definition is GraphQLOperationDefinition) ? null : ": The document holds no operation.";
    }

    private static string Told(ExecutionError error) =>
        error.Locations is [var place, ..] ? $"({place.Line},{place.Column}): {error.Message}" : $": {error.Message}";
}
