using GraphQL;
using GraphQL.DataLoader;
using GraphQL.Resolvers;
using GraphQL.Types;
using IndustryGraph.Server.GraphQL.Execution;

namespace IndustryGraph.Tests.Server.GraphQL.Execution;

/// <summary>A schema whose values are of every shape, are missing, late or wrong, each time in the same places.</summary>
internal sealed class OddSchema : global::GraphQL.Types.Schema
{

    private static readonly string[] Letters = ["a", "b"];

    private readonly InterfaceGraphType<Odd> named = new() { Name = "Named" };
    private readonly ObjectGraphType<Odd> even = new() { Name = "Even" };
    private readonly ObjectGraphType<Odd> uneven = new() { Name = "Uneven" };
    private readonly EnumerationGraphType color = new() { Name = "Color" };

    public OddSchema()
    {
        color.Add("RED", 0);
        color.Add("BLUE", 1);
        Add(named);
        foreach (var type in new[] { even, uneven })
        {
            Add(type);
            type.AddResolvedInterface(named);
            named.AddPossibleType(type);
        }

        named.ResolveType = value => ((Odd)value).Number % 7 == 6 ? null : ((Odd)value).Number % 2 == 0 ? even : uneven;
        var query = new ObjectGraphType<object> { Name = "Query" };
        foreach (var (name, number) in new[] { ("a", 1), ("b", 2), ("c", 60) })
        {
            query.AddField(new FieldType { Name = name, ResolvedType = named, Resolver = new SourceResolver<object>(_ => new Odd(number)) });
        }

        Query = query;
        Mutation = new ObjectGraphType<object> { Name = "Mutation" };
        Mutation.AddField(new FieldType { Name = "first", ResolvedType = even, Resolver = new FuncFieldResolver<object>(async _ => { await Task.Yield(); return new Odd(4); }) });
        Mutation.AddField(new FieldType { Name = "second", ResolvedType = uneven, Resolver = new FuncFieldResolver<object>(_ => new Odd(5)) });
        RegisterType(even);
        RegisterType(uneven);
    }

    private void Add(ComplexGraphType<Odd> type)
    {
        Field("id", new NonNullGraphType(new IdGraphType()), odd => odd.Number);
        Field("name", new StringGraphType(), odd => odd.Number % 5 == 0 ? null : $"名 {odd.Number}");
        Field("need", new NonNullGraphType(new StringGraphType()), odd => odd.Number % 4 == 0 ? null : "here");
        Field("fail", new StringGraphType(), odd => odd.Number % 3 == 0 ? throw new ExecutionError($"fail {odd.Number}") : "fine");
        Field("failNeed", new NonNullGraphType(new IntGraphType()), odd => odd.Number % 6 == 0 ? throw new InvalidOperationException("bug") : 1);
        Field("color", color, odd => odd.Number % 3);
        Field("flags", new ListGraphType(new ListGraphType(new NonNullGraphType(new IntGraphType()))), odd => new object?[] { new object?[] { 1, odd.Number % 4 == 1 ? null : 2 }, null, Array.Empty<int>() });
        Field("next", named, odd => odd.Number % 5 == 3 ? null : new Odd(odd.Number + 1));
        Field("nextNeed", new NonNullGraphType(named), odd => odd.Number % 8 == 5 ? null : new Odd(odd.Number * 3 % 64));
        Field("even", even, odd => new Odd(odd.Number * 2 % 64));
        Field("list", new ListGraphType(named), odd => Enumerable.Range(odd.Number, 3).Select(number => number % 4 == 2 ? null : new Odd(number)));
        Field("listNeed", new NonNullGraphType(new ListGraphType(new NonNullGraphType(uneven))), odd => new List<Odd?> { new(odd.Number + 3), odd.Number % 9 == 8 ? null : new(7) });
        Field("noList", new ListGraphType(new StringGraphType()), odd => odd.Number % 2 == 0 ? 7 : Letters);
        Late("later", named, async odd => { await Task.Yield(); return odd.Number % 5 == 4 ? throw new InvalidOperationException("late bug") : new Odd(odd.Number + 2); });
        type.AddField(new FieldType
        {
            Name = "loaded",
            ResolvedType = new ListGraphType(named),
            Resolver = type is IObjectGraphType ? new SourceResolver<Odd>(context => new Loaded(context.Source.Number, many: true)) : null,
        });
        type.AddField(new FieldType
        {
            Name = "echo",
            ResolvedType = new StringGraphType(),
            Arguments = new QueryArguments(
                new QueryArgument<IntGraphType> { Name = "n", DefaultValue = 3 },
                new QueryArgument<ListGraphType<IntGraphType>> { Name = "of" }),
            Resolver = type is not IObjectGraphType ? null : new SourceResolver<Odd>(context =>
                $"{context.Source.Number} {context.GetArgument<int?>("n")} {string.Join(',', context.GetArgument<int[]?>("of") ?? [])} {string.Join('/', context.ResponsePath)} {context.ParentType.Name} {context.Parent?.FieldDefinition.Name}"),
        });

        void Field(string name, IGraphType returned, Func<Odd, object?> resolve) => type.AddField(new FieldType
        {
            Name = name,
            ResolvedType = returned,
            Resolver = type is IObjectGraphType ? new SourceResolver<Odd>(context => resolve(context.Source)) : null,
        });

        void Late(string name, IGraphType returned, Func<Odd, Task<object?>> resolve) => type.AddField(new FieldType
        {
            Name = name,
            ResolvedType = returned,
            Resolver = type is IObjectGraphType ? new FuncFieldResolver<Odd, object>(context => new ValueTask<object?>(resolve(context.Source))) : null,
        });
    }

    internal sealed record Odd(int Number);

    private sealed class Loaded(int number, bool many) : IDataLoaderResult
    {
        public async Task<object?> GetResultAsync(CancellationToken cancellationToken = default)
        {
            await Task.Yield();
            return number % 10 == 9 ? throw new ExecutionError("not loaded")
                : many ? new object?[] { new Odd(number + 1), number % 3 == 1 ? new Loaded(number + 1, many: false) : null }
                : new Odd(number);
        }
    }
}
