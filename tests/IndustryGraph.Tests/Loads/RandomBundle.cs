using IndustryGraph.Tests.Bundles;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Loads;

/// <summary>
/// An update of random rows for the stored graph, errors planted among them, and what must become of each row:
/// worked out beside the reader, from how each row was made.
/// </summary>
internal sealed class RandomBundle
{
    private const int Rows = 30;

    private readonly Random random;
    private readonly List<Row> entities = [];
    private readonly List<Row> links = [];
    private readonly List<Row> citations = [];

    private RandomBundle(Random random) => this.random = random;

    /// <summary>A row: the file and line, what it is of, what it says, and what was planted in it.</summary>
    private sealed record Row(string File, int Line, string Id, string Text, string Says)
    {
        public (string Column, string Code)? Planted { get; init; }

        public bool IsRepeat { get; init; }

        public string[] Ends { get; init; } = [];

        public (string File, int Line) Place => (File, Line);
    }

    /// <summary>The names of the entities and the notes of the links after the update without the bad rows.</summary>
    public Dictionary<string, string> After { get; } = [];

    /// <summary>The problems of an update that is whole or not at all.</summary>
    public List<(string File, int Line, string Column, string Code)> Problems { get; } = [];

    /// <summary>The problems of an update without its bad rows.</summary>
    public List<(string File, int Line, string Column, string Code)> ProblemsWithDependants { get; } = [];

    /// <summary>The lines of rows that repeat others.</summary>
    public List<(string File, int Line)> Repeats { get; } = [];

    /// <summary>By file: rows read, unchanged, and rejected, of an update without its bad rows.</summary>
    public Dictionary<string, (int Read, int Unchanged, int Rejected)> Accounts { get; } = [];

    /// <summary>Fills a bundle with what is stored before: ten industries, and links and citations between them.</summary>
    public static void Store(TemporaryBundle bundle)
    {
        bundle.Append(Industries, [.. Enumerable.Range(0, 10).Select(i => EntityText($"industry:s-{i}", $"旧{i}"))]);
        bundle.Append(Inputs, [.. Enumerable.Range(0, 10).Select(i => LinkText($"industry:s-{i}", $"industry:s-{(i + 1) % 10}", "", $"old {i}"))]);
        bundle.Append(FurtherCitations, [.. Enumerable.Range(0, 10).Select(i => $"industry:s-{i}|INPUT_TO|industry:s-{(i + 1) % 10},source:table,,derived")]);
    }

    /// <summary>Fills the files of an empty bundle.</summary>
    public static RandomBundle Fill(TemporaryBundle bundle, int seed, Dictionary<string, string> stored)
    {
        var made = new RandomBundle(new Random(seed));
        made.AddEntities();
        made.AddLinks();
        made.AddCitations();
        bundle.Write(Industries, [EntityHeader, .. made.entities.Select(row => row.Text)]);
        bundle.Write(Inputs, [LinkHeader, .. made.links.Select(row => row.Text)]);
        bundle.Write(FurtherCitations, ["subject,source,locator,evidence", .. made.citations.Select(row => row.Text)]);
        made.WorkOut(stored);
        return made;
    }

    private const string EntityHeader = "id,name_zh,name_en,alt_names,definition_zh,valid_from,valid_to,source,locator,evidence,quote";
    private const string LinkHeader = "from,to,qualifier,note,source,evidence";

    private static string EntityText(string id, string name) => $"{id},{name},,,,,,source:plan,,stated,";

    private static string LinkText(string from, string to, string qualifier, string note) =>
        $"{from},{to},{qualifier},,,,,,{note},,,source:plan,,stated,";

    private void AddEntities()
    {
        while (entities.Count < Rows)
        {
            var n = entities.Count;
            var id = random.Next(3) == 0 ? $"industry:s-{random.Next(10)}" : $"industry:n-{n}";
            var isNew = !entities.Exists(row => row.Id == id);
            var good = entities.Where(row => row.Planted is null).ToArray();
            var dice = random.Next(60);
            if (dice < 4 && good.Length > 0)
            {
                // Another row once more, as it stands or with another name.
                var other = good[random.Next(good.Length)];
                var name = dice < 2 ? other.Says : $"另{n}";
                Add(entities, Industries, other.Id, EntityText(other.Id, name), name, dice < 2 ? null : ("id", "DUPLICATE_ENTITY"), repeats: dice < 2);
            }
            else if (!isNew || dice < 4)
            {
                continue;
            }
            else if (dice < 20)
            {
                var (text, column, code) = PlantedErrorTests.EntityRow(dice - 4, id);
                Add(entities, Industries, id, text, "", (column, code));
            }
            else
            {
                var name = id.StartsWith("industry:s", StringComparison.Ordinal) && random.Next(2) == 0 ? $"旧{id[^1]}" : $"新{n}";
                Add(entities, Industries, id, EntityText(id, name), name);
            }
        }
    }

    private void AddLinks()
    {
        var ids = entities.Select(row => row.Id).Concat(Enumerable.Range(0, 10).Select(i => $"industry:s-{i}")).Distinct().ToArray();
        while (links.Count < Rows)
        {
            var n = links.Count;
            var (from, to) = (ids[random.Next(ids.Length)], ids[random.Next(ids.Length)]);
            var (text, id) = ($"{from},{to},q{n},new {n},source:plan,stated", $"{from}|INPUT_TO|{to}#q{n}");
            var good = links.Where(row => row.Planted is null).ToArray();
            switch (random.Next(24))
            {
                case 0:
                    Add(links, Inputs, id, $"{from},industry:none,q{n},x,source:plan,stated", "", ("to", "DANGLING_END"));
                    break;
                case 1:
                    Add(links, Inputs, id, $"{from},{to},q{n},x,source:none,stated", "", ("source", "UNKNOWN_SOURCE"), ends: [from, to]);
                    break;
                case 2:
                    Add(links, Inputs, id, $"{from},source:plan,q{n},x,source:plan,stated", "", ("to", "END_KIND_REFUSED"));
                    break;
                case 3:
                    Add(links, Inputs, id, $"{from},{to},Q{n},x,source:plan,stated", "", ("qualifier", "BAD_QUALIFIER"));
                    break;
                case 4 when good.Length > 0:
                    var other = good[random.Next(good.Length)];
                    Add(links, Inputs, other.Id, other.Text, other.Says, repeats: true, ends: other.Ends);
                    break;
                case 5 when good.Length > 0:
                    var same = good[random.Next(good.Length)];
                    Add(links, Inputs, same.Id, same.Text.Replace(same.Says, $"other {n}", StringComparison.Ordinal), $"other {n}", ("from", "DUPLICATE_LINK"), ends: same.Ends);
                    break;
                case < 9 when random.Next(10) is var i && $"industry:s-{i}|INPUT_TO|industry:s-{(i + 1) % 10}" is var old && !links.Exists(row => row.Id == old):
                    // Without its further citation the row is a change of the link that is stored.
                    Add(links, Inputs, old, $"industry:s-{i},industry:s-{(i + 1) % 10},,old {i},source:plan,stated", $"old {i}", ends: [$"industry:s-{i}", $"industry:s-{(i + 1) % 10}"]);
                    break;
                default:
                    Add(links, Inputs, id, text, $"new {n}", ends: [from, to]);
                    break;
            }
        }
    }

    private void AddCitations()
    {
        for (var n = 0; n < 10; n++)
        {
            var inBundle = entities[random.Next(entities.Count)].Id;
            switch (random.Next(6))
            {
                case 0:
                    Add(citations, FurtherCitations, "", $"industry:none-{n},source:plan,,stated", "", ("subject", "UNKNOWN_SUBJECT"));
                    break;
                case 1:
                    Add(citations, FurtherCitations, inBundle, $"{inBundle},source:plan,p{n},sure", "", ("evidence", "BAD_EVIDENCE"));
                    break;
                case 2:
                    Add(citations, FurtherCitations, "industry:steel", "industry:steel,source:plan,2.3,stated", "");
                    break;
                case 3:
                    Add(citations, FurtherCitations, "industry:cars", $"industry:cars,source:table,p{n},stated", "");
                    break;
                default:
                    Add(citations, FurtherCitations, inBundle, $"{inBundle},source:table,p{n},stated", "");
                    break;
            }
        }
    }

    private static void Add(
        List<Row> rows, string file, string id, string text, string says, (string, string)? planted = null, bool repeats = false, string[]? ends = null) =>
        rows.Add(new Row(file, rows.Count + 2, id, text, says) { Planted = planted, IsRepeat = repeats, Ends = ends ?? [] });

    private void WorkOut(Dictionary<string, string> stored)
    {
        var all = entities.Concat(links).Concat(citations).ToList();
        Problems.AddRange(all.Where(row => row.Planted is not null).Select(row => (row.File, row.Line, row.Planted!.Value.Column, row.Planted.Value.Code)));
        Repeats.AddRange(all.Where(row => row.IsRepeat).Select(row => row.Place));
        ProblemsWithDependants.AddRange(Problems);
        var rejected = all.Where(row => row.Planted is not null).Select(row => row.Place).ToHashSet();

        // What speaks of one entity goes together, and a link goes with an end that is not stored.
        RejectTogether(entities, rejected);
        RejectTogether(links, rejected);
        var accepted = entities.Where(row => !rejected.Contains(row.Place)).Select(row => row.Id).ToHashSet();
        foreach (var row in links.Where(row => !rejected.Contains(row.Place)).ToList())
        {
            foreach (var end in row.Ends.Distinct().Where(end => !accepted.Contains(end) && !stored.ContainsKey(end)))
            {
                rejected.Add(row.Place);
                ProblemsWithDependants.Add((row.File, row.Line, end == row.Ends[0] ? "from" : "to", "DEPENDS_ON_REJECTED"));
            }
        }

        foreach (var (id, says) in stored)
        {
            After[id] = says;
        }

        foreach (var row in entities.Concat(links).Where(row => !rejected.Contains(row.Place)))
        {
            After[row.Id] = row.Says;
        }

        Account(Industries, entities, row => row.IsRepeat || (stored.GetValueOrDefault(row.Id) == row.Says && !citations.Exists(item => item.Id == row.Id)), rejected);
        Account(Inputs, links, row => row.IsRepeat, rejected);
        var seen = new HashSet<string>();
        Account(FurtherCitations, citations, row => row.Id == "industry:steel" || !seen.Add(row.Text), rejected);
    }

    private void RejectTogether(List<Row> rows, HashSet<(string, int)> rejected)
    {
        foreach (var group in rows.Concat(citations.Where(row => rows.Exists(item => item.Id == row.Id))).GroupBy(row => row.Id).Where(group => group.Any(row => rejected.Contains(row.Place))).ToList())
        {
            foreach (var row in group.Where(row => rejected.Add(row.Place)))
            {
                ProblemsWithDependants.Add((row.File, row.Line, "", "DEPENDS_ON_REJECTED"));
            }
        }
    }

    private void Account(string file, List<Row> rows, Func<Row, bool> isUnchanged, HashSet<(string, int)> rejected) => Accounts[file] =
        (rows.Count, rows.Count(row => !rejected.Contains(row.Place) && isUnchanged(row)), rows.Count(row => rejected.Contains(row.Place)));
}
