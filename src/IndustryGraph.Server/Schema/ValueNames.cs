using GraphQL.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>An enumeration that finds the name of a value by one look-up.</summary>
internal sealed class ValueNames : EnumerationGraphType
{
    private readonly Dictionary<object, object> names = [];

    /// <summary>Adds a value.</summary>
    public void AddValue(object value, string name, string description)
    {
        Add(name, value, description);
        names.Add(value, name);
    }

    /// <inheritdoc/>
    public override object? Serialize(object? value) =>
        value is not null && names.TryGetValue(value, out var name) ? name : base.Serialize(value);
}
