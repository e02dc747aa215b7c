using System.Text;
using GraphQL;
using GraphQL.Types;
using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Access;
using IndustryGraph.Server.GraphQL;
using IndustryGraph.Server.Loads;
using IndustryGraph.Snapshots;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The root of every mutation.</summary>
internal static class MutationType
{
    // Checking an edit walks the whole graph.
    private const double EditCost = AnalysisQuestions.WholeGraphCost;

    private sealed class TextFile
    {
        public string Path { get; set; } = "";

        public string Content { get; set; } = "";
    }

    /// <summary>The type.</summary>
    public static ObjectGraphType<object> Of()
    {
        var type = new ObjectGraphType<object>
        {
            Name = "Mutation",
            Description = "What changes the graph, for whoever sends a key of the role loader: `Authorization: Bearer …`. Each is made whole or not at all, and makes a version.",
        };
        type.GiveAsync("applyChanges", Required("EditReport"), "Makes small edits: puts and removes entities and links. For more than a few hundred, load a bundle.", ApplyAsync)
            .Takes("input", Required("ChangesInput"), "The edits.")
            .WithCost(EditCost);
        type.GiveAsync("revert", Required("EditReport"), "Takes a version back on top of what came after it, as a new version. What a later version changed again stands in the way, and is told.", RevertAsync)
            .Takes("version", Required("Int"), "The number of the version.")
            .Takes("message", Required("String"), "Why, for whoever reads the versions.")
            .Takes("expectVersion", Types.Of("Int"), "The number of the version that the graph must be at; any where left out.")
            .Takes("dryRun", Required("Boolean"), "Whether to say what it would do, and do nothing.", false)
            .WithCost(EditCost);
        type.GiveAsync("startLoad", Required("Load"), "Queues a load of a small bundle that stands in the request; a larger one goes to `POST /loads`. Follow it by `loadProgressed`.", StartAsync)
            .Takes("files", Many("BundleFileInput"), "The files of the bundle, CSV or JSON Lines.")
            .Takes("message", Required("String"), "Why, for whoever reads the versions.")
            .Takes("mode", Required("LoadMode"), "What becomes of what the bundle does not name.", LoadMode.Upsert)
            .Takes("scope", Types.Of("String"), "What a load of mode REPLACE may remove: kinds and at most one id of a source, parted by commas, or `all`.")
            .Takes("dryRun", Required("Boolean"), "Whether to say what it would do, and do nothing.", false)
            .Takes("skipBadRows", Required("Boolean"), "Whether to load the rows that are well where others are not.", false)
            .Takes("expectVersion", Types.Of("Int"), "The number of the version that the graph must be at; any where left out.")
            .Takes("confirmRemovals", Types.Of("Int"), "How many entities and links it removes: to be said where it removes much of its scope.");
        return type;
    }

    /// <summary>The types of the arguments.</summary>
    public static IEnumerable<IGraphType> Inputs()
    {
        var file = new InputObjectGraphType<TextFile> { Name = "BundleFileInput", Description = "A file of a bundle." };
        file.AddField(new FieldType { Name = "path", ResolvedType = Required("String"), Description = "Its path in the bundle, such as `entities/products.jsonl`." });
        file.AddField(new FieldType { Name = "content", ResolvedType = Required("String"), Description = "Its text." });
        return [file, .. ChangesInput.Types()];
    }

    private static async Task<object?> ApplyAsync(IResolveFieldContext context)
    {
        var who = AccessSetup.Holder(context.User, KeyRole.Loader);
        var input = context.GetArgument<ChangesInput>("input");
        CheckMessage(input.Message);
        var reader = new ChangesReader();
        var id = $"edit-{Guid.CreateVersion7(context.Clock().GetUtcNow()):n}";
        var changes = reader.Read(input, id, new Provenance(who, input.Message, Provenance.Edit));
        return reader.Problems.Count > 0
            ? new WriteReport(LoadOutcome.Refused, context.Current().Version) { Problems = reader.Problems }
            : await Editor(context).ApplyAsync(changes, input.ExpectVersion, input.DryRun, context.CancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> RevertAsync(IResolveFieldContext context)
    {
        var request = new RevertRequest
        {
            Version = context.GetArgument<int>("version"),
            Who = AccessSetup.Holder(context.User, KeyRole.Loader),
            Message = context.GetArgument<string>("message"),
            ExpectVersion = context.Given<int>("expectVersion"),
            DryRun = context.GetArgument<bool>("dryRun"),
        };
        return await Editor(context).RevertAsync(request, context.CancellationToken).ConfigureAwait(false);
    }

    private static async Task<object?> StartAsync(IResolveFieldContext context)
    {
        var who = AccessSetup.Holder(context.User, KeyRole.Loader);
        string? problem = null;
        var scope = context.GetArgument<string?>("scope") is { } text
            ? LoadScope.Parse(text, out problem) ?? throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"scope: {problem}") : null;
        var loads = context.RequestServices!.GetRequiredService<LoadQueue>();
        using var place = loads.Take();
        var folder = Path.Combine(place.Folder, "bundle");
        foreach (var (at, file) in context.GetArgument<List<TextFile>>("files").Index())
        {
            var path = Path.Combine(folder, Known(file.Path, at));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllTextAsync(path, file.Content, new UTF8Encoding(false), context.CancellationToken).ConfigureAwait(false);
        }

        return loads.Start(place, new LoadRequest
        {
            Path = folder,
            Who = who,
            Message = context.GetArgument<string>("message"),
            Mode = context.GetArgument<LoadMode>("mode"),
            Scope = scope,
            DryRun = context.GetArgument<bool>("dryRun"),
            SkipBadRows = context.GetArgument<bool>("skipBadRows"),
            ExpectVersion = context.Given<int>("expectVersion"),
            ConfirmRemovals = context.Given<int>("confirmRemovals"),
        }).Status;
    }

    // The path comes from outside: only those of a bundle's own files lead anywhere.
    private static string Known(string path, int at) => BundleSchema.Files.Any(file => file.Path == path || file.JsonLinesPath == path) ? path
        : throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"files[{at}].path: this is no file of a bundle. There are {string.Join(", ", BundleSchema.Files.Select(file => file.JsonLinesPath))}, and the same with .csv.");

    private static void CheckMessage(string message)
    {
        if (message.Length > LoadRequest.MaxTextLength)
        {
            throw new GraphQLProblem(ErrorCodes.InvalidArgument, $"input.message: at most {LoadRequest.MaxTextLength} characters.");
        }
    }

    private static GraphEditor Editor(IResolveFieldContext context) => context.RequestServices!.GetRequiredService<GraphEditor>();
}
