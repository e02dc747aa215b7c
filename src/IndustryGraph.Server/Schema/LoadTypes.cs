using GraphQL;
using GraphQL.Types;
using IndustryGraph.Bundles;
using IndustryGraph.Loads;
using IndustryGraph.Server.GraphQL.Execution;
using IndustryGraph.Server.Loads;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The types that tell of loads and edits.</summary>
internal static class LoadTypes
{
    /// <summary>The enumerations.</summary>
    public static IEnumerable<IGraphType> Enums() =>
    [
        Schema.Enums.Of("LoadState", "Whether a load waits, runs or has ended.",
            (LoadState.Waiting, "WAITING", "Others are before it."),
            (LoadState.Running, "RUNNING", "It runs."),
            (LoadState.Done, "DONE", "It has a report, which says whether anything was loaded."),
            (LoadState.Failed, "FAILED", "It could not be tried to its end. Nothing was changed, unless its failure says that it may have been."),
            (LoadState.Cancelled, "CANCELLED", "Somebody cancelled it, or the service stopped; nothing was changed.")),
        Schema.Enums.Of("LoadPhase", "What a load is at.",
            (LoadPhase.Reading, "READING", "It reads the rows of the bundle; counted are rows."),
            (LoadPhase.Checking, "CHECKING", "It holds the rows to the rules of the graph; counted are rows."),
            (LoadPhase.Writing, "WRITING", "It writes the version into the store; counted are entities and links."),
            (LoadPhase.Done, "DONE", "It is at its end.")),
        Schema.Enums.Of("LoadOutcome", "What came of a load or an edit. Only LOADED changes the graph.",
            (LoadOutcome.Loaded, "LOADED", "The graph has a new version."),
            (LoadOutcome.NothingToDo, "NOTHING_TO_DO", "The graph says already what was to be said; no version was made."),
            (LoadOutcome.DryRun, "DRY_RUN", "It would make a version; nothing was changed."),
            (LoadOutcome.Refused, "REFUSED", "There are problems; nothing was changed."),
            (LoadOutcome.Conflict, "CONFLICT", "The graph is not at the version that the request expects; nothing was changed."),
            (LoadOutcome.RemovalsUnconfirmed, "REMOVALS_UNCONFIRMED", "It would remove much of its scope, and nobody confirmed how much; nothing was changed.")),
        Schema.Enums.Of("LoadMode", "What a load does with what its bundle does not name.",
            (LoadMode.Upsert, "UPSERT", "It stays as it is."),
            (LoadMode.Replace, "REPLACE", "What lies in the load's scope is removed.")),
    ];

    /// <summary>The types.</summary>
    public static IEnumerable<IGraphType> Types() => [OfLoads(), OfReports(), OfFiles(), OfRowProblems(), OfPayloads(), OfChangeProblems()];

    private static ObjectGraphType<LoadStatus> OfLoads()
    {
        var type = new ObjectGraphType<LoadStatus> { Name = "Load", Description = "A load of the service, as it was at the moment of the answer. `GET /loads/{id}` tells the same, with all problems in `/loads/{id}/rejects.csv`." };
        type.Give("id", Required("ID"), "Its id.", c => c.Source.Id);
        type.Give("state", Required("LoadState"), "Whether it waits, runs or has ended.", c => c.Source.State);
        type.Give("phase", Of("LoadPhase"), "What it is at; null before it runs.", c => c.Source.Phase);
        type.Give("done", Required("Float"), "How much of the phase is done.", c => (double)c.Source.Done);
        type.Give("total", Of("Float"), "How much there is to do in the phase; null where that is not known.", c => (double?)c.Source.Total);
        type.Give("who", Required("String"), "The name of the key that started it.", c => c.Source.Who);
        type.Give("message", Required("String"), "Why, in their words.", c => c.Source.Message);
        type.Give("created", Required("String"), "When it was started, ISO 8601, UTC.", c => c.Source.Created.ToString("O"));
        type.Give("ended", Of("String"), "When it ended; null before.", c => c.Source.Ended?.ToString("O"));
        type.Give("report", Of("LoadReport"), "What it did; null before its end, and where it has none.", c => c.Source.Report);
        type.Give("failure", Of("String"), "Why it has no report, and what to do; null where it has one.", c => c.Source.Failure?.Message);
        return type;
    }

    private static ObjectGraphType<LoadReport> OfReports()
    {
        var type = new ObjectGraphType<LoadReport> { Name = "LoadReport", Description = "What a load did, or would do." };
        type.Give("outcome", Required("LoadOutcome"), "What came of it.", c => c.Source.Outcome);
        type.Give("base", Required("Version"), "The version that the bundle was held against.", c => c.Source.Base);
        type.Give("version", Of("Version"), "The version that it made; null where it made none.", c => c.Source.Version);
        type.Give("refusal", Of("String"), "What is wrong with the request itself, and what to do; null where nothing is.", c => c.Source.Refusal);
        type.Give("files", Many("LoadFile"), "What became of the rows of each file.", c => c.Source.Files);
        type.Give("problemCount", Required("Int"), "How many problems there are, whether listed or not.", c => c.Source.ProblemCount);
        type.Give("problems", Many("RowProblem"), "What is wrong, by file, line and column: the first, and of every code some.", c => c.Source.Problems.Take(c.GetArgument<int>("first")))
            .Takes("first", Required("Int"), "At most so many.", EntityFields.DefaultPage);
        type.Give("kinds", Many("KindChanges"), "How much of each kind comes, changes and goes.", c => c.Source.Difference.Kinds);
        type.Give("changes", Many("FactChange"), $"What changes: the first of at most {LoadReport.MaxChanges}.", c => c.Source.Difference.Changes.Take(c.GetArgument<int>("first")).Select(change => new DiffQuestion.Change(change, null, null)))
            .Takes("first", Required("Int"), "At most so many.", EntityFields.DefaultPage);
        type.Give("removals", Required("Int"), "How many entities and links go: the number to confirm.", c => c.Source.Removals);
        type.Give("contentHash", Required("String"), "SHA-256 of the bundle, in hexadecimal; empty where it could not be read.", c => c.Source.ContentHash);
        return type;
    }

    private static ObjectGraphType<BundleFileRows> OfFiles()
    {
        var type = new ObjectGraphType<BundleFileRows> { Name = "LoadFile", Description = "What became of the rows of a file: accepted, unchanged and rejected ones are all that were read." };
        type.Give("file", Required("String"), "Its path in the bundle.", c => c.Source.File);
        type.Give("read", Required("Int"), "The rows behind the header.", c => c.Source.Read);
        type.Give("accepted", Required("Int"), "The rows that add or change something.", c => c.Source.Accepted);
        type.Give("unchanged", Required("Int"), "The rows that say what the graph says already.", c => c.Source.Unchanged);
        type.Give("rejected", Required("Int"), "The rows that have a problem.", c => c.Source.Rejected);
        type.Give("encoding", Required("String"), "The encoding that it was read in.", c => c.Source.Encoding);
        return type;
    }

    private static ObjectGraphType<BundleProblem> OfRowProblems()
    {
        var type = new ObjectGraphType<BundleProblem> { Name = "RowProblem", Description = "One thing that is wrong with a bundle." };
        type.Give("file", Required("String"), "The file's path in the bundle; `.` for the bundle itself.", c => c.Source.File);
        type.Give("line", Of("Int"), "The line on which the row starts, from 1; null for the file as a whole.", c => c.Source.Line);
        type.Give("column", Of("String"), "The column; null for the row as a whole.", c => c.Source.Column?.Name);
        type.Give("code", Required("String"), "What kind of problem.", c => c.Source.Code.Code());
        type.Give("value", Of("String"), "The text that is wrong.", c => c.Source.Value);
        type.Give("message", Required("String"), "What is wrong and what to do about it.", c => c.Source.Message);
        return type;
    }

    private static ObjectGraphType<WriteReport> OfPayloads()
    {
        var type = new ObjectGraphType<WriteReport> { Name = "EditReport", Description = "What an edit did, or would do." };
        type.Give("outcome", Required("LoadOutcome"), "What came of it.", c => c.Source.Outcome);
        type.Give("base", Required("Version"), "The version that it was planned on; at a conflict the current one.", c => c.Source.Base);
        type.Give("version", Of("Version"), "The version that it made; null where it made none.", c => c.Source.Version);
        type.Give("problems", Many("EditProblem"), "All that is wrong.", c => c.Source.Problems);
        type.Give("kinds", Many("KindChanges"), "How much of each kind comes, changes and goes.", c => c.Source.Difference.Kinds);
        type.Give("changes", Many("FactChange"), $"What changes: the first of at most {LoadReport.MaxChanges}.", c => c.Source.Difference.Changes.Take(c.GetArgument<int>("first")).Select(change => new DiffQuestion.Change(change, c.Source.Before, c.Source.After)).ToList())
            .Takes("first", Required("Int"), "At most so many.", EntityFields.DefaultPage);
        type.Give("graph", Of("Graph"), "The graph after, with every question about it; null where nothing was changed.", c => c.Source.After is { } after ? new Scoped(after, after) : null);
        return type;
    }

    private static ObjectGraphType<ChangeProblem> OfChangeProblems()
    {
        var type = new ObjectGraphType<ChangeProblem> { Name = "EditProblem", Description = "One thing that is wrong with an edit." };
        type.Give("code", Required("String"), "What kind of problem.", c => c.Source.Code);
        type.Give("place", Of("String"), "Where in the request, such as `putEntities[2].id`; null where it is about the graph that would come of it.", c => c.Source.Place);
        type.Give("subject", Of("String"), "The id of the entity or link, where it is known.", c => c.Source.Subject);
        type.Give("message", Required("String"), "What is wrong and what to do about it.", c => c.Source.Message);
        return type;
    }
}
