namespace IndustryGraph.Bundles;

/// <summary>Gathers problems in bounded memory, counts all of them, and remembers which rows are rejected.</summary>
internal sealed class ProblemList
{
    private readonly Dictionary<BundleProblemCode, List<BundleProblem>> kept = [];
    private readonly Dictionary<BundleProblemCode, int> counts = [];
    private readonly Dictionary<string, HashSet<int>> rejected = new(StringComparer.Ordinal);

    /// <summary>How many problems of each code there are.</summary>
    public IReadOnlyDictionary<BundleProblemCode, int> Counts => counts;

    /// <summary>Adds what is wrong with a file, or with the bundle.</summary>
    public void Add(string file, BundleProblemCode code, string message, string? value = null) =>
        Add(new BundleProblem(file, null, null, code, value, message));

    /// <summary>Adds what is wrong with a header.</summary>
    public void AddForHeader(BundleProblem problem) => Add(problem);

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

    /// <summary>The problems to list, by file, line and column.</summary>
    public IReadOnlyList<BundleProblem> Listed()
    {
        var ranks = BundleSchema.Files.SelectMany((file, rank) => new[] { (file.Path, rank), (file.JsonLinesPath, rank) }).ToDictionary();
        return
        [
            .. kept.Values
                .SelectMany(problems => problems.Select((problem, rank) => (problem, rank)))
                .OrderBy(item => item.rank)
                .ThenBy(item => item.problem.Code)
                .Take(BundleContents.MaxProblems)
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

        if (problems.Count < BundleContents.MaxProblems)
        {
            problems.Add(problem);
        }
    }
}
