namespace IndustryGraph.Benchmarks;

/// <summary>
/// One question asked of us and of a peer by turns, so that what else the machine does falls on both. Each set of
/// questions is asked in several rounds; the figure of a question is its least time over the rounds, and the figure of the set is
/// the median over its questions.
/// </summary>
internal static class Comparison
{
    /// <param name="name">What is compared.</param>
    /// <param name="questions">How many questions.</param>
    /// <param name="rounds">How often each is asked.</param>
    /// <param name="ours">Asks us the i-th.</param>
    /// <param name="read">A number to check the answer by, and how many links we looked at; it takes none of our time.</param>
    /// <param name="peer">Asks the peer, and tells the milliseconds that it took too.</param>
    public static (double Milliseconds, double Links) Run<TAnswer>(
        string name, int questions, int rounds, Func<int, TAnswer> ours, Func<TAnswer, (double Check, long Links)> read,
        Func<int, (double Milliseconds, double Check)> peer)
    {
        var (mine, its) = (Times(questions), Times(questions));
        var links = new double[questions];
        var ratios = new List<double>();

        // Once untimed: what the compiler takes is no part of an answer.
        ours(0);
        for (var round = 0; round < rounds; round++)
        {
            var sums = (Mine: 0.0, Its: 0.0);
            for (var i = 0; i < questions; i++)
            {
                var started = ThreadClock.Milliseconds;
                var answer = ours(i);
                var taken = ThreadClock.Milliseconds - started;
                var (check, looked) = read(answer);
                var (theirs, expected) = peer(i);
                if (Math.Abs(check - expected) > 1e-6 * Math.Max(1, Math.Abs(expected)))
                {
                    throw new InvalidOperationException($"{name}, question {i}: we say {check}, the peer {expected}.");
                }

                links[i] = looked;
                (mine[i], its[i]) = (Math.Min(mine[i], taken), Math.Min(its[i], theirs));
                sums = (sums.Mine + taken, sums.Its + theirs);
            }

            ratios.Add(sums.Mine / sums.Its);
        }

        var (median, itsMedian) = (Median(mine), Median(its));
        Console.WriteLine(FormattableString.Invariant(
            $"| {name} | {questions} x {rounds} | {median:0.0000} | {itsMedian:0.0000} | {median / itsMedian:0.000} | {mine.Sum() / its.Sum():0.000} | {ratios.Min():0.000} - {ratios.Max():0.000} |"));
        return (median, Median(links));
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private static double[] Times(int count) => [.. Enumerable.Repeat(double.MaxValue, count)];
}
