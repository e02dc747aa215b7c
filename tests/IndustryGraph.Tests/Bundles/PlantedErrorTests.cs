using CsCheck;
using IndustryGraph.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Errors are planted at random in a sound bundle of some hundred rows: all of them are found, and nothing else.</summary>
public sealed class PlantedErrorTests
{
    private const int Rows = 60;

    [Fact]
    public void Every_planted_error_is_found_and_nothing_else() => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            using var bundle = new TemporaryBundle();
            var planted = Plant(bundle, new Random(seed));

            var contents = bundle.Read();

            Assert.Equal(
                planted.Order(),
                contents.Problems.Select(problem => (problem.File, problem.Line ?? 0, problem.Column?.Name ?? "", problem.Code.Code())).Order());
            Assert.Equal(planted.Count, contents.ProblemCount);
            Assert.Equal(
                planted.Select(problem => (problem.File, problem.Line)).Distinct().Count(),
                contents.Files.Sum(file => file.Rejected));
            Assert.All(contents.Files, file => Assert.Equal(RowsOf(file.File), file.Read));
        },
        iter: 200, seed: "0N0XIzNsQ0O2");

    private static int RowsOf(string file) => file switch
    {
        Industries or Inputs => Rows,
        Sources => 2,
        Items => 3,
        Broader or FurtherCitations => 2,
        _ => 1,
    };

    private static List<(string File, int Line, string Column, string Code)> Plant(TemporaryBundle bundle, Random random)
    {
        var planted = new List<(string, int, string, string)>();
        List<string> entities = [.. bundle.Lines(Industries)];
        List<string> links = [.. bundle.Lines(Inputs)];
        var ids = new List<string>();
        while (entities.Count <= Rows)
        {
            var (line, id) = (entities.Count + 1, $"industry:i-{entities.Count}");
            var (row, column, code) = EntityRow(random.Next(40), id);
            Note(Industries, line, column, code);
            entities.Add(row);
            if (code != "DUPLICATE_ENTITY")
            {
                ids.Add(id);
            }
        }

        while (links.Count <= Rows)
        {
            var line = links.Count + 1;
            var (row, column, code) = LinkRow(
                random.Next(30), ids[random.Next(ids.Count)], ids[random.Next(ids.Count)], $"q{links.Count}");
            Note(Inputs, line, column, code);
            links.Add(row);
        }

        bundle.Write(Industries, [.. entities]);
        bundle.Write(Inputs, [.. links]);
        return planted;

        void Note(string file, int line, string column, string code)
        {
            if (code.Length > 0)
            {
                planted.Add((file, line, column, code));
            }
        }
    }

    // No planted error hides the row's id, so that the links to it stay sound.
    internal static (string Row, string Column, string Code) EntityRow(int dice, string id) => dice switch
    {
        0 => ($"{id},,,,,,,source:plan,,stated,", "name_zh", "NAME_MISSING"),
        1 => ($"{id},甲,,,,,,,,stated,", "source", "MISSING_VALUE"),
        2 => ($"{id},甲,,,,,,source:none,,stated,", "source", "UNKNOWN_SOURCE"),
        3 => ($"{id},甲,,,,,,source:plan,,,", "evidence", "MISSING_VALUE"),
        4 => ($"{id},甲,,,,,,source:plan,,guessed,", "evidence", "BAD_EVIDENCE"),
        5 => ($"{id},甲,,x||y,,,,source:plan,,stated,", "alt_names", "BAD_ALT_NAMES"),
        6 => ($"{id},甲,,,,20-1,,source:plan,,stated,", "valid_from", "BAD_DATE"),
        7 => ($"{id},甲,,,,2020,2010,source:plan,,stated,", "valid_to", "DATES_REVERSED"),
        8 => ($"{id},甲,,,,,,source:plan,,stated,{new string('长', 21)}", "quote", "QUOTE_TOO_LONG"),
        9 => ($"{id},甲,,,,,,source:plan,,stated", "", "RAGGED_ROW"),
        10 => ($"{id},甲,乙,丙,丁,,,,source:plan,,stated,", "", "RAGGED_ROW"),
        11 => ($"{id},5\" 甲,,,,,,source:plan,,stated,", "name_zh", "STRAY_QUOTE"),
        12 => ($"{id},\"甲\"乙,,,,,,source:plan,,stated,", "name_zh", "TEXT_AFTER_QUOTE"),
        13 => ($"{id},\"甲,,,,,,source:plan,,stated,", "name_zh", "UNCLOSED_QUOTE"),
        14 => ($"{id},甲\u0007,,,,,,source:plan,,stated,", "name_zh", "CONTROL_CHARACTER"),
        15 => ($"{id},甲,,,,,,plan,,stated,", "source", "MALFORMED_ID"),
        16 => ("industry:steel,甲,,,,,,source:plan,,stated,", "id", "DUPLICATE_ENTITY"),
        < 25 => ($"{id},\"甲, \"\"{dice}\"\"\",,\"a|b\",,2010,2020-05,source:plan,,stated,", "", ""),
        _ => ($"{id},甲{dice},A,,,,,source:table,p. 1,derived,", "", ""),
    };

    private static (string Row, string Column, string Code) LinkRow(int dice, string from, string to, string qualifier) => dice switch
    {
        0 => ($"industry:none,{to},{qualifier},,,,,,,,,source:plan,,stated,", "from", "DANGLING_END"),
        1 => ($"{from},industry:none,{qualifier},,,,,,,,,source:plan,,stated,", "to", "DANGLING_END"),
        2 => ($"{from},source:plan,{qualifier},,,,,,,,,source:plan,,stated,", "to", "END_KIND_REFUSED"),
        3 => ($"{from},{to},{qualifier},,,,,,,,,source:none,,stated,", "source", "UNKNOWN_SOURCE"),
        4 => ($"{from},{to},{qualifier},sideways,,,,,,,,source:plan,,stated,", "stage", "BAD_STAGE"),
        5 => ($"{from},{to},{qualifier},,2,,,,,,,source:plan,,stated,", "coefficient", "BAD_NUMBER"),
        6 => ($"{from},{to},{qualifier},,,,,MMXI,,,,source:plan,,stated,", "year", "BAD_NUMBER"),
        7 => ($"{from},{to},{qualifier.ToUpperInvariant()},,,,,,,,,source:plan,,stated,", "qualifier", "BAD_QUALIFIER"),
        8 => ($"{from},,{qualifier},,,,,,,,,source:plan,,stated,", "to", "MISSING_VALUE"),
        9 => ("industry:energy,industry:steel,,,,,,,,,,source:plan,,stated,", "from", "DUPLICATE_LINK"),
        < 20 => ($"{from},{to},{qualifier},midstream,0.5,1e3,\"t, dry\",2020,\"a, b\",,,source:plan,,stated,", "", ""),
        _ => ($"{from},{to},{qualifier},,,,,,,,,source:table,,curated,", "", ""),
    };
}
