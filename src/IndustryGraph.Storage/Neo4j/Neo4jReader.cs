namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Reads of one version each. A statement of Neo4j sees what others commit while it runs, so each asks for the state of the
/// graph before and after everything else, all within the one statement, and is asked again where that moved between.
/// </summary>
internal sealed class Neo4jReader(Neo4jClient client, TimeProvider clock)
{
    private const int MostTries = 60;
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(200);

    /// <summary>Runs one question as a statement; its rows are of the version that is given with them.</summary>
    /// <param name="branches">
    /// The middle of the statement, made by <see cref="Neo4jRow.Return"/>: it may use the version as <c>v</c>. A constant
    /// text for each shape of question, so that its plan is found again.
    /// </param>
    /// <param name="parameters">The values.</param>
    /// <param name="read">Makes the answer of the rows.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FormatException">Contents were changed by hand; the message says which.</exception>
    public async Task<AsOf<T>> ReadAsync<T>(
        string branches, IReadOnlyDictionary<string, object?> parameters, Func<Neo4jFacts, IReadOnlyList<Neo4jRow>, T> read,
        CancellationToken cancellation)
    {
        var statement = Statement(branches);
        for (var tries = 1; ; tries++)
        {
            try
            {
                if (await TryAsync(statement, parameters, read, cancellation).ConfigureAwait(false) is { } answer)
                {
                    return answer;
                }
            }
            catch (Neo4jException gone) when (gone.IsEntityGone && tries < MostTries)
            {
                // What a writer deletes while it is read.
            }
            catch (FormatException) when (tries < 3)
            {
                // Half of what a writer deletes may be read. What was changed by hand stays so and is met again.
            }

            if (tries == MostTries)
            {
                throw new StoreUnavailableException("The graph in Neo4j changes faster than it can be read. Try again.");
            }

            var wait = TimeSpan.FromMilliseconds(5 * tries);
            await Task.Delay(wait < LongestWait ? wait : LongestWait, clock, cancellation).ConfigureAwait(false);
        }
    }

    // The rows are gathered before the state is asked for again: so it is read last however the server runs the statement.
    private static string Statement(string branches) => $$"""
        {{Neo4jSchema.KeepPlan}}
        MATCH (s:GraphState {id: 'graph'})
        WITH s.version AS v, s.revision AS r
        CALL (v) {
          CALL (v) {
        {{branches}}
          }
          RETURN collect(row) AS rows
        }
        MATCH (t:GraphState {id: 'graph'})
        RETURN v, r, t.version AS version, t.revision AS revision, rows
        """;

    private async Task<AsOf<T>?> TryAsync<T>(
        string statement, IReadOnlyDictionary<string, object?> parameters, Func<Neo4jFacts, IReadOnlyList<Neo4jRow>, T> read,
        CancellationToken cancellation)
    {
        var answer = await client.RunAsync(statement, parameters, Neo4jAccess.Read, cancellation).ConfigureAwait(false);
        if (answer.Count == 0)
        {
            throw Neo4jState.Gone();
        }

        var state = answer[0];
        var version = state.Get<long>("v");
        if (version != state.Get<long>("version") || state.Get<long>("r") != state.Get<long>("revision"))
        {
            return null;
        }

        var rows = (IReadOnlyList<object?>)state["rows"]!;
        return new AsOf<T>(version, read(new Neo4jFacts(version), Neo4jRow.All(rows)));
    }
}
