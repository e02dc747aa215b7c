namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>A part of an answer that holds others: an object or a list.</summary>
internal abstract class Result(Result? parent, int at, object?[] values, object? scope)
{
    /// <summary>What holds it; null for the root.</summary>
    public Result? Parent { get; } = parent;

    /// <summary>What the nearest <see cref="Scoped"/> value above named; null where there is none.</summary>
    public object? Scope { get; } = scope;

    /// <summary>Its place there: the number of the field or of the item.</summary>
    public int At { get; } = at;

    /// <summary>The values of the fields or the items: a <see cref="Result"/>, or what a scalar made of the value.</summary>
    public object?[] Values { get; } = values;

    /// <summary>Whether null is an error at a place.</summary>
    protected abstract bool IsNonNull(int place);

    /// <summary>What a place is called in the path of an error.</summary>
    protected abstract object NameOf(int place);

    /// <summary>The path of a place in the response.</summary>
    public IReadOnlyList<object> PathOf(int place)
    {
        var path = new List<object> { NameOf(place) };
        for (var part = this; part.Parent is not null; part = part.Parent)
        {
            path.Add(part.Parent.NameOf(part.At));
        }

        path.Reverse();
        return path;
    }

    /// <summary>
    /// Makes null of whatever holds a null where none may stand.
    /// </summary>
    /// <returns>Whether that holds for this part itself.</returns>
    public bool PropagateNull()
    {
        for (var place = 0; place < Values.Length; place++)
        {
            if (Values[place] is Result part && part.PropagateNull())
            {
                Values[place] = null;
            }

            if (Values[place] is null && IsNonNull(place))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>An object and the fields that were selected of it.</summary>
internal sealed class ObjectResult(Result? parent, int at, Selection selection, object? source, object? scope)
    : Result(parent, at, new object?[selection.Fields.Length], scope)
{
    /// <summary>The fields.</summary>
    public Selection Selection { get; } = selection;

    /// <summary>What the fields are resolved on.</summary>
    public object? Source { get; } = source;

    /// <inheritdoc/>
    protected override bool IsNonNull(int place) => Selection.Fields[place].Shape.NonNull;

    /// <inheritdoc/>
    protected override object NameOf(int place) => Selection.Fields[place].ResponseName;
}

/// <summary>A list.</summary>
internal sealed class ListResult(Result parent, int at, ValueShape item, int length, object? scope)
    : Result(parent, at, new object?[length], scope)
{
    /// <inheritdoc/>
    protected override bool IsNonNull(int place) => item.NonNull;

    /// <inheritdoc/>
    protected override object NameOf(int place) => place;
}
