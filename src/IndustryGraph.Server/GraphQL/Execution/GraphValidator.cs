using System.Runtime.CompilerServices;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>
/// Validates a document by the rules of a request. Without rules, which is what a document gets that passed them before, just the
/// values of variables are checked, and what does not hang on them is not worked out again.
/// </summary>
internal sealed class GraphValidator : IDocumentValidator
{
    private readonly DocumentValidator byRules = new();
    private readonly ConditionalWeakTable<GraphQLOperationDefinition, PreparedOperation> prepared = [];

    /// <inheritdoc/>
    public Task<IValidationResult> ValidateAsync(in ValidationOptions options) =>
        options.Rules is IReadOnlyCollection<IValidationRule> { Count: 0 } ? ValuesAsync(options) : byRules.ValidateAsync(options);

    private async Task<IValidationResult> ValuesAsync(ValidationOptions options)
    {
        if (!prepared.TryGetValue(options.Operation, out var known))
        {
            known = new PreparedOperation(options.Schema, options.Document, options.Operation);
            prepared.TryAdd(options.Operation, known);
        }

        return await known.ValuesAsync(options).ConfigureAwait(false);
    }
}
