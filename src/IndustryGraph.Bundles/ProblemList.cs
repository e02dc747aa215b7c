namespace IndustryGraph.Bundles;

/// <summary>Gathers problems in bounded memory, counts all of them, and remembers which rows are rejected.</summary>
/// <param name="keptPerCode">The most problems of a code that are kept to be listed.</param>
internal sealed class ProblemList(int keptPerCode = BundleContents.MaxProblems)
{
    private readonly Dictionary<BundleProblemCode, List<BundleProblem>> kept = [];
    private readonly Dictionary<BundleProblemCode, int> counts = [];
    private readonly Dictionary<string, HashSet<int>> rejected = new(StringComparer.Ordinal);

    /// <summary>How many problems of each code there are.</summary>
    public IReadOnlyDictionary<BundleProblemCode, int> Counts => counts;

    /// <summary>Whether something is wrong that no row can be blamed for.</summary>
    public bool HasProblemsOfFiles { get; private set; }

    /// <summary>Adds what is wrong with a file, or with the bundle.</summary>
    public void Add(string file, BundleProblemCode code, string message, string? value = null) =>
        AddForHeader(new BundleProblem(file, null, null, code, value, message));

    /// <summary>Adds what is wrong with a header.</summary>
    public void AddForHeader(BundleProblem problem)
    {
        HasProblemsOfFiles = true;
        Add(problem);
    }

    /// <summary>Adds what is wrong with a row, which is thereby rejected.</summary>
    public void AddForRow(BundleProblem problem)
    {
        Add(problem);
        if (!rejected.TryGetValue(problem.File, out var lines))
        {
            rejected.Add(problem.File, lines = []);
        }

        lines.Add(problem.Line!.Value);
    }

    /// <summary>How many rows of the file are rejected.</summary>
    public int RejectedRows(string file) => rejected.GetValueOrDefault(file)?.Count ?? 0;

    /// <summary>Whether the row that starts on the line has a problem.</summary>
    public bool IsRejected(string file, int line) => rejected.TryGetValue(file, out var lines) && lines.Contains(line);

    /// <summary>The problems to list, by file, line and column.</summary>
    public IReadOnlyList<BundleProblem> Listed() => Listed(BundleContents.MaxProblems);

    /// <summary>The problems to list, at most so many, by file, line and column.</summary>
    public IReadOnlyList<BundleProblem> Listed(int limit)
    {
        var ranks = BundleSchema.Files.SelectMany((file, rank) => new[] { (file.Path, rank), (file.JsonLinesPath, rank) }).ToDictionary();
        return
        [
            .. kept.Values
                .SelectMany(problems => problems.Select((problem, rank) => (problem, rank)))
                .OrderBy(item => item.rank)
                .ThenBy(item => item.problem.Code)
                .Take(limit)
                .Select(item => item.problem)
                .OrderBy(problem => ranks.GetValueOrDefault(problem.File, -1))
                .ThenBy(problem => problem.File, StringComparer.Ordinal)
                .ThenBy(problem => problem.Line)
                .ThenBy(problem => problem.Column?.Number)
                .ThenBy(problem => problem.Code),
        ];
    }

    private void Add(BundleProblem problem)
    {
        counts[problem.Code] = counts.GetValueOrDefault(problem.Code) + 1;
        if (!kept.TryGetValue(problem.Code, out var problems))
        {
            kept.Add(problem.Code, problems = []);
        }

        if (problems.Count < keptPerCode)
        {
            problems.Add(problem);
        }
    }
}
