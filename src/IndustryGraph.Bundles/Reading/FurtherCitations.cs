using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Reading;

/// <summary>The rows of <c>citations.csv</c> until the subject of each is met.</summary>
/// <typeparam name="TId">The type of the subject's id.</typeparam>
internal sealed class FurtherCitations<TId>
    where TId : struct
{
    private readonly Dictionary<TId, List<(Citation? Citation, RowPlace Place)>> rows = [];
    private readonly HashSet<TId> met = [];

    /// <summary>Adds a row; without a citation where it cannot be read.</summary>
    public void Add(TId subject, Citation? citation, RowPlace place)
    {
        if (!rows.TryGetValue(subject, out var list))
        {
            rows.Add(subject, list = []);
        }

        list.Add((citation, place));
    }

    /// <summary>The further citations of a subject, which is thereby met; null where there are none.</summary>
    public IEnumerable<Citation>? Of(TId subject)
    {
        if (rows.Count == 0 || !rows.TryGetValue(subject, out var list))
        {
            return null;
        }

        met.Add(subject);
        return list.Where(row => row.Citation is not null).Select(row => row.Citation!);
    }

    /// <summary>The rows of a subject.</summary>
    public IEnumerable<RowPlace> PlacesOf(TId subject) => rows.TryGetValue(subject, out var list) ? list.Select(row => row.Place) : [];

    /// <summary>The subjects that rows name.</summary>
    public IEnumerable<TId> Subjects => rows.Keys;

    /// <summary>The subjects that were never met.</summary>
    public IEnumerable<TId> Unmet() => rows.Keys.Where(subject => !met.Contains(subject));

    /// <summary>The rows of a subject with their citations; without one where it cannot be read.</summary>
    public IReadOnlyList<(Citation? Citation, RowPlace Place)> RowsOf(TId subject) => rows.TryGetValue(subject, out var list) ? list : [];
}
