using System.Net;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Access;

/// <summary>
/// In development, where the service is reached from this machine alone and there is no file of keys yet: makes a loader's key and
/// shows it once, on the terminal and not in the log.
/// </summary>
internal sealed partial class FirstKey(
    IHostEnvironment environment, IServer server, KeyFile file, IOptions<GraphOptions> options, TimeProvider time, ILogger<FirstKey> log) : IHostedLifecycleService
{
    private const string Holder = "development";

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken)
    {
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses ?? [];
        if (environment.IsDevelopment() && !options.Value.ReadOnly && addresses.Count > 0 && addresses.All(IsLoopback) && !File.Exists(file.Path))
        {
            try
            {
                if (file.Create(Holder, KeyRole.Loader, time.GetUtcNow()) is { } key)
                {
                    Console.Out.WriteLine($"A key for loads, shown this once (its hash is in {file.Path}): {key}");
                }
            }
            catch (KeyFileException refused)
            {
                LogRefused(refused.Message);
            }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static bool IsLoopback(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Host == "localhost" || (IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip) && IPAddress.IsLoopback(ip)));

    [LoggerMessage(LogLevel.Warning, "No key for loads was made. {Reason}")]
    private partial void LogRefused(string reason);
}
