using IndustryGraph.Tests;
using IndustryGraph.Tests.Storage.Neo4j;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

// The tests with a Neo4j server wait for it half of their time: beside the two groups of them there is work for a third thread.
[assembly: Parallelization(MaxThreads = 3)]
[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace IndustryGraph.Tests;

/// <summary>Starts the two longest groups of tests first, so that neither runs on alone at the end; the others as ever, in no order.</summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [
            .. DefaultTestCollectionOrderer.Instance.OrderTestCollections(testCollections)
                .OrderBy(collection => collection.TestCollectionDisplayName is Neo4jTests.Name or Neo4jOutageTests.Name ? 0 : 1),
        ];
}
