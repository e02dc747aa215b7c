using System.Text.Json;
using System.Text.RegularExpressions;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Storage;
using IndustryGraph.Storage.Neo4j;
using IndustryGraph.Tests.Generators;
using Xunit;

namespace IndustryGraph.Tests.Storage.Neo4j;

/// <summary>What the store's statements have in common, looked at as they are sent.</summary>
[Collection(Neo4jTests.Name)]
public sealed class Neo4jStatementTests(Neo4jServer server)
{
    private static readonly CancellationToken None = CancellationToken.None;

    // Of the one store that is used for all of these tests.
    private static IReadOnlyList<Statement>? allSent;

    // Lists of differing lengths among the parameters themselves would each make a plan of their own: see Neo4jParameters.
    [Fact]
    public async Task Every_statement_takes_its_values_as_one_map()
    {
        var statements = await SentAsync();
        var texts = statements.Select(statement => statement.Text).Distinct().ToArray();
        foreach (var needed in (string[])
            ["CREATE (:ChangeChunk", "CREATE (e:Entity:", "SET e += row", "SET l += row", "DETACH DELETE e", "DELETE l", "SET k.tokens", "TERMINATE TRANSACTIONS", "queryNodes", "IS ::", "max(c.part)", "OPTIONAL MATCH (g:GraphVersion {number: $p.version})"])
        {
            Assert.Contains(texts, text => text.Contains(needed, StringComparison.Ordinal));
        }

        Assert.All(statements, statement =>
        {
            Assert.Subset(new HashSet<string> { "p" }, statement.Parameters);
            Assert.DoesNotMatch(@"\$(?!p\.|\()", statement.Text);
        });
    }

    // Each is planned once for all sizes, so that it must not matter which index the planner would choose by what is there now.
    [Fact]
    public async Task Every_statement_with_a_branch_for_each_type_of_links_keeps_its_plan()
    {
        var broad = (await SentAsync()).Select(statement => statement.Text).Distinct()
            .Where(text => text.Contains("UNION ALL", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(broad);
        Assert.All(broad, text => Assert.StartsWith("CYPHER replan=skip", text.TrimStart(), StringComparison.Ordinal));
    }

    // Of a name that the database does not know Neo4j warns with each statement that has it.
    [Fact]
    public async Task A_new_database_knows_every_property_that_questions_name()
    {
        var statements = await SentAsync();
        var made = statements.First(statement => statement.Text.Contains("db.createProperty", StringComparison.Ordinal)).Body
            .GetProperty("parameters").GetProperty("p").GetProperty("names").EnumerateArray().Select(name => name.GetString()!).ToArray();
        var known = made.Concat(statements.Select(statement => statement.Text).Concat(Neo4jSchema.Indexes.Values)
            .Where(text => text.StartsWith("CREATE", StringComparison.Ordinal) || text.StartsWith("MERGE (s:GraphState", StringComparison.Ordinal)).SelectMany(Named)).ToHashSet();

        var asked = statements.Select(statement => statement.Text)
            .Where(text => text.Contains("collect(row)", StringComparison.Ordinal)).SelectMany(Named).ToHashSet();
        Assert.Empty(made.Except(asked));
        Assert.Empty(asked.Except(known));

        static IEnumerable<string> Named(string text) => Regex.Matches(text, @"(?<![$\w])[a-z]\.(\w+)").Select(match => match.Groups[1].Value);
    }

    private async Task<IReadOnlyList<Statement>> SentAsync()
    {
        if (allSent is null)
        {
            await server.EmptyDataAsync();
            using var sent = new Recorder();
            await using (var client = new Neo4jClient(server.Options, null, sent))
            {
                await UseEverythingAsync(client);
            }

            allSent = sent.Statements();
        }

        return allSent;
    }

    private static async Task UseEverythingAsync(Neo4jClient client)
    {
        var limits = new Neo4jLimits { RowsPerTransaction = 20, RowsPerStatement = 10, RowsPerPage = 20, PartSize = 2_000, Lease = TimeSpan.Zero };
        var settling = new Neo4jSettling(client, limits);
        var recovery = new Neo4jRecovery(client, TimeProvider.System, limits, settling, _ => { });
        var writer = new Neo4jWriter(client, TimeProvider.System, limits, settling, recovery, _ => { });
        var reader = new Neo4jReader(client, TimeProvider.System);
        var questions = new Neo4jQuestions(reader);
        await new Neo4jSetup(client, limits).PrepareAsync(None);
        var first = RandomGraphs.ChangeTo(GraphSnapshot.Empty, 1, new(40, 80));
        var snapshot = RandomGraphs.After(GraphSnapshot.Empty, first, (await writer.ApplyAsync(first, 0, None)).Version);
        var second = RandomGraphs.Change(snapshot, 2, size: 20);
        snapshot = RandomGraphs.After(snapshot, second, (await writer.ApplyAsync(second, 1, None)).Version);
        Assert.Equal(ApplyResult.AlreadyApplied, (await writer.ApplyAsync(second, 1, None)).Result);

        // Names are written anew by a program with other keys, and what a writer left is undone.
        await client.RunAsync(
            "MATCH (s:GraphState) SET s.name_keys = 0, s.phase = 'staging', s.writer = 'gone', s.heartbeat = 0", null, Neo4jAccess.Write, None);
        await new Neo4jSetup(client, limits).PrepareAsync(None);
        await recovery.RecoverAsync(None);
        Assert.Equal(Neo4jState.Idle, (await Neo4jState.LookAsync(client, None)).Phase);

        EntityId[] ids = [.. snapshot.Entities.ToArray().Take(20).Select(entity => entity.Id)];
        var around = new LinkQuery(ids, LinkDirection.Both, LinkKinds.All, 10);
        await questions.ReadLevelAsync(new(ids, [around]) { LinkIds = [around], LinksById = [snapshot.LinkIdOf(0)] }, None);
        await questions.ReadLinkIdsAsync(null, 5, 100, None);
        foreach (var kind in EntityKinds.All)
        {
            await questions.ReadKindAsync(kind, null, 5, None);
        }

        Assert.True(NameQuery.TryParse("battery", out var query, out _));
        await questions.FindNamesAsync(query, EntityKinds.All, 10, None);
        await questions.CountAsync(None);
        await questions.ReadHistoryAsync(0, 10, None);
        await questions.ReadChangesAsync(1, None);
        var builder = new GraphSnapshotBuilder();
        await new Neo4jWholeGraph(reader, limits.RowsPerPage).ReadAsync(builder, None);

        using var giveUp = new CancellationTokenSource();
        giveUp.CancelAfter(200);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.RunAsync(
            "UNWIND range(1, 1000000) AS a UNWIND range(1, 1000000) AS b WITH a WHERE a < 0 RETURN count(*) AS n", null, Neo4jAccess.Read, giveUp.Token));
    }

    private sealed record Statement(string Text, HashSet<string> Parameters, JsonElement Body);

    private sealed class Recorder() : DelegatingHandler(new SocketsHttpHandler())
    {
        private readonly List<string> bodies = [];

        public IReadOnlyList<Statement> Statements()
        {
            lock (bodies)
            {
                return [.. bodies.Select(body => JsonDocument.Parse(body).RootElement)
                    .Where(body => body.TryGetProperty("statement", out _))
                    .Select(body => new Statement(
                        body.GetProperty("statement").GetString()!,
                        body.GetProperty("parameters").EnumerateObject().Select(item => item.Name).Where(name => name != RequestJson.RequestKey).ToHashSet(),
                        body))];
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not null && await request.Content.ReadAsStringAsync(cancellationToken) is { Length: > 0 } body)
            {
                lock (bodies)
                {
                    bodies.Add(body);
                }
            }

            return await base.SendAsync(request, cancellationToken);
        }
    }
}
