namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Reads of levels that are asked for at once, in common statements: as long as one is on its way, those that come wait and
/// then go together, what several ask for only once. For one that takes long they do not wait. Who gives up takes nothing from
/// the others; the statement is ended where all did.
/// </summary>
/// <remarks>A statement costs Neo4j more than what a small question reads, and most questions are small. A large one goes by itself.</remarks>
/// <param name="read">Runs a statement.</param>
/// <param name="clock">The clock.</param>
internal sealed class Neo4jSharedReads(Func<LevelQuery, CancellationToken, Task<AsOf<LevelAnswer>>> read, TimeProvider clock)
{
    private const int MostAtOnce = 8;
    private const int MostIds = 1_000;

    /// <summary>How long others wait for a statement; an ordinary one takes some milliseconds, and ten times as long on a server that was just started.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private readonly Queue<Reader> waiting = [];
    private int running;
    private int slow;

    /// <summary>Reads a level.</summary>
    public Task<AsOf<LevelAnswer>> ReadAsync(LevelQuery query, CancellationToken cancellation)
    {
        var reader = new Reader(query, cancellation);
        if (reader.Size > MostIds)
        {
            return read(query, cancellation);
        }

        lock (gate)
        {
            waiting.Enqueue(reader);
        }

        Start();
        return reader.Answer.Task.WaitAsync(cancellation);
    }

    private void Start()
    {
        while (Take() is { Count: > 0 } readers)
        {
            _ = RunAsync(readers);
        }
    }

    private List<Reader> Take()
    {
        var taken = new List<Reader>();
        lock (gate)
        {
            var (ids, queries) = (0, 0);
            while (running == slow && running < MostAtOnce && waiting.TryPeek(out var next))
            {
                ids += next.Size;
                queries += Math.Max(next.Query.Links.Count, next.Query.LinkIds.Count);
                if (taken.Count > 0 && (ids > MostIds || queries > IGraphStore.MaxLinkQueries))
                {
                    break;
                }

                taken.Add(waiting.Dequeue());
            }

            running += taken.Count > 0 ? 1 : 0;
        }

        return taken;
    }

    private async Task RunAsync(List<Reader> readers)
    {
        using var left = new CancellationTokenSource();
        var waiters = readers.Count;
        var registrations = readers.ConvertAll(reader => reader.Cancellation.UnsafeRegister(_ =>
        {
            if (Interlocked.Decrement(ref waiters) == 0)
            {
                left.Cancel();
            }
        }, null));
        var answering = AnswerAsync(readers, left.Token);
        var isSlow = false;
        try
        {
            await answering.WaitAsync(Patience, clock, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            isSlow = true;
            Count(started: 0, slowed: 1);
            Start();
            await answering.ConfigureAwait(false);
        }

        registrations.ForEach(registration => registration.Dispose());
        Count(started: -1, slowed: isSlow ? -1 : 0);
        Start();
    }

    private void Count(int started, int slowed)
    {
        lock (gate)
        {
            running += started;
            slow += slowed;
        }
    }

    // No failure leaves it: each is told to those that wait.
    private async Task AnswerAsync(List<Reader> readers, CancellationToken cancellation)
    {
        try
        {
            await ReadAsync(readers, cancellation).ConfigureAwait(false);
        }
        catch (Exception problem)
        {
            readers.ForEach(reader => reader.Answer.TrySetException(problem));
        }
    }

    private async Task ReadAsync(List<Reader> readers, CancellationToken cancellation)
    {
        if (readers is [var one])
        {
            one.Answer.TrySetResult(await read(one.Query, cancellation).ConfigureAwait(false));
            return;
        }

        var shared = new Neo4jSharedLevel(readers.ConvertAll(reader => reader.Query));
        try
        {
            var (version, answer) = await read(shared.Query, cancellation).ConfigureAwait(false);
            foreach (var (reader, its) in readers.Zip(shared.Answers(answer)))
            {
                reader.Answer.TrySetResult(new(version, its));
            }
        }
        catch (Exception problem) when (problem is FormatException or Neo4jException)
        {
            // What was changed by hand, or is too large, belongs to some of them.
            foreach (var reader in readers)
            {
                try
                {
                    reader.Answer.TrySetResult(await read(reader.Query, reader.Cancellation).ConfigureAwait(false));
                }
                catch (Exception own)
                {
                    reader.Answer.TrySetException(own);
                }
            }
        }
    }

    private sealed class Reader(LevelQuery query, CancellationToken cancellation)
    {
        public LevelQuery Query => query;

        public CancellationToken Cancellation => cancellation;

        public TaskCompletionSource<AsOf<LevelAnswer>> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Size { get; } =
            query.Entities.Count + query.LinksById.Count + query.Links.Concat(query.LinkIds).Sum(ask => 1 + ask.Entities.Count);
    }
}
