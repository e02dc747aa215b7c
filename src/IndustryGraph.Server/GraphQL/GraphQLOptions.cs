using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.GraphQL;

/// <summary>The settings of the GraphQL service: the section <c>GraphQL</c> of the configuration.</summary>
public sealed class GraphQLOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "GraphQL";

    /// <summary>
    /// Whether clients may ask for the schema (<c>__schema</c>, <c>__type</c>). When off, error messages name nothing of the
    /// schema either: no "did you mean", no types.
    /// </summary>
    public bool Introspection { get; set; } = true;

    /// <summary>The folder of the documents that clients may name by their hash (<c>*.graphql</c>); none where empty.</summary>
    public string? Documents { get; set; }

    /// <summary>Whether only the documents of that folder are answered.</summary>
    public bool OnlyDocuments { get; set; }

    /// <summary>
    /// The origins whose pages may ask the service from a browser, such as <c>https://example.org</c>; <c>*</c> for all. None by
    /// default: then only the service's own page may.
    /// </summary>
    public IReadOnlyList<string> Origins { get; set; } = [];

    /// <summary>What one request may ask for.</summary>
    [ValidateObjectMembers]
    public GraphQLLimits Limits { get; set; } = new();
}

/// <summary>Refuses to start with settings out of their range.</summary>
[OptionsValidator]
public sealed partial class GraphQLOptionsValidator : IValidateOptions<GraphQLOptions>;

/// <summary>
/// What one request may ask for: the section <c>GraphQL:Limits</c>. Each limit is on by default and lets the introspection query
/// of GraphiQL through; what passes a limit is refused, never cut silently.
/// </summary>
public sealed class GraphQLLimits
{
    /// <summary>The bytes of a request body, also after it is unzipped.</summary>
    [Range(1_024, 64 * 1024 * 1024)]
    public int BodyBytes { get; set; } = 256 * 1024;

    /// <summary>The characters of a document.</summary>
    [Range(256, 16 * 1024 * 1024)]
    public int DocumentCharacters { get; set; } = 64 * 1024;

    /// <summary>The lexical tokens of a document, comments among them.</summary>
    [Range(16, 1_000_000)]
    public int Tokens { get; set; } = 5_000;

    /// <summary>How deep fields nest after fragments are expanded; a field of the root has depth 1.</summary>
    [Range(1, 30)]
    public int Depth { get; set; } = 20;

    /// <summary>The fields of an operation after fragments are expanded.</summary>
    [Range(1, 100_000)]
    public int Fields { get; set; } = 2_000;

    /// <summary>
    /// The pairs of fields of one response name at one place, after fragments are expanded. Validation compares each pair,
    /// so that n repeats of a field are n(n-1)/2 pairs.
    /// </summary>
    [Range(1, 1_000_000)]
    public int FieldPairs { get; set; } = 5_000;

    /// <summary>The aliases written in a document.</summary>
    [Range(0, 10_000)]
    public int Aliases { get; set; } = 30;

    /// <summary>The directives written in a document.</summary>
    [Range(0, 10_000)]
    public int Directives { get; set; } = 30;

    /// <summary>The fragments that a document defines.</summary>
    [Range(0, 1_000)]
    public int Fragments { get; set; } = 50;

    /// <summary>The operations that a document holds; one of them runs.</summary>
    [Range(1, 1_000)]
    public int Operations { get; set; } = 10;

    /// <summary>The variables that one operation declares.</summary>
    [Range(0, 1_000)]
    public int Variables { get; set; } = 50;

    /// <summary>The greatest <c>first</c> or <c>last</c>.</summary>
    [Range(1, 100_000)]
    public int PageSize { get; set; } = 100;

    /// <summary>The items of one list argument, such as <c>ids</c>.</summary>
    [Range(1, 1_000_000)]
    public int ListItems { get; set; } = 1_000;

    /// <summary>The cost of a request; <see cref="CostRule"/> says how it is counted.</summary>
    [Range(1, 1_000_000_000)]
    public int Cost { get; set; } = 50_000;

    /// <summary>A request that costs more than this is heavy: only so many run at once.</summary>
    [Range(1, 1_000_000_000)]
    public int HeavyCost { get; set; } = 10_000;

    /// <summary>The heavy requests that run at once; one more is answered 429 at once.</summary>
    [Range(1, 10_000)]
    public int HeavyAtOnce { get; set; } = 8;

    /// <summary>The seconds that a request may run; then its resolvers are cancelled.</summary>
    [Range(1, 3_600)]
    public int ExecutionSeconds { get; set; } = 10;

    /// <summary>The characters of all documents that are kept parsed and validated.</summary>
    [Range(0, 1_000_000_000)]
    public int CachedCharacters { get; set; } = 1_000_000;
}
