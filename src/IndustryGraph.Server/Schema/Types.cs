using GraphQL.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>Names types by their name in the schema, so that types may refer to each other in circles.</summary>
internal static class Types
{
    /// <summary>The type of this name.</summary>
    public static IGraphType Of(string name) => name switch
    {
        "String" => new StringGraphType(),
        "Int" => new IntGraphType(),
        "Float" => new FloatGraphType(),
        "Boolean" => new BooleanGraphType(),
        "ID" => new IdGraphType(),
        _ => new GraphQLTypeReference(name),
    };

    /// <summary>Never null.</summary>
    public static NonNullGraphType Required(string name) => new(Of(name));

    /// <summary>A list that is never null, of items that are never null.</summary>
    public static NonNullGraphType Many(string name) => new(new ListGraphType(Required(name)));
}
