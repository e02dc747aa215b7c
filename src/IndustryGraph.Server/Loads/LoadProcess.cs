using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IndustryGraph.Loads;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Loads;

/// <summary>
/// Does loads by a <see cref="LoadWorker"/> each: what a load needs of memory is not the service's, whose questions would wait while it is
/// collected, and a load that is killed takes no service with it.
/// </summary>
internal sealed class LoadProcess(StoreLocation store)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Loads a bundle into the store, whole or not at all, as <see cref="GraphLoader.LoadAsync"/> does.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="LoadProcessException">The process did not say what came of the load.</exception>
    /// <exception cref="RejectsException">The rejected rows cannot be written.</exception>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    /// <exception cref="StoreRefusedException">The store cannot be used as it is.</exception>
    public async Task<LoadReport> LoadAsync(LoadRequest request, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        // To start a process takes a moment in which its thread waits: one of its own, for the service's questions need those of the pool.
        using var process = await Task.Factory.StartNew(
            () => Start(request), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        try
        {
            LoadMessage? last;
            PlannedLoad? planned;
            await using (cancellation.Register(() => CloseInput(process)).ConfigureAwait(false))
            {
                (last, planned) = await FollowAsync(process, progress).ConfigureAwait(false);
            }

            await process.WaitForExitAsync(CancellationToken.None).ConfigureAwait(false);
            return last?.Report ?? throw Failure(last, planned, process.ExitCode, cancellation);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
    }

    private static Exception Failure(LoadMessage? last, PlannedLoad? planned, int exitCode, CancellationToken cancellation) => last?.Stop switch
    {
        LoadStop.Cancelled when cancellation.IsCancellationRequested => new OperationCanceledException(cancellation),
        LoadStop.Cancelled => new LoadProcessException("Somebody asked the process of the load to end."),
        LoadStop.RejectsUnwritable => new RejectsException(last.Reason),
        LoadStop.StoreAway or LoadStop.StoreFull => new StoreUnavailableException(last.Reason) { IsFull = last.Stop == LoadStop.StoreFull },
        LoadStop.StoreRefused => new StoreRefusedException(last.Reason),
        LoadStop.Failed => new InvalidOperationException(last.Reason),
        _ => new LoadProcessException($"The process of the load ended with code {exitCode} before it said what came of it.") { Planned = planned },
    };

    private static async Task<(LoadMessage? Last, PlannedLoad? Planned)> FollowAsync(Process process, IProgress<LoadProgress> progress)
    {
        LoadMessage? last = null;
        PlannedLoad? planned = null;
        while (await process.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
        {
            last = LoadMessage.Read(line);
            if (last?.Progress is { } value)
            {
                planned = value.Planned ?? planned;
                progress.Report(value);
            }
        }

        return (last, planned);
    }

    private static void CloseInput(Process process)
    {
        try
        {
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already.
        }
    }

    // By the runtime that runs this; where that is a part of the program, by the program.
    private Process Start(LoadRequest request)
    {
        var runtime = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        var program = Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll");
        string[] words = File.Exists(runtime) && File.Exists(program) ? [runtime, program, LoadWorker.Argument] : [Environment.ProcessPath!, LoadWorker.Argument];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            StandardInputEncoding = Utf8,
            StandardOutputEncoding = Utf8,
        };

        // The service's own settings are for short pauses. What lives for one load is done sooner with more memory at a time, by one thread.
        start.Environment.Remove("DOTNET_GCgen0size");
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        var process = Process.Start(start) ?? throw new LoadProcessException("No process was started for the load.");
        try
        {
            process.StandardInput.WriteLine(JsonSerializer.Serialize(new LoadOrder(store, request), LoadReportJson.Options));
            process.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already, and with what code is seen by whoever follows it.
        }

        return process;
    }
}
