using System.Diagnostics;
using IndustryGraph.Tests;
using IndustryGraph.Tests.Storage.Neo4j;
using IndustryGraph.Tests.Storage.Sqlite;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(ChildProcess))]

namespace IndustryGraph.Tests;

/// <summary>
/// This program once more, as another process that a test starts: to be killed, or to use the same file. It does the work that an
/// environment variable names, and runs no test.
/// </summary>
public sealed class ChildProcess : ITestPipelineStartup
{
    private const string Variable = "INDUSTRYGRAPH_TEST_CHILD";

    private static readonly Dictionary<string, Func<string, Task>> Works = new(StringComparer.Ordinal)
    {
        [nameof(SqliteProcessTests.GrowUntilKilledAsync)] = SqliteProcessTests.GrowUntilKilledAsync,
        [nameof(SqliteProcessTests.AddTenVersionsAsync)] = SqliteProcessTests.AddTenVersionsAsync,
        [nameof(Neo4jCrashTests.LoadAsync)] = Neo4jCrashTests.LoadAsync,
    };

    /// <summary>Starts a process that does the work.</summary>
    public static Process Start(string work, string argument)
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(ChildProcess).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variable] = $"{work} {argument}";
        return Process.Start(start) ?? throw new InvalidOperationException("The process was not started.");
    }

    /// <inheritdoc/>
    public async ValueTask StartAsync(IMessageSink diagnosticMessageSink)
    {
        if (Environment.GetEnvironmentVariable(Variable) is { } asked)
        {
            var parts = asked.Split(' ', 2);
            await Works[parts[0]](parts[1]);
            Environment.Exit(0);
        }
    }

    /// <inheritdoc/>
    public ValueTask StopAsync() => ValueTask.CompletedTask;
}
