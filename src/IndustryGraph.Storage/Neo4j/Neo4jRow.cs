namespace IndustryGraph.Storage.Neo4j;

/// <summary>One row of the answer to a question.</summary>
/// <remarks>The branches of a statement share their columns; each fills those that it needs.</remarks>
internal readonly struct Neo4jRow(IReadOnlyList<object?> values)
{
    /// <summary>The branch that the row is of.</summary>
    public int Part => (int)(long)values[0]!;

    /// <summary>The id that was asked about.</summary>
    public string Near => (string)values[1]!;

    /// <summary>As <see cref="Near"/>, where it may be anything: what stands there was not asked about.</summary>
    public object? NearOrNone => values[1];

    /// <summary>The code of a kind.</summary>
    public string Kind => (string)values[2]!;

    /// <summary>The properties of a relationship.</summary>
    public object? Link => values[3];

    /// <summary>The labels of a node.</summary>
    public object? Labels => values[4];

    /// <summary>The properties of a node, or what else the branch answers.</summary>
    public object? Value => values[5];

    public static IReadOnlyList<Neo4jRow> All(IReadOnlyList<object?> rows)
    {
        var all = new Neo4jRow[rows.Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new Neo4jRow((IReadOnlyList<object?>)rows[i]!);
        }

        return all;
    }

    /// <summary>The end of a branch: what fills the columns.</summary>
    public static string Return(
        string part, string near = "null", string kind = "null", string link = "null", string labels = "null", string value = "null") =>
        $"RETURN {part} AS part, {near} AS near, {kind} AS kind, {link} AS link, {labels} AS labels, {value} AS value";
}
