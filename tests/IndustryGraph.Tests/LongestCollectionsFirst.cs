using IndustryGraph.Tests;
using IndustryGraph.Tests.Storage.Neo4j;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestCollectionsFirst))]

namespace IndustryGraph.Tests;

/// <summary>
/// Starts the two collections of Neo4j first. Their tests run one after another for some minutes: begun last, they would go on when
/// all others have ended and leave a processor idle.
/// </summary>
public sealed class LongestCollectionsFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderByDescending(collection => collection.TestCollectionDisplayName is Neo4jTests.Name or Neo4jOutageTests.Name)];
}
