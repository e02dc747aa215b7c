namespace IndustryGraph.Storage.Neo4j;

/// <summary>One row of a statement's answer.</summary>
internal sealed class Neo4jRecord(string[] fields, object?[] values)
{
    /// <summary>The names of the columns, in the order of the statement.</summary>
    public IReadOnlyList<string> Fields => fields;

    /// <summary>The value of the column at a place, from 0.</summary>
    public object? this[int column] => values[column];

    /// <summary>The value of a column by its name.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    public object? this[string field] => values[ColumnOf(field)];

    /// <summary>The value of a column as <typeparamref name="T"/>; a nullable type takes null.</summary>
    /// <exception cref="ArgumentException">There is no such column.</exception>
    /// <exception cref="InvalidCastException">The value is of another type; the message names the column and what it holds.</exception>
    public T Get<T>(string field) => this[field] switch
    {
        T value => value,
        null when default(T) is null => default!,
        var other => throw new InvalidCastException(
            $"Column {field} holds {other ?? "null"} ({other?.GetType().Name ?? "null"}), not a {typeof(T).Name}."),
    };

    private int ColumnOf(string field)
    {
        var column = Array.IndexOf(fields, field);
        return column >= 0 ? column : throw new ArgumentException($"The answer has no column {field}.", nameof(field));
    }
}
