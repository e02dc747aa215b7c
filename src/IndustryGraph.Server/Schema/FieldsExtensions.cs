using GraphQL;
using GraphQL.Builders;
using GraphQL.Resolvers;
using GraphQL.Types;
using IndustryGraph.Server.GraphQL.Execution;

namespace IndustryGraph.Server.Schema;

/// <summary>Declares fields of the schema.</summary>
internal static class FieldsExtensions
{
    /// <summary>A field with its type, description and value. An interface declares the field; its types give the value.</summary>
    public static FieldBuilder<TSource, object> Give<TSource>(
        this ComplexGraphType<TSource> type, string name, IGraphType graphType, string description,
        Func<IResolveFieldContext<TSource>, object?> resolve) =>
        type.Declare(name, graphType, description, new SourceResolver<TSource>(resolve));

    /// <summary>A field with its type, description and a value that takes a while.</summary>
    public static FieldBuilder<TSource, object> GiveAsync<TSource>(
        this ComplexGraphType<TSource> type, string name, IGraphType graphType, string description,
        Func<IResolveFieldContext<TSource>, Task<object?>> resolve) =>
        type.Declare(name, graphType, description, new AsyncResolver<TSource>(resolve));

    private static FieldBuilder<TSource, object> Declare<TSource>(
        this ComplexGraphType<TSource> type, string name, IGraphType graphType, string description, IFieldResolver resolver)
    {
        var field = type.Field(name, graphType).Description(description);
        if (type is IObjectGraphType)
        {
            field.FieldType.Resolver = resolver;
        }

        return field;
    }

    /// <summary>An argument with its type, description and default.</summary>
    public static FieldBuilder<TSource, object> Takes<TSource>(
        this FieldBuilder<TSource, object> field, string name, IGraphType graphType, string description, object? defaultValue = null)
    {
        field.FieldType.Arguments ??= [];
        field.FieldType.Arguments.Add(new QueryArgument(graphType)
        {
            Name = name, Description = description, DefaultValue = defaultValue,
        });
        return field;
    }
}
