using System.Text;
using IndustryGraph.Model;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// The names that Cypher text is made of: labels, relationship types, constraints and indexes. All of them are words of this
/// file or codes of the model's closed lists; nothing that a user wrote is ever put into a statement.
/// </summary>
/// <remarks>
/// <para>
/// The graph is a natural one. An entity is a node with two labels, <c>:Entity:Industry</c>, and its fields as properties; a
/// link is a relationship of its kind, <c>-[:INPUT_TO]-></c>. Citations are parallel lists, strongest first:
/// <c>citation_sources</c>, <c>citation_evidence</c>, <c>citation_locators</c>, <c>citation_quotes</c>.
/// </para>
/// <para>
/// What is not of the graph has labels of its own: <c>:GraphState</c> (one node: the current version, and who writes),
/// <c>:GraphVersion</c> (the log, joined by <c>NEXT</c>), <c>:ChangeChunk</c> (the change set of each version) and
/// <c>:NameKeys</c> (what the search finds names by). For <c>since</c>, <c>staged</c> and <c>staged_version</c> see
/// <see cref="Neo4jWriter"/>.
/// </para>
/// </remarks>
internal static class Neo4jSchema
{
    /// <summary>Goes up by one with every change of what is kept and how. A database of a higher one is refused.</summary>
    public const long Format = 1;

    /// <summary>Begins a statement whose plan is kept when the graph grows.</summary>
    /// <remarks>
    /// Found on 5.26: a plan older than 10 s is made anew when the number of nodes or of index entries has changed by three
    /// quarters, as it does all the time while a graph is loaded; of a statement with a branch for each type of links that takes
    /// seconds, and readers wait for it. Such a statement names its indexes by USING INDEX, so that another plan would be the same.
    /// </remarks>
    public const string KeepPlan = "CYPHER replan=skip ";

    /// <summary>The full-text index of names for people, by pairs of characters.</summary>
    public const string Names = "entity_names";

    /// <summary>The full-text index of <see cref="NameTokens"/>.</summary>
    public const string NameKeys = "name_keys";

    /// <summary>Every kind of link, for a pattern: <c>MEMBER_OF|BROADER|…</c>.</summary>
    public static string AnyLink { get; } = string.Join('|', LinkKinds.All.Select(kind => kind.Code()));

    /// <summary>The constraints and indexes by name, each with the statement that makes it.</summary>
    public static IReadOnlyDictionary<string, string> Indexes { get; } = Declare();

    /// <summary>
    /// Properties that statements ask for and that a graph may not have yet: where Neo4j does not know such a name, it warns of it
    /// with each statement, at each place. That was a tenth of what it answered to searches.
    /// </summary>
    public static IReadOnlyList<string> Properties { get; } = ["content", "qualifier", "since", "staged", "staged_version"];

    /// <summary>Whether an element is of the version <c>v</c>, as a Cypher condition. One without a version was made by hand: it is of each.</summary>
    public static string IsThere(string element) =>
        $"coalesce({element}.since, 0) <= v AND NOT coalesce({element}.staged_version <= v AND {element}.staged = '', false)";

    private static Dictionary<string, string> Declare()
    {
        var indexes = new Dictionary<string, string>(StringComparer.Ordinal);
        Unique("entity_id", "(e:Entity)", "e.id");
        foreach (var kind in EntityKinds.All)
        {
            Range($"{Lower(kind.Code())}_id", $"(e:{kind.Code()})", "e.id");
        }

        foreach (var kind in LinkKinds.All)
        {
            Unique($"{Lower(kind.Code())}_link_id", $"()-[e:{kind.Code()}]-()", "e.id");
        }

        Unique("graph_state_id", "(e:GraphState)", "e.id");
        Unique("graph_version_number", "(e:GraphVersion)", "e.number");
        Unique("graph_version_change_set", "(e:GraphVersion)", "e.change_set");
        Range("change_chunk_place", "(e:ChangeChunk)", "e.version, e.part");
        Range("name_keys_entity", "(e:NameKeys)", "e.entity");
        FullText(Names, "(e:Entity)", "e.name_zh, e.name_en, e.alternative_names", "cjk");
        FullText(NameKeys, "(e:NameKeys)", "e.tokens", "whitespace");
        return indexes;

        void Unique(string name, string of, string property) =>
            indexes.Add(name, $"CREATE CONSTRAINT {name} IF NOT EXISTS FOR {of} REQUIRE {property} IS UNIQUE");

        void Range(string name, string of, string properties) =>
            indexes.Add(name, $"CREATE RANGE INDEX {name} IF NOT EXISTS FOR {of} ON ({properties})");

        void FullText(string name, string of, string properties, string analyzer) => indexes.Add(
            name,
            $"CREATE FULLTEXT INDEX {name} IF NOT EXISTS FOR {of} ON EACH [{properties}] "
            + $"OPTIONS {{indexConfig: {{`fulltext.analyzer`: '{analyzer}'}}}}");
    }

    // IndustryGroup becomes industry_group, INPUT_TO input_to.
    private static string Lower(string code)
    {
        var lower = new StringBuilder();
        for (var i = 0; i < code.Length; i++)
        {
            if (i > 0 && char.IsAsciiLetterUpper(code[i]) && char.IsAsciiLetterLower(code[i - 1]))
            {
                lower.Append('_');
            }

            lower.Append(char.ToLowerInvariant(code[i]));
        }

        return lower.ToString();
    }
}
