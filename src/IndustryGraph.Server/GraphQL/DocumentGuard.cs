using System.Diagnostics.CodeAnalysis;
using GraphQLParser;
using GraphQLParser.AST;
using GraphQLParser.Exceptions;

namespace IndustryGraph.Server.GraphQL;

/// <summary>
/// Parses a document and refuses it where validating or running it could cost much more than reading it. It runs before
/// validation, because validation itself is exponential in fragments, quadratic in repeated fields, and recursive without a bound.
/// </summary>
/// <remarks>
/// Linear in the document, but for the walk of the expanded fields, which is bounded by <see cref="GraphQLLimits.Fields"/> for each
/// operation and fragment. Variables play no part, so that a document that passed once passes for ever.
/// </remarks>
public sealed class DocumentGuard(GraphQLOptions options)
{
    // The parser counts nodes of the tree, about three for a level of fields; a stack holds thousands.
    private const int ParserDepth = 128;

    private readonly GraphQLLimits limits = options.Limits;

    /// <summary>Parses a document.</summary>
    /// <returns>Whether it is within the limits; if so, <paramref name="document"/> is set, otherwise <paramref name="problem"/>.</returns>
    public bool TryRead(
        string query, [NotNullWhen(true)] out GraphQLDocument? document, [NotNullWhen(false)] out GraphQLProblem? problem)
    {
        document = null;
        problem = CheckText(query);
        if (problem is not null)
        {
            return false;
        }

        try
        {
            problem = CountTokens(query);
            if (problem is not null)
            {
                return false;
            }

            document = Parser.Parse(query, new ParserOptions { Ignore = IgnoreOptions.Comments, MaxDepth = ParserDepth });
        }
        catch (GraphQLMaxDepthExceededException)
        {
            problem = TooDeep();
            return false;
        }
        catch (GraphQLSyntaxErrorException error)
        {
            problem = new GraphQLProblem(ErrorCodes.SyntaxError, $"The document does not parse: {ErrorShape.Shortened(error.Description)}");
            problem.AddLocation(error.Location);
            return false;
        }

        problem = CheckDefinitions(document) ?? new ExpandedFields(document, options).Check();
        return problem is null;
    }

    internal static GraphQLProblem TooDeep(int? allowed = null) => GraphQLProblem.Limit(
        "depth", allowed ?? ParserDepth, $"The document nests deeper than {allowed ?? ParserDepth} levels. Ask in several requests.");

    private GraphQLProblem? CheckText(string query)
    {
        if (query.Length > limits.DocumentCharacters)
        {
            return GraphQLProblem.Limit("documentCharacters", limits.DocumentCharacters,
                $"The document has more than {limits.DocumentCharacters} characters. Move values into variables, or ask in several requests.");
        }

        return LoneSurrogates.In(query)
            ? new GraphQLProblem(ErrorCodes.SyntaxError, "The document holds half a surrogate pair, which is no character. Send whole characters.")
            : null;
    }

    private GraphQLProblem? CountTokens(ROM source)
    {
        var count = 0;
        var position = 0;
        while (true)
        {
            var token = Lexer.Lex(source, position);
            if (token.Kind == TokenKind.EOF)
            {
                return null;
            }

            if (++count > limits.Tokens)
            {
                return GraphQLProblem.Limit("tokens", limits.Tokens,
                    $"The document has more than {limits.Tokens} tokens. Move values into variables, or ask in several requests.");
            }

            position = token.End;
        }
    }

    private GraphQLProblem? CheckDefinitions(GraphQLDocument document)
    {
        var operations = 0;
        var fragments = new HashSet<ROM>();
        foreach (var definition in document.Definitions)
        {
            switch (definition)
            {
                case GraphQLOperationDefinition operation:
                    operations++;
                    if (operation.Variables?.Count > limits.Variables)
                    {
                        return GraphQLProblem.Limit("variables", limits.Variables,
                            $"An operation declares more than {limits.Variables} variables. Put values into lists or input objects.");
                    }

                    break;
                case GraphQLFragmentDefinition fragment:
                    if (!fragments.Add(fragment.FragmentName.Name.Value))
                    {
                        return Invalid("5.5.1.1", $"Two fragments are named '{fragment.FragmentName.Name.StringValue}'. Rename one.", fragment, document);
                    }

                    break;
                default:
                    return Invalid("5.1.1", "A request holds operations and fragments only, no definitions of types.", definition, document);
            }
        }

        if (operations > limits.Operations)
        {
            return GraphQLProblem.Limit("operations", limits.Operations,
                $"The document holds more than {limits.Operations} operations. Send just the one that runs.");
        }

        return fragments.Count > limits.Fragments
            ? GraphQLProblem.Limit("fragments", limits.Fragments, $"The document defines more than {limits.Fragments} fragments. Send just those that are used.")
            : null;
    }

    internal static GraphQLProblem Invalid(string rule, string message, ASTNode node, GraphQLDocument document)
    {
        var problem = new GraphQLProblem(ErrorCodes.ValidationFailed, message).With("rule", rule);
        problem.AddLocation(Location.FromLinearPosition(document.Source, node.Location.Start));
        return problem;
    }
}
