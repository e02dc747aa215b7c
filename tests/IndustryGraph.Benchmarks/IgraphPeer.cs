using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Benchmarks;

/// <summary>igraph in a process beside this one, with the same graph. Null where python3-igraph is not installed.</summary>
internal sealed class IgraphPeer : IDisposable
{
    private readonly Process process;

    private IgraphPeer(Process process, string version) => (this.process, Version) = (process, version);

    public string Version { get; }

    public static IgraphPeer? Start(GraphSnapshot graph, string python)
    {
        var file = Path.GetTempFileName();
        try
        {
            var pairs = new int[1 + (2 * graph.LinkCount)];
            pairs[0] = graph.EntityCount;
            for (var link = 0; link < graph.LinkCount; link++)
            {
                (pairs[1 + (2 * link)], pairs[2 + (2 * link)]) = (graph.FromOf(link), graph.ToOf(link));
            }

            File.WriteAllBytes(file, MemoryMarshal.AsBytes(pairs.AsSpan()).ToArray());
            var start = new ProcessStartInfo(python) { RedirectStandardInput = true, RedirectStandardOutput = true };
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "igraph_peer.py"));
            start.ArgumentList.Add(file);
            var process = Process.Start(start)!;
            var greeting = process.StandardOutput.ReadLine();
            return greeting is null ? null : new IgraphPeer(process, greeting);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The milliseconds that igraph took, and a number to check the answer by.</summary>
    public (double Milliseconds, double Check) Ask(string question)
    {
        process.StandardInput.WriteLine(question);
        process.StandardInput.Flush();
        var answer = process.StandardOutput.ReadLine()?.Split(' ') ?? throw new InvalidOperationException("igraph ended.");
        return (double.Parse(answer[0], CultureInfo.InvariantCulture) / 1e6, double.Parse(answer[1], CultureInfo.InvariantCulture));
    }

    public void Dispose()
    {
        process.StandardInput.Close();
        process.WaitForExit();
        process.Dispose();
    }
}
