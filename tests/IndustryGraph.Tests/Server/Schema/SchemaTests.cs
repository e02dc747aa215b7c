using Xunit;
using GraphQL.Types;
using IndustryGraph.Server.Schema;
using Microsoft.Extensions.DependencyInjection;

namespace IndustryGraph.Tests.Server.Schema;

public sealed class SchemaTests
{
    [Fact]
    public void Schema_file_equals_what_is_served()
    {
        var served = Served().Text();
        var written = Path.Combine(AppContext.BaseDirectory, "schema.graphql");
        File.WriteAllText(written, served);
        Assert.True(served == Repository.Text("schema.graphql"), $"schema.graphql differs from what is served. If the change is meant, copy {written} over it.");
    }

    [Fact]
    public void Every_type_field_argument_and_value_has_a_description()
    {
        var schema = Served();
        schema.Initialize();
        var bare = new List<string>();
        foreach (var type in schema.AllTypes.Where(type => !type.Name.StartsWith("__", StringComparison.Ordinal) && type is not ScalarGraphType { Name: "String" or "Boolean" or "ID" or "Int" or "Float" }))
        {
            Note(type.Description, type.Name);
            foreach (var field in (type as IComplexGraphType)?.Fields ?? Enumerable.Empty<FieldType>())
            {
                Note(field.Description, $"{type.Name}.{field.Name}");
                foreach (var argument in field.Arguments ?? Enumerable.Empty<QueryArgument>())
                {
                    Note(argument.Description, $"{type.Name}.{field.Name}({argument.Name})");
                }
            }

            foreach (var value in (type as EnumerationGraphType)?.Values ?? Enumerable.Empty<EnumValueDefinition>())
            {
                Note(value.Description, $"{type.Name}.{value.Name}");
            }
        }

        Assert.Empty(bare);

        void Note(string? description, string place)
        {
            if (string.IsNullOrWhiteSpace(description))
            {
                bare.Add(place);
            }
        }
    }

    private static IndustryGraphSchema Served() => new(new ServiceCollection().BuildServiceProvider());
}
