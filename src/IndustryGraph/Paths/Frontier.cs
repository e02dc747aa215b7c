using System.Collections.Concurrent;

namespace IndustryGraph.Paths;

/// <summary>
/// A breadth-first search by levels, and the memory that it needs. Frontiers are rented and given back: marks carry the
/// stamp of the search that set them, so that a search costs what it visits, however large the graph is.
/// </summary>
/// <remarks>
/// Entities of a level stand in the order of their least path from the start, paths compared step by step by the numbers
/// of their links: links are walked in that order, and the first to reach an entity stays its step.
/// </remarks>
internal sealed partial class Frontier : IDisposable
{
    // Enough for the searches that run at once; more are allocated anew and then dropped.
    private const int Kept = 16;
    private const int Blocked = -1;

    private static readonly ConcurrentQueue<Frontier> Pool = new();

    // Apart, because a search asks most often whether an entity is marked and seldom where it stands.
    private int[] stamps = [];
    private int[] places = [];
    private int stamp;
    private bool placed;
    private int[] entities = new int[256];
    private int[] steps = new int[256];
    private readonly List<int> levelStarts = [];

    /// <summary>How many entities were entered.</summary>
    public int Count { get; private set; }

    /// <summary>The number of the last level that was entered whole; the start is level 0.</summary>
    public int Level => levelStarts.Count - 2;

    /// <summary>How many entities the last level has.</summary>
    public int Width => levelStarts[^1] - levelStarts[^2];

    /// <summary>The entities in the order in which they were entered.</summary>
    public ReadOnlySpan<int> Entities => entities.AsSpan(0, Count);

    /// <summary>The step by which each was entered, packed; of the start, -1.</summary>
    public ReadOnlySpan<int> Steps => steps.AsSpan(0, Count);

    /// <summary>Where each level starts in <see cref="Entities"/>, and where the last one ends.</summary>
    public IReadOnlyList<int> LevelStarts => levelStarts;

    /// <summary>A frontier for graphs of so many entities, with nothing entered.</summary>
    /// <param name="entityCount">How many entities.</param>
    /// <param name="placed">Whether <see cref="PlaceOf"/> is to tell the places of what <see cref="Advance"/> enters.</param>
    public static Frontier Rent(int entityCount, bool placed = true)
    {
        var frontier = Pool.TryDequeue(out var rented) ? rented : new Frontier();
        if (frontier.stamps.Length < entityCount)
        {
            (frontier.stamps, frontier.places, frontier.stamp) = (new int[entityCount], new int[entityCount], 0);
        }

        frontier.placed = placed;
        frontier.Clear();
        return frontier;
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (Pool.Count < Kept)
        {
            Pool.Enqueue(this);
        }
    }

    /// <summary>Forgets what was entered and blocked.</summary>
    public void Clear()
    {
        if (++stamp == int.MaxValue)
        {
            Array.Clear(stamps);
            stamp = 1;
        }

        Count = 0;
        levelStarts.Clear();
    }

    /// <summary>Makes an entity one that is not entered.</summary>
    public void Block(int entity) => Mark(entity, Blocked);

    /// <summary>Notes a place for an entity, where the searcher keeps its own list.</summary>
    public void Mark(int entity, int place) => (stamps[entity], places[entity]) = (stamp, place);

    /// <summary>Takes an entity's mark away.</summary>
    public void Unblock(int entity) => stamps[entity] = 0;

    /// <summary>Whether the entity was entered or blocked.</summary>
    public bool IsMarked(int entity) => stamps[entity] == stamp;

    /// <summary>The place of the entity in <see cref="Entities"/>; -1 where it was not entered.</summary>
    public int PlaceOf(int entity) => stamps[entity] == stamp ? places[entity] : -1;

    /// <summary>Whether the entity was entered at this level or before.</summary>
    public bool IsWithin(int entity, int level) =>
        (uint)PlaceOf(entity) < (uint)levelStarts[Math.Min(level + 1, levelStarts.Count - 1)];

    /// <summary>Starts at an entity.</summary>
    public void Start(int entity) => Start([entity]);

    /// <summary>Starts at several entities; one that is blocked or named twice counts once or not at all.</summary>
    public void Start(IEnumerable<int> origins)
    {
        levelStarts.Add(0);
        foreach (var entity in origins)
        {
            if (!IsMarked(entity))
            {
                if (Count == entities.Length)
                {
                    MakeRoom(1);
                }

                Enter(entity, -1);
            }
        }

        levelStarts.Add(Count);
    }

    private void Enter(int entity, int step)
    {
        Mark(entity, Count);
        (entities[Count], steps[Count]) = (entity, step);
        Count++;
    }

    private void MakeRoom(int more)
    {
        var size = (int)Math.Min(Array.MaxLength, Math.Max((long)Count + more, 2L * entities.Length));
        Array.Resize(ref entities, size);
        Array.Resize(ref steps, size);
    }
}
