namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// Reads of levels that are asked for at once, in common statements: as long as one is on its way, those that come wait and
/// then go together, what several ask for only once. For one that takes long they do not wait. After one that several shared, the
/// next waits a little for as many as there are now: those that got their answers mostly ask on at once. Who gives up takes nothing
/// from the others; the statement is ended where all did.
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

    /// <summary>How long a statement waits for as many as shared the one before; small beside what one costs the server.</summary>
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(2);

    private readonly Lock gate = new();
    private readonly Queue<Reader> waiting = [];
    private int running;
    private int slow;
    private Crowd? expected;

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
            if (expected is { } crowd && waiting.Count < crowd.Size)
            {
                return taken;
            }

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

            if (taken.Count > 0)
            {
                running++;
                expected = null;
            }
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
        await GatherAsync(isSlow ? 1 : readers.Count).ConfigureAwait(false);
        Start();
    }

    // Whoever makes the crowd full starts the statement.
    private async Task GatherAsync(int answered)
    {
        Crowd crowd;
        lock (gate)
        {
            if (answered == 1 || running > slow)
            {
                return;
            }

            expected = crowd = new Crowd(answered + waiting.Count);
        }

        await Task.Delay(Gathering, clock).ConfigureAwait(false);
        lock (gate)
        {
            expected = expected == crowd ? null : expected;
        }
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

    private sealed class Crowd(int size)
    {
        public int Size => size;
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
