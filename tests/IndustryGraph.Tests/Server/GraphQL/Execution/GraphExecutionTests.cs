using System.Text.Json;
using GraphQL;
using GraphQL.Execution;
using GraphQL.SystemTextJson;
using GraphQL.Validation;
using GraphQLParser;
using GraphQLParser.AST;
using IndustryGraph.Server.GraphQL.Execution;
using Xunit;

namespace IndustryGraph.Tests.Server.GraphQL.Execution;

/// <summary>Execution here gives what the library's own execution gives.</summary>
public sealed class GraphExecutionTests
{
    private static readonly OddSchema Schema = new();

    private static int Documents => Sweeps.AreOn ? 6_000 : 2_000;

    [Fact]
    public async Task Random_operations_give_what_the_library_gives()
    {
        var random = new Random(20_260);
        var ours = new GraphExecuter();
        var theirs = new DocumentExecuter();
        int valid = 0, failing = 0, gone = 0;
        for (var i = 0; i < Documents; i++)
        {
            var text = RandomDocument.Write(random);
            var document = Parser.Parse(text, new ParserOptions { Ignore = IgnoreOptions.Comments });
            foreach (var variables in new[] { """{"yes":true}""", """{"yes":false,"n":4}""", """{"yes":true,"n":null}""", """{"yes":1}""" })
            {
                var values = new GraphQLSerializer().Deserialize<Inputs>(variables)!;
                var expected = await RunAsync(theirs, text, document, values, DocumentValidator.CoreRules);
                if (expected.Errors is { } refused && refused.Any(error => error is ValidationError and not InvalidVariableError))
                {
                    // Two fields of one name that differ; the library refuses before anything runs.
                    break;
                }

                var first = await RunAsync(ours, text, document, values, DocumentValidator.CoreRules);
                var again = await RunAsync(ours, text, document, values, []);

                var wanted = Told(expected);
                Assert.True(wanted == Told(first), $"{text}\n{variables}\nexpected {wanted}\nactual   {Told(first)}");
                Assert.True(wanted == Told(again), $"{text}\n{variables}\nexpected {wanted}\nagain    {Told(again)}");
                AssertPlaces(expected, again);
                valid++;
                failing += expected.Errors?.Count > 0 ? 1 : 0;
                gone += expected.Executed && expected.Data is null ? 1 : 0;
            }
        }

        Assert.True(valid > Documents * 2 / 3, $"{valid} valid");
        Assert.True(failing > Documents / 6, $"{failing} failing");
        TestContext.Current.TestOutputHelper?.WriteLine($"{valid} valid, {failing} with errors, {gone} without data");
    }

    [Fact]
    public async Task Mutations_run_one_field_after_the_other()
    {
        var running = 0;
        var most = 0;
        var schema = new global::GraphQL.Types.Schema { Query = new global::GraphQL.Types.ObjectGraphType { Name = "Query" }, Mutation = new global::GraphQL.Types.ObjectGraphType { Name = "Mutation" } };
        schema.Query.AddField(new global::GraphQL.Types.FieldType { Name = "none", ResolvedType = new global::GraphQL.Types.IntGraphType() });
        foreach (var name in new[] { "one", "two", "three" })
        {
            schema.Mutation.AddField(new global::GraphQL.Types.FieldType
            {
                Name = name,
                ResolvedType = new global::GraphQL.Types.IntGraphType(),
                Resolver = new global::GraphQL.Resolvers.FuncFieldResolver<object>(async _ =>
                {
                    most = Math.Max(most, Interlocked.Increment(ref running));
                    await Task.Delay(5);
                    return Interlocked.Decrement(ref running);
                }),
            });
        }

        var result = await new GraphExecuter().ExecuteAsync(new ExecutionOptions { Schema = schema, Query = "mutation { one two three }" });

        Assert.Null(result.Errors);
        Assert.Equal(1, most);
    }

    [Fact]
    public async Task Introspection_gives_what_the_library_gives()
    {
        const string Query = "{ __schema { queryType { name } types { kind name possibleTypes { name } interfaces { name } enumValues(includeDeprecated: true) { name } inputFields { name } fields(includeDeprecated: true) { name args { name defaultValue type { kind ofType { name } } } type { kind name ofType { kind name } } } } directives { name locations args { name } } } __type(name: \"Even\") { name fields { name } } }";
        var document = Parser.Parse(Query);

        var expected = await RunAsync(new DocumentExecuter(), Query, document, Inputs.Empty, DocumentValidator.CoreRules);
        var actual = await RunAsync(new GraphExecuter(), Query, document, Inputs.Empty, DocumentValidator.CoreRules);

        Assert.Equal(Told(expected), Told(actual));
        Assert.Contains("possibleTypes", Told(actual), StringComparison.Ordinal);
    }

    private static Task<ExecutionResult> RunAsync(IDocumentExecuter executer, string text, GraphQLDocument document, Inputs variables, IEnumerable<IValidationRule> rules) =>
        executer.ExecuteAsync(new ExecutionOptions
        {
            Schema = Schema, Query = text, Document = document, Variables = variables, ValidationRules = rules,
            UnhandledExceptionDelegate = failure =>
            {
                failure.Exception = new ExecutionError(failure.OriginalException is InvalidOperationException ? "unhandled" : failure.OriginalException.Message);
                return Task.CompletedTask;
            },
        });

    // Errors of one level come in the order in which its values come.
    private static string Told(ExecutionResult result)
    {
        var data = result.Data is ExecutionNode node ? node.ToValue() : Plain(result.Data);
        var errors = result.Errors?.Select(error => $"{error.Message} at {string.Join('/', error.Path ?? [])}") ?? [];
        return $"{result.Executed} {JsonSerializer.Serialize(data)} {string.Join("; ", errors.Order(StringComparer.Ordinal))}";
    }

    // Of fields that it merges the library tells no place; it is that of the first.
    private static void AssertPlaces(ExecutionResult expected, ExecutionResult actual)
    {
        var places = (expected.Errors ?? []).Where(error => error.Path is not null && error.Locations is not null).ToLookup(error => string.Join('/', error.Path!), error => error.Locations!.Single());
        foreach (var error in (actual.Errors ?? []).Where(error => error.Path is not null))
        {
            var place = Assert.Single(error.Locations!);
            Assert.All(places[string.Join('/', error.Path!)], wanted => Assert.Equal(wanted, place));
        }
    }

    private static object? Plain(object? value) => value switch
    {
        ObjectResult item => item.Selection.Fields.Select((field, at) => (field.ResponseName, Value: Plain(item.Values[at]))).ToDictionary(pair => pair.ResponseName, pair => pair.Value),
        ListResult list => list.Values.Select(Plain).ToArray(),
        _ => value,
    };
}
