using System.Threading.Channels;

namespace IndustryGraph.Storage;

/// <summary>The items of a sequence, made on another thread, a few ahead of whoever takes them.</summary>
internal sealed class MadeAhead<T> : IDisposable
{
    private readonly Channel<T> made;
    private readonly CancellationTokenSource stop = new();
    private readonly Task making;

    /// <param name="items">Makes the items, each when the one before it is made. Nothing else may change what it reads.</param>
    /// <param name="most">How many may wait to be taken.</param>
    public MadeAhead(IEnumerable<T> items, int most)
    {
        made = Channel.CreateBounded<T>(most);
        making = Task.Factory.StartNew(() => Make(items), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Takes the items that wait.</summary>
    public IEnumerable<T> Waiting()
    {
        while (made.Reader.TryRead(out var item))
        {
            yield return item;
        }
    }

    /// <summary>Takes the items that are left, and waits for each. The making's failure is the end's.</summary>
    public IAsyncEnumerable<T> RestAsync(CancellationToken cancellation) => made.Reader.ReadAllAsync(cancellation);

    /// <inheritdoc cref="RestAsync"/>
    public IEnumerable<T> Rest(CancellationToken cancellation) => RestAsync(cancellation).ToBlockingEnumerable(cancellation);

    /// <summary>Ends the making.</summary>
    public void Dispose()
    {
        stop.Cancel();

        // Whoever wanted its failure has it by now.
        Task.WaitAny(making);
        stop.Dispose();
    }

    private void Make(IEnumerable<T> items)
    {
        try
        {
            foreach (var item in items)
            {
                made.Writer.WriteAsync(item, stop.Token).AsTask().GetAwaiter().GetResult();
            }

            made.Writer.Complete();
        }
        catch (Exception failure)
        {
            made.Writer.Complete(failure);
        }
    }
}
