namespace IndustryGraph.Storage.Neo4j;

/// <summary>One row of the answer to a question.</summary>
/// <remarks>The branches of a statement give rows alike; each fills what it needs, and what is empty at a row's end is not sent.</remarks>
internal readonly struct Neo4jRow(IReadOnlyList<object?> values)
{
    /// <summary>The branch that the row is of.</summary>
    public int Part => (int)(long)values[0]!;

    /// <summary>The properties of a node, or what else the branch answers.</summary>
    public object? Value => At(1);

    /// <summary>The id that was asked about.</summary>
    public string Near => (string)NearOrNone!;

    /// <summary>As <see cref="Near"/>, where it may be anything: what stands there was not asked about.</summary>
    public object? NearOrNone => At(2);

    /// <summary>The labels of a node.</summary>
    public object? Labels => At(3);

    /// <summary>The code of a kind.</summary>
    public string Kind => (string)At(4)!;

    /// <summary>The properties of a relationship.</summary>
    public object? Link => At(5);

    public static IReadOnlyList<Neo4jRow> All(IReadOnlyList<object?> rows)
    {
        var all = new Neo4jRow[rows.Count];
        for (var i = 0; i < all.Length; i++)
        {
            all[i] = new Neo4jRow((IReadOnlyList<object?>)rows[i]!);
        }

        return all;
    }

    /// <summary>The end of a branch: what fills the row.</summary>
    public static string Return(
        string part, string? near = null, string? kind = null, string? link = null, string? labels = null, string? value = null)
    {
        string?[] columns = [part, value, near, labels, kind, link];
        var filled = columns[..(Array.FindLastIndex(columns, column => column is not null) + 1)];
        return $"RETURN [{string.Join(", ", filled.Select(column => column ?? "null"))}] AS row";
    }

    private object? At(int column) => column < values.Count ? values[column] : null;
}
