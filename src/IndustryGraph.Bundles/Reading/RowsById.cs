namespace IndustryGraph.Bundles.Reading;

/// <summary>The rows of entities or of links by the id that they name.</summary>
/// <typeparam name="TId">The type of the id.</typeparam>
/// <typeparam name="TFact">The type of what a row says.</typeparam>
internal sealed class RowsById<TId, TFact>
    where TId : struct
    where TFact : class
{
    private readonly IReadOnlyList<TFact> facts;
    private readonly IReadOnlyList<RowPlace> places;
    private readonly Func<TFact, TId> idOf;
    private readonly FurtherCitations<TId> further;
    private readonly Dictionary<TId, int> first;
    private readonly Dictionary<TId, List<int>> later = [];

    public RowsById(IReadOnlyList<TFact> facts, IReadOnlyList<RowPlace> places, Func<TFact, TId> idOf, FurtherCitations<TId> further)
    {
        (this.facts, this.places, this.idOf, this.further) = (facts, places, idOf, further);
        first = new Dictionary<TId, int>(facts.Count);
        for (var row = 0; row < facts.Count; row++)
        {
            var id = idOf(facts[row]);
            if (!first.TryAdd(id, row))
            {
                (later.TryGetValue(id, out var rows) ? rows : later[id] = []).Add(row);
            }
        }
    }

    /// <summary>What the rows say, once for each id: what the first row of it says.</summary>
    public IEnumerable<(TFact Fact, int Row)> Distinct() => facts.Select((fact, row) => (fact, row)).Where(item => IsFirst(item.row));

    /// <summary>How many rows there are.</summary>
    public int Count => facts.Count;

    /// <summary>Whether no row before it names its id.</summary>
    public bool IsFirst(int row) => later.Count == 0 || first[idOf(facts[row])] == row;

    /// <summary>Whether a row is of the id, or cites a source for it.</summary>
    public bool Names(TId id) => first.ContainsKey(id) || further.RowsOf(id).Count > 0;

    /// <summary>Where a row stands.</summary>
    public RowPlace PlaceOf(int row) => places[row];

    /// <summary>The rows of an id, in the order of the files.</summary>
    public IEnumerable<RowPlace> RowsOf(TId id) => first.TryGetValue(id, out var row)
        ? later.TryGetValue(id, out var rows) ? [places[row], .. rows.Select(item => places[item])] : [places[row]]
        : [];

    /// <summary>The rows of an id and those of its further citations.</summary>
    public IEnumerable<RowPlace> AllRowsOf(TId id) => RowsOf(id).Concat(further.PlacesOf(id));

    /// <summary>The ids of which more than one row speaks, further citations among them.</summary>
    public IEnumerable<TId> OfSeveralRows() => later.Keys.Concat(further.Subjects.Where(first.ContainsKey)).Distinct();

    /// <summary>The rows that name the id of a row before them: that row, the later one, and whether the two say the same.</summary>
    public IEnumerable<(TId Id, RowPlace First, RowPlace Later, bool IsSame)> Repeats() =>
        later.SelectMany(item => item.Value.Select(row =>
            (item.Key, places[first[item.Key]], places[row], facts[first[item.Key]].Equals(facts[row]))));
}
