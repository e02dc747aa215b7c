using GraphQL;
using GraphQL.Builders;
using GraphQL.Types;

namespace IndustryGraph.Server.GraphQL;

/// <summary>How a field declares what it costs and how long its lists are; <see cref="CostRule"/> reads it.</summary>
/// <remarks>
/// A field that declares nothing costs 1. A list is as long as its <c>first</c> or <c>last</c>, or as its argument <c>ids</c> or
/// <c>names</c>, and <see cref="CostRule.UnknownListSize"/> where it has none of them. Only what differs needs a declaration.
/// </remarks>
public static class FieldCost
{
    /// <summary>The metadata key of a field's own cost: a number.</summary>
    public const string CostKey = "cost";

    /// <summary>The metadata key of the argument that multiplies a field's own cost: its name.</summary>
    public const string CostPerKey = "costPer";

    /// <summary>The metadata key of a list's length: a number, or the name of the argument that gives it.</summary>
    public const string ListSizeKey = "listSize";

    /// <summary>The metadata key of what an argument adds where it is given: its name and a number.</summary>
    public const string CostWithKey = "costWith";

    /// <summary>Declares what a field costs by itself, without the fields under it.</summary>
    /// <param name="field">The field.</param>
    /// <param name="cost">0 or more; 1 is what reading a value from memory costs.</param>
    /// <param name="per">An argument whose value multiplies it: a number as it stands, a list by its length.</param>
    public static FieldType WithCost(this FieldType field, double cost, string? per = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        field.Metadata[CostKey] = cost;
        if (per is not null)
        {
            field.Metadata[CostPerKey] = per;
        }

        return field;
    }

    /// <summary>Declares what it adds to a field's own cost that an argument is given.</summary>
    public static FieldType WithCostOf(this FieldType field, string argument, double cost)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cost);
        field.Metadata[CostWithKey] = (argument, cost);
        return field;
    }

    /// <summary>Declares the greatest length of a list, or of the lists right under a connection.</summary>
    public static FieldType WithListSize(this FieldType field, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        field.Metadata[ListSizeKey] = size;
        return field;
    }

    /// <summary>Declares the argument that gives the greatest length of a list: a number as it stands, a list by its length.</summary>
    public static FieldType WithListSize(this FieldType field, string argument)
    {
        field.Metadata[ListSizeKey] = argument;
        return field;
    }

    /// <inheritdoc cref="WithCost(FieldType, double, string?)"/>
    public static FieldBuilder<TSource, TReturn> WithCost<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, double cost, string? per = null)
    {
        field.FieldType.WithCost(cost, per);
        return field;
    }

    /// <inheritdoc cref="WithCostOf(FieldType, string, double)"/>
    public static FieldBuilder<TSource, TReturn> WithCostOf<TSource, TReturn>(
        this FieldBuilder<TSource, TReturn> field, string argument, double cost)
    {
        field.FieldType.WithCostOf(argument, cost);
        return field;
    }

    /// <inheritdoc cref="WithListSize(FieldType, int)"/>
    public static FieldBuilder<TSource, TReturn> WithListSize<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, int size)
    {
        field.FieldType.WithListSize(size);
        return field;
    }

    /// <inheritdoc cref="WithListSize(FieldType, string)"/>
    public static FieldBuilder<TSource, TReturn> WithListSize<TSource, TReturn>(this FieldBuilder<TSource, TReturn> field, string argument)
    {
        field.FieldType.WithListSize(argument);
        return field;
    }
}

/// <summary>Declares on a member of a type-first class what the field costs; see <see cref="FieldCost"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class CostAttribute(double cost) : GraphQLAttribute
{
    /// <summary>What the field costs by itself.</summary>
    public double Cost { get; } = cost;

    /// <summary>The argument that multiplies it.</summary>
    public string? Per { get; init; }

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType) => fieldType.WithCost(Cost, Per);
}

/// <summary>Declares on a member of a type-first class how long its list gets; see <see cref="FieldCost"/>.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ListSizeAttribute : GraphQLAttribute
{
    /// <summary>A list that never gets longer.</summary>
    public ListSizeAttribute(int size) => Size = size;

    /// <summary>A list as long as an argument says.</summary>
    public ListSizeAttribute(string argument) => Argument = argument;

    /// <summary>The greatest length; null where an argument gives it.</summary>
    public int? Size { get; }

    /// <summary>The argument that gives the length; null where it is fixed.</summary>
    public string? Argument { get; }

    /// <inheritdoc/>
    public override void Modify(FieldType fieldType, bool isInputType)
    {
        if (Argument is not null)
        {
            fieldType.WithListSize(Argument);
        }
        else
        {
            fieldType.WithListSize(Size!.Value);
        }
    }
}
