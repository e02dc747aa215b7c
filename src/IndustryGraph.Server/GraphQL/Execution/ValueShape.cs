using GraphQL.Types;

namespace IndustryGraph.Server.GraphQL.Execution;

/// <summary>The type of a value, taken apart once: whether it may be null, and whether it is a leaf, a list or an object.</summary>
internal sealed class ValueShape
{
    private ValueShape(IGraphType type)
    {
        NonNull = type is NonNullGraphType;
        Type = type is NonNullGraphType wrapped ? wrapped.ResolvedType! : type;
        Leaf = Type as ScalarGraphType;
        Item = Type is ListGraphType list ? new ValueShape(list.ResolvedType!) : null;
        Object = Type as IObjectGraphType;
    }

    /// <summary>Whether null is an error here.</summary>
    public bool NonNull { get; }

    /// <summary>The type without its non-null wrapper.</summary>
    public IGraphType Type { get; }

    /// <summary>The scalar or enumeration; null for lists and objects.</summary>
    public ScalarGraphType? Leaf { get; }

    /// <summary>The shape of a list's items; null where it is no list.</summary>
    public ValueShape? Item { get; }

    /// <summary>The object type; null also for interfaces and unions, whose values tell their type.</summary>
    public IObjectGraphType? Object { get; }

    /// <summary>The shape of a type.</summary>
    public static ValueShape Of(IGraphType type) => new(type);
}
