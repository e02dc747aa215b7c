using Xunit;

[assembly: AssemblyFixture(typeof(IndustryGraph.Tests.Server.SeededService))]

namespace IndustryGraph.Tests.Server;

/// <summary>The real program with the seed in SQLite, one for the whole test run; started when it is first asked for.</summary>
public sealed class SeededService : IAsyncDisposable
{
    private readonly TemporaryFolder home = new();
    private readonly Lazy<Task<ServiceProcess>> started;

    public SeededService() => started = new(() => ServiceProcess.StartReadyAsync(home.Path));

    internal Task<ServiceProcess> ReadyAsync() => started.Value;

    public async ValueTask DisposeAsync()
    {
        if (started.IsValueCreated)
        {
            await (await started.Value).DisposeAsync();
        }

        home.Dispose();
    }
}
