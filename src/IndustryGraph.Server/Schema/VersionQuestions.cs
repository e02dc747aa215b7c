using System.Globalization;
using GraphQL;
using GraphQL.Types;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Reads;
using IndustryGraph.Snapshots;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The questions for the versions of the graph.</summary>
internal static class VersionQuestions
{
    // What a read of the log may cost beside the versions that it gives.
    private const int LogCost = 50;

    /// <summary>The types of the answers.</summary>
    public static IEnumerable<IGraphType> Types()
    {
        var type = new ObjectGraphType<GraphVersion> { Name = "Version", Description = "One version of the graph and how it came to be (prov:Activity)." };
        type.Give("number", Required("Int"), "Its number: one more with each change; 0 is the empty graph before the first.", c => (int)c.Source.Number);
        type.Give("loadedAt", Required("String"), "When it was made, ISO 8601, UTC.", c => c.Source.LoadedAt.ToString("O"));
        type.Give("who", Required("String"), "The person or service that made it.", c => c.Source.Provenance.Who);
        type.Give("message", Required("String"), "Why it was made, in the words of who made it.", c => c.Source.Provenance.Message);
        type.Give("origin", Required("String"), "What it was made from: `seed`, or another word for the way in.", c => c.Source.Provenance.Origin);
        type.Give("contentHash", Schema.Types.Of("String"), "SHA-256 of the files that it was made from, in hexadecimal.", c => c.Source.Provenance.ContentHash);
        type.Give("counts", Required("ChangeCounts"), "How much it changed of the version before.", c => c.Source.Counts);
        return [type, .. ConnectionTypes.OfItems<GraphVersion>("Version", Key)];
    }

    /// <summary>Adds the questions to the root.</summary>
    public static void AddTo(ObjectGraphType<object> query)
    {
        query.GiveAsync("versions", Required("VersionConnection"), "The versions of the graph up to the one that answers, newest first.", VersionsAsync)
            .TakesPage().WithCost(LogCost);
        query.GiveAsync("version", Schema.Types.Of("Version"), "The version of a number; null where there is none.", async context =>
                await context.History().FindAsync(context.GetArgument<int>("number"), context.Current().Version, context.CancellationToken).ConfigureAwait(false))
            .Takes("number", Required("Int"), "The number.")
            .WithCost(LogCost);
    }

    private static async Task<object?> VersionsAsync(IResolveFieldContext context)
    {
        var newest = context.Current().Version;
        var count = checked((int)newest.Number);
        var (start, end) = Paging.Cut(count, context.Page(), PlaceOf);

        // The first of the list is the newest.
        var oldestFirst = await context.History().RangeAsync(count - end + 1, count - start, context.CancellationToken).ConfigureAwait(false);
        return new Page<GraphVersion>([.. oldestFirst.Reverse()], count, start > 0, end < count);

        int PlaceOf(string key) =>
            int.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 && number <= count ? count - number : -1;
    }

    private static string Key(GraphVersion version) => version.Number.ToString(CultureInfo.InvariantCulture);
}
