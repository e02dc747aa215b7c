using GraphQL;
using GraphQL.Validation;
using GraphQLParser.AST;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// Stops validation after so many errors. Each error looks for names like the wrong one, so that a document that is wrong
/// everywhere costs more than one that runs; and nobody mends more than a few errors at once.
/// </summary>
internal sealed class ErrorLimit : ValidationRuleBase, INodeVisitor
{
    /// <summary>The errors that a response tells.</summary>
    public const int Most = 20;

    /// <summary>The rules of the specification, with this limit.</summary>
    public static IReadOnlyList<IValidationRule> Rules { get; } = [new ErrorLimit(), .. DocumentValidator.CoreRules];

    /// <inheritdoc/>
    public override ValueTask<INodeVisitor?> GetPreNodeVisitorAsync(ValidationContext context) => new(this);

    /// <inheritdoc/>
    public ValueTask EnterAsync(ASTNode node, ValidationContext context)
    {
        if (context.HasErrors && context.Errors.Count() > Most)
        {
            throw new Reached([.. context.Errors]);
        }

        return default;
    }

    /// <inheritdoc/>
    public ValueTask LeaveAsync(ASTNode node, ValidationContext context) => default;

    /// <summary>Carries the errors that were found out of the validation.</summary>
    internal sealed class Reached(IReadOnlyList<ValidationError> errors) : ExecutionError("Validation stopped after the first errors.")
    {
        /// <summary>The errors, in the order in which they were found.</summary>
        public IReadOnlyList<ValidationError> Errors { get; } = errors;
    }
}
