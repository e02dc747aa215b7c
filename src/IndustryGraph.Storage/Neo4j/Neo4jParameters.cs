namespace IndustryGraph.Storage.Neo4j;

/// <summary>The values of a statement, as one parameter that is a map: <c>$p.ids</c>.</summary>
/// <remarks>
/// Found on 5.26: a plan is kept by the statement's text together with the order of magnitude of each text and list among its
/// parameters, so that a statement with many lists is planned anew for each mixture of short and long ones, which takes a
/// hundred times as long as running it. What is within a map is not looked at.
/// </remarks>
internal static class Neo4jParameters
{
    /// <summary>The parameters of a statement.</summary>
    public static Dictionary<string, object?> Of(params ReadOnlySpan<(string Name, object? Value)> values) => Of(Row(values));

    /// <inheritdoc cref="Of(ReadOnlySpan{ValueTuple{string, object?}})"/>
    public static Dictionary<string, object?> Of(Dictionary<string, object?> values) => new(StringComparer.Ordinal) { ["p"] = values };

    /// <summary>A row of a list among the parameters.</summary>
    public static Dictionary<string, object?> Row(params ReadOnlySpan<(string Name, object? Value)> values)
    {
        var row = new Dictionary<string, object?>(values.Length, StringComparer.Ordinal);
        foreach (var (name, value) in values)
        {
            row.Add(name, value);
        }

        return row;
    }
}
