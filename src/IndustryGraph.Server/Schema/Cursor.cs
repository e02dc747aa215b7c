using System.Buffers.Text;
using System.Text;
using IndustryGraph.Server.GraphQL;

namespace IndustryGraph.Server.Schema;

/// <summary>
/// The place of an item in a list, as clients hold it: the id of the item, written so that nobody takes it for anything but a
/// cursor. It holds in every version that has the item, and says so where one has not.
/// </summary>
internal static class Cursor
{
    private const string Mark = "at:";

    /// <summary>The cursor of the item of this key.</summary>
    public static string Of(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Mark + key));

    /// <summary>The key that a cursor holds; null where there is no cursor.</summary>
    /// <exception cref="GraphQLProblem">It is no cursor.</exception>
    public static string? Key(string? cursor, string argument)
    {
        if (cursor is null)
        {
            return null;
        }

        if (Base64Url.IsValid(cursor))
        {
            var text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            if (text.StartsWith(Mark, StringComparison.Ordinal))
            {
                return text[Mark.Length..];
            }
        }

        throw new GraphQLProblem(ErrorCodes.InvalidArgument,
            $"{argument}: this is no cursor. Take `endCursor`, `startCursor` or a `cursor` of an earlier answer.");
    }
}
