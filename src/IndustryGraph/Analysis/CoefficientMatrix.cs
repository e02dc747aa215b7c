using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>
/// The input coefficients among the entities that some entities supply, directly or not: row supplier, column user, in
/// compressed sparse rows. Of several links between one pair the greatest coefficient counts: they are statements about
/// one flow. A link without a coefficient, or with 0, has no entry.
/// </summary>
internal sealed class CoefficientMatrix
{
    private readonly int[] starts;
    private readonly int[] users;
    private readonly double[] values;
    private readonly int[] links;

    private CoefficientMatrix(int[] entities, int[] starts, int[] users, double[] values, int[] links) =>
        (Entities, this.starts, this.users, this.values, this.links) = (entities, starts, users, values, links);

    /// <summary>The number of the entity of each row; the suppliers asked for come first.</summary>
    public int[] Entities { get; }

    public int Count => Entities.Length;

    public int EntryCount => users.Length;

    public ReadOnlySpan<int> Users(int row) => users.AsSpan(starts[row]..starts[row + 1]);

    public ReadOnlySpan<double> Values(int row) => values.AsSpan(starts[row]..starts[row + 1]);

    /// <summary>The link of each entry: of several with the same coefficient, the first.</summary>
    public ReadOnlySpan<int> Links(int row) => links.AsSpan(starts[row]..starts[row + 1]);

    public static CoefficientMatrix Downstream(
        GraphSnapshot snapshot, IEnumerable<int> suppliers, LinkFilter filter, SearchBudget budget)
    {
        using var rows = Frontier.Rent(snapshot.EntityCount);
        var entities = new List<int>();
        foreach (var supplier in suppliers.Distinct())
        {
            Add(supplier);
        }

        var (starts, users, values, links) = (new List<int> { 0 }, new List<int>(), new List<double>(), new List<int>());
        using var entries = Frontier.Rent(snapshot.EntityCount);
        for (var row = 0; row < entities.Count; row++)
        {
            var targets = snapshot.OutTargets(entities[row]);
            var traits = snapshot.OutTraits(entities[row]);
            var granted = budget.Grant(targets.Length);
            entries.Clear();
            for (var i = 0; i < granted; i++)
            {
                var link = snapshot.FirstOut(entities[row]) + i;
                if (!filter.Passes(traits[i]) || !(snapshot.CoefficientOf(link) is var value and > 0))
                {
                    continue;
                }

                if (entries.PlaceOf(targets[i]) is var entry and >= 0)
                {
                    (values[entry], links[entry]) = value > values[entry] ? (value, link) : (values[entry], links[entry]);
                    continue;
                }

                if (rows.PlaceOf(targets[i]) < 0)
                {
                    Add(targets[i]);
                }

                entries.Mark(targets[i], users.Count);
                users.Add(rows.PlaceOf(targets[i]));
                values.Add(value);
                links.Add(link);
            }

            starts.Add(users.Count);
        }

        budget.Entities += entities.Count;
        return new CoefficientMatrix([.. entities], [.. starts], [.. users], [.. values], [.. links]);

        void Add(int entity)
        {
            rows.Mark(entity, entities.Count);
            entities.Add(entity);
        }
    }
}
