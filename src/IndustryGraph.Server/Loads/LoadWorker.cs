using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using IndustryGraph.Loads;
using IndustryGraph.Server.Hosting;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Loads;

/// <summary>
/// The service's program once more, as the process that does one load for it and gives way to its questions: it reads a
/// <see cref="LoadOrder"/>, and tells <see cref="LoadMessage"/>s. It ends the load when its input ends, so that it does not outlive a
/// service that was killed.
/// </summary>
internal sealed class LoadWorker(TextReader orders, TextWriter told) : IProgress<LoadProgress>, IDisposable
{
    /// <summary>The only argument of the program where it is to be this.</summary>
    public const string Argument = "load-worker";

    private readonly CancellationTokenSource end = new();

    /// <summary>Does what its standard input says.</summary>
    public static async Task<ExitCode> RunAsync()
    {
        GiveWay();
        using var orders = new StreamReader(Console.OpenStandardInput());
        await using var told = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true };
        using var worker = new LoadWorker(orders, told);

        // A terminal tells Ctrl-C to all that run in it.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, worker.OnSignal);
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, worker.OnSignal);
        return await worker.WorkAsync();
    }

    /// <inheritdoc/>
    public void Report(LoadProgress value) => Tell(new LoadMessage { Progress = value });

    /// <inheritdoc/>
    public void Dispose() => end.Dispose();

    private static void GiveWay()
    {
        using var self = Process.GetCurrentProcess();
        self.PriorityClass = ProcessPriorityClass.BelowNormal;
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        // There the priority is that of a thread, which those have that it starts: the compiler's and the collector's run already.
        foreach (ProcessThread thread in self.Threads)
        {
            try
            {
                using var process = Process.GetProcessById(thread.Id);
                process.PriorityClass = ProcessPriorityClass.BelowNormal;
            }
            catch (Exception gone) when (gone is ArgumentException or InvalidOperationException or Win32Exception)
            {
                // It has ended meanwhile.
            }
        }
    }

    private async Task<ExitCode> WorkAsync()
    {
        if (Order(await orders.ReadLineAsync()) is not { } order)
        {
            await Console.Error.WriteLineAsync("industrygraph: this is how the service starts its loads. To load a bundle, use the command industrygraph load.");
            return ExitCode.BadConfiguration;
        }

        new Thread(AwaitEndOfInput) { IsBackground = true }.Start();
        Tell(await LoadAsync(order));
        return ExitCode.Success;
    }

    private async Task<LoadMessage> LoadAsync(LoadOrder order)
    {
        try
        {
            await using var store = order.Store.Create(TimeProvider.System, Console.Error.WriteLine);
            await store.OpenAsync(end.Token);
            return new LoadMessage { Report = await new GraphLoader(store, TimeProvider.System).LoadAsync(order.Request, null, this, end.Token) };
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            return new LoadMessage { Stop = LoadStop.Cancelled };
        }
        catch (RejectsException unwritable)
        {
            return new LoadMessage { Stop = LoadStop.RejectsUnwritable, Reason = unwritable.Message };
        }
        catch (StoreUnavailableException away)
        {
            return new LoadMessage { Stop = away.IsFull ? LoadStop.StoreFull : LoadStop.StoreAway, Reason = away.Message };
        }
        catch (StoreRefusedException refused)
        {
            return new LoadMessage { Stop = LoadStop.StoreRefused, Reason = refused.Message };
        }
        catch (Exception bug)
        {
            return new LoadMessage { Stop = LoadStop.Failed, Reason = bug.ToString() };
        }
    }

    private void Tell(LoadMessage message)
    {
        try
        {
            told.WriteLine(message.Write());
        }
        catch (IOException)
        {
            // The service is gone, and nobody listens.
            end.Cancel();
        }
    }

    private void AwaitEndOfInput()
    {
        while (orders.Read() >= 0)
        {
        }

        end.Cancel();
    }

    private void OnSignal(PosixSignalContext signal)
    {
        signal.Cancel = true;
        end.Cancel();
    }

    private static LoadOrder? Order(string? line)
    {
        try
        {
            return line is null ? null : JsonSerializer.Deserialize<LoadOrder>(line, LoadReportJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
