namespace IndustryGraph.Storage.Neo4j;

/// <summary>What a statement may do. Neo4j refuses a write in a <see cref="Read"/> statement.</summary>
internal enum Neo4jAccess
{
    Read,
    Write,
}
