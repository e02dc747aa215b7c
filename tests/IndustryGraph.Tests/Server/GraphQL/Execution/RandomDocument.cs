using System.Text;

namespace IndustryGraph.Tests.Server.GraphQL.Execution;

/// <summary>Writes a valid document for <see cref="OddSchema"/>: aliases, fragments, directives, variables, merged fields.</summary>
internal sealed class RandomDocument(Random random)
{
    private static readonly string[] Leaves = ["id", "name", "need", "fail", "failNeed", "color", "flags", "noList", "__typename", "echo", "echo(n: 5)", "echo(of: [1, 2])", "echo(n: $n)", "echo(of: [$n])"];
    private static readonly string[] Branches = ["next", "nextNeed", "list", "later", "loaded", "even", "listNeed"];

    private readonly StringBuilder fragments = new();
    private int names;

    /// <summary>A document with one operation that takes <c>$n: Int = 9, $yes: Boolean!</c>.</summary>
    public static string Write(Random random)
    {
        var document = new RandomDocument(random);
        var body = random.Next(6) == 0
            ? $"mutation ($n: Int = 9, $yes: Boolean!) {{ used: __typename @include(if: $yes) usedToo: second {{ echo(n: $n) }} first {document.Selection(2)} second {document.Selection(2)} }}"
            : $"query ($n: Int = 9, $yes: Boolean!) {{ used: __typename @include(if: $yes) usedToo: a {{ echo(n: $n) }} a {document.Selection(3)} b {document.Selection(3)} {(random.Next(2) == 0 ? "b" : "c")} {document.Selection(2)} }}";
        // Half of the documents have no directive, so that what is selected is kept from request to request.
        body = random.Next(2) == 0 ? body.Replace("used: __typename @include(if: $yes)", "", StringComparison.Ordinal).Replace(", $yes: Boolean!", "", StringComparison.Ordinal) : body;
        var text = body + document.fragments;
        return body.Contains("$yes", StringComparison.Ordinal) ? text : text.Replace(" @skip(if: $yes)", "", StringComparison.Ordinal).Replace(" @include(if: $yes)", "", StringComparison.Ordinal);
    }

    private string Selection(int depth)
    {
        var text = new StringBuilder("{");
        for (var left = random.Next(1, 6); left > 0; left--)
        {
            text.Append(' ').Append(One(depth));
        }

        return text.Append(" }").ToString();
    }

    private string One(int depth)
    {
        switch (depth == 0 ? 0 : random.Next(8))
        {
            case 0 or 1 or 2:
                var leaf = Leaves[random.Next(Leaves.Length)];
                // Fields with arguments differ, so that each has a name of its own.
                return (leaf.Contains('(', StringComparison.Ordinal) || leaf == "echo" || random.Next(4) == 0 ? $"x{names++}: " : "") + leaf + Directive();
            case 3 or 4 or 5:
                return Branches[random.Next(Branches.Length)] + Directive() + " " + Selection(depth - 1);
            case 6:
                return $"... on {Type()}{Directive()} {Selection(depth - 1)}";
            default:
                var name = $"f{names++}";
                // Made first: it may add fragments of its own.
                var selection = Selection(depth - 1);
                fragments.Append($" fragment {name} on {Type()} {selection}");
                return $"...{name}{Directive()}";
        }
    }

    private string Directive() => random.Next(10) switch { 0 => " @skip(if: $yes)", 1 => " @include(if: $yes)", _ => "" };

    private string Type() => random.Next(3) switch { 0 => "Even", 1 => "Uneven", _ => "Named" };
}
