using IndustryGraph.Loads;

namespace IndustryGraph.Server.Loads;

/// <summary>A load of the service: what is to be loaded, and where it is.</summary>
/// <param name="status">Where it is at first.</param>
/// <param name="request">What to load; the path is in the folder.</param>
/// <param name="folder">What it has of the disk.</param>
internal sealed class LoadJob(LoadStatus status, LoadRequest request, string folder) : IDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource cancelled = new();
    private LoadStatus status = status;
    private TaskCompletionSource moved = Signal();

    /// <summary>What to load.</summary>
    public LoadRequest Request => request;

    /// <summary>What it has of the disk.</summary>
    public string Folder => folder;

    /// <summary>Cancelled when somebody cancels it.</summary>
    public CancellationToken Cancelled => cancelled.Token;

    /// <summary>Where it is.</summary>
    public LoadStatus Status
    {
        get
        {
            lock (gate)
            {
                return status;
            }
        }
    }

    /// <summary>Moves on. What has ended stays as it is.</summary>
    public void Move(Func<LoadStatus, LoadStatus> next)
    {
        TaskCompletionSource told;
        lock (gate)
        {
            if (status.Ended is not null)
            {
                return;
            }

            status = next(status);
            (told, moved) = (moved, Signal());
        }

        told.SetResult();
    }

    /// <summary>Asks it to end. Where it has reached the store already it may still be whole.</summary>
    public void Cancel()
    {
        lock (gate)
        {
            if (status.Ended is not null)
            {
                return;
            }
        }

        cancelled.Cancel();
    }

    /// <summary>Waits until it is elsewhere than it was; false where it was at its end, so that nothing comes any more.</summary>
    public async Task<bool> MovedAsync(LoadStatus was, CancellationToken cancellation)
    {
        Task next;
        lock (gate)
        {
            next = status != was ? Task.CompletedTask : moved.Task;
        }

        if (was.Ended is not null)
        {
            return false;
        }

        await next.WaitAsync(cancellation).ConfigureAwait(false);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => cancelled.Dispose();

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
