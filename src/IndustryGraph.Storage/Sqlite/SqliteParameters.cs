using IndustryGraph.Model;

namespace IndustryGraph.Storage.Sqlite;

/// <summary>Fills a statement's parameters from left to right.</summary>
internal struct SqliteParameters(SqliteStatement statement)
{
    private int next;

    public void Add(string? value) => statement.Set(next++, value);

    public void Add(long value) => statement.Set(next++, value);

    public void Add(Attributes attributes, IReadOnlyList<AttributeName> columns)
    {
        var at = 0;
        for (var i = 0; i < columns.Count; i++)
        {
            // Both lists are in the order of the names' numbers.
            if (at < attributes.Count && attributes[at].Key == columns[i])
            {
                Add(attributes[at++].Value);
            }
            else
            {
                statement.SetNull(next++);
            }
        }

        if (at < attributes.Count)
        {
            throw new ArgumentException($"The attribute '{attributes[at].Key.Code()}' is none that it may carry.");
        }
    }

    public void Add(Validity validity, Citations citations)
    {
        Add(validity.From?.ToString());
        Add(validity.To?.ToString());
        Add(citations[0]);
        Add(citations.Count);
    }

    public void Add(Citation citation)
    {
        Add(citation.Source.Value);
        Add(citation.Locator);
        Add(citation.Evidence.Code());
        Add(citation.Quote);
    }

    private void Add(AttributeValue value)
    {
        switch (value.Type)
        {
            case AttributeType.Whole:
                Add(value.Whole);
                break;
            case AttributeType.Number:
                statement.Set(next++, value.Number);
                break;
            default:
                Add(value.Text);
                break;
        }
    }
}
