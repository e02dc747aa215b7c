using IndustryGraph.Storage;
using Xunit;

namespace IndustryGraph.Tests.Storage;

public sealed class StoreContractTests
{
    [Fact]
    public void Every_store_has_a_class_that_holds_it_to_the_contract()
    {
        var stores = typeof(IGraphStore).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IGraphStore)))
            .ToHashSet();
        var held = typeof(StoreContractTests).Assembly.GetTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false, IsPublic: true })
            .Select(type => type.BaseType)
            .Where(type => type is { IsGenericType: true } && type.GetGenericTypeDefinition() == typeof(GraphStoreContract<>))
            .Select(type => type!.GetGenericArguments()[0])
            .ToHashSet();

        Assert.NotEmpty(stores);
        Assert.Empty(stores.Except(held));
    }
}
