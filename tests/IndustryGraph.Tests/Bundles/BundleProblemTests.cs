using System.Globalization;
using IndustryGraph.Bundles;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class BundleProblemTests : IDisposable
{
    private readonly TemporaryBundle bundle = new();

    [Theory]
    // Cells that are missing or malformed.
    [InlineData(Industries, ",甲,,,,,,source:plan,,stated,", "id", 1, BundleProblemCode.MissingValue)]
    [InlineData(Industries, "industry:x,甲,,,,,,,,stated,", "source", 8, BundleProblemCode.MissingValue)]
    [InlineData(Industries, "industry:x,甲,,,,,,source:plan,,,", "evidence", 10, BundleProblemCode.MissingValue)]
    [InlineData(Industries, "industry:x,,  ,,,,,source:plan,,stated,", "name_zh", 2, BundleProblemCode.NameMissing)]
    [InlineData(Industries, "Industry:X,甲,,,,,,source:plan,,stated,", "id", 1, BundleProblemCode.MalformedId)]
    [InlineData(Industries, "industry:x ,甲,,,,,,source:plan,,stated,", "id", 1, BundleProblemCode.MalformedId)]
    [InlineData(Industries, "industry,甲,,,,,,source:plan,,stated,", "id", 1, BundleProblemCode.MalformedId)]
    [InlineData(Industries, "industry:x,甲,,,,,,Plan,,stated,", "source", 8, BundleProblemCode.MalformedId)]
    [InlineData(Industries, "industry:x,甲,,a||b,,,,source:plan,,stated,", "alt_names", 4, BundleProblemCode.BadAltNames)]
    [InlineData(Industries, "industry:x,甲,,a|,,,,source:plan,,stated,", "alt_names", 4, BundleProblemCode.BadAltNames)]
    [InlineData(Industries, @"industry:x,甲,,a\b,,,,source:plan,,stated,", "alt_names", 4, BundleProblemCode.BadAltNames)]
    [InlineData(Industries, @"industry:x,甲,,a\,,,,source:plan,,stated,", "alt_names", 4, BundleProblemCode.BadAltNames)]
    [InlineData(Industries, "industry:x,甲,,,,2020-13,,source:plan,,stated,", "valid_from", 6, BundleProblemCode.BadDate)]
    [InlineData(Industries, "industry:x,甲,,,,,2021-02-29,source:plan,,stated,", "valid_to", 7, BundleProblemCode.BadDate)]
    [InlineData(Industries, "industry:x,甲,,,,2020,2019-12,source:plan,,stated,", "valid_to", 7, BundleProblemCode.DatesReversed)]
    [InlineData(Industries, "industry:x,甲,,,,,,source:plan,,Stated,", "evidence", 10, BundleProblemCode.BadEvidence)]
    [InlineData(Industries, "industry:x,甲,,,,,,source:plan,,stated,一二三四五六七八九十一二三四五六七八九十一", "quote", 11, BundleProblemCode.QuoteTooLong)]
    [InlineData(Items, "class:isic:02,B,classification:isic,02,second,,source:table,stated", "level", 5, BundleProblemCode.BadNumber)]
    [InlineData(Items, "class:isic:02,B,classification:isic,02,0,,source:table,stated", "level", 5, BundleProblemCode.BadNumber)]
    [InlineData(Items, "class:isic:02,B,classification:isic,02,2,-1,source:table,stated", "output", 6, BundleProblemCode.BadNumber)]
    [InlineData(Items, "class:isic:02,B,classification:isic,02,2,NaN,source:table,stated", "output", 6, BundleProblemCode.BadNumber)]
    [InlineData(Inputs, "industry:cars,industry:steel,,up,,,,,,,,source:plan,,stated,", "stage", 4, BundleProblemCode.BadStage)]
    [InlineData(Inputs, "industry:cars,industry:steel,,,1.5,,,,,,,source:plan,,stated,", "coefficient", 5, BundleProblemCode.BadNumber)]
    [InlineData(Inputs, "industry:cars,industry:steel,,,\"0,5\",,,,,,,source:plan,,stated,", "coefficient", 5, BundleProblemCode.BadNumber)]
    [InlineData(Inputs, "industry:cars,industry:steel,,,,,,11,,,,source:plan,,stated,", "year", 8, BundleProblemCode.BadNumber)]
    [InlineData(Inputs, "industry:cars,industry:steel,No 1,,,,,,,,,source:plan,,stated,", "qualifier", 3, BundleProblemCode.BadQualifier)]
    [InlineData(Inputs, ",industry:steel,,,,,,,,,,source:plan,,stated,", "from", 1, BundleProblemCode.MissingValue)]
    [InlineData(Inputs, "industry:cars,steel,,,,,,,,,,source:plan,,stated,", "to", 2, BundleProblemCode.MalformedId)]
    [InlineData("links/corresponds-to.csv", "industry:cars,class:isic:A,equal,source:plan,curated", "match", 3, BundleProblemCode.BadMatch)]
    [InlineData(FurtherCitations, ",source:plan,,stated", "subject", 1, BundleProblemCode.MissingValue)]
    [InlineData(FurtherCitations, "steel,source:plan,,stated", "subject", 1, BundleProblemCode.MalformedId)]
    [InlineData(FurtherCitations, "industry:steel|MAKES|industry:cars,source:plan,,stated", "subject", 1, BundleProblemCode.MalformedId)]
    [InlineData(FurtherCitations, "industry:steel,source:plan,,sure", "evidence", 4, BundleProblemCode.BadEvidence)]
    // The text of the row.
    [InlineData(Industries, "industry:x,甲,,,,,,source:plan,,stated", null, 0, BundleProblemCode.RaggedRow)]
    [InlineData(Industries, "industry:x,甲,乙,丙,,,,,source:plan,,stated,", null, 0, BundleProblemCode.RaggedRow)]
    [InlineData(Industries, "", null, 0, BundleProblemCode.RaggedRow)]
    [InlineData(Industries, "industry:x,5\" 管,,,,,,source:plan,,stated,", "name_zh", 2, BundleProblemCode.StrayQuote)]
    [InlineData(Industries, "industry:x, \"甲\",,,,,,source:plan,,stated,", "name_zh", 2, BundleProblemCode.StrayQuote)]
    [InlineData(Industries, "industry:x,\"甲\"乙,,,,,,source:plan,,stated,", "name_zh", 2, BundleProblemCode.TextAfterQuote)]
    [InlineData(Industries, "industry:x,\"甲,,,,,,source:plan,,stated,", "name_zh", 2, BundleProblemCode.UnclosedQuote)]
    [InlineData(Industries, "industry:x,甲\0,,,,,,source:plan,,stated,", "name_zh", 2, BundleProblemCode.ControlCharacter)]
    [InlineData(Industries, "industry:x,甲,\"a\u001b[2J\",,,,,source:plan,,stated,", "name_en", 3, BundleProblemCode.ControlCharacter)]
    [InlineData(Industries, "industry:x,甲,a\u0085b,,,,,source:plan,,stated,", "name_en", 3, BundleProblemCode.ControlCharacter)]
    // The whole.
    [InlineData(Industries, "industry:x,甲,,,,,,source:gone,,stated,", "source", 8, BundleProblemCode.UnknownSource)]
    [InlineData(Industries, "industry:x,甲,,,,,,industry:steel,,stated,", "source", 8, BundleProblemCode.UnknownSource)]
    [InlineData(Items, "class:isic:02,B,classification:nace,02,2,,source:table,stated", "scheme", 3, BundleProblemCode.UnknownScheme)]
    [InlineData(Items, "class:isic:02,B,industry:steel,02,2,,source:table,stated", "scheme", 3, BundleProblemCode.UnknownScheme)]
    [InlineData(Inputs, "industry:gone,industry:steel,,,,,,,,,,source:plan,,stated,", "from", 1, BundleProblemCode.DanglingEnd)]
    [InlineData(Inputs, "industry:steel,industry:gone,,,,,,,,,,source:plan,,stated,", "to", 2, BundleProblemCode.DanglingEnd)]
    [InlineData(Inputs, "industry:gone,industry:gone,,,,,,,,,,source:plan,,stated,", "from", 1, BundleProblemCode.DanglingEnd)]
    [InlineData(Inputs, "industry:steel,source:plan,,,,,,,,,,source:plan,,stated,", "to", 2, BundleProblemCode.EndKindRefused)]
    [InlineData("links/corresponds-to.csv", "source:plan,class:isic:A,exact,source:plan,curated", "from", 1, BundleProblemCode.EndKindRefused)]
    [InlineData("links/corresponds-to.csv", "industry:cars,industry:steel,exact,source:plan,curated", "to", 2, BundleProblemCode.EndKindRefused)]
    [InlineData(Industries, "industry:steel,甲,,,,,,source:plan,,stated,", "id", 1, BundleProblemCode.DuplicateEntity)]
    [InlineData(Inputs, "industry:steel,industry:cars,,,,,,,,,,source:table,,stated,", "from", 1, BundleProblemCode.DuplicateLink)]
    [InlineData(Broader, "class:isic:A,class:isic:A,source:table,stated", "to", 2, BundleProblemCode.TaxonomyCycle)]
    [InlineData(FurtherCitations, "industry:gone,source:plan,,stated", "subject", 1, BundleProblemCode.UnknownSubject)]
    [InlineData(FurtherCitations, "industry:cars|INPUT_TO|industry:energy,source:plan,,stated", "subject", 1, BundleProblemCode.UnknownSubject)]
    [InlineData(FurtherCitations, "industry:steel,source:gone,,stated", "source", 2, BundleProblemCode.UnknownSource)]
    public void A_bad_row_is_found_with_its_line_and_column(string file, string row, string? column, int number, BundleProblemCode code)
    {
        var good = Good(file);
        var line = bundle.Append(file, row, good);
        var rows = bundle.Lines(file).Length - 1;

        var contents = bundle.Read();

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((file, line, code), (problem.File, problem.Line, problem.Code));
        Assert.Equal(column is null ? null : new BundleColumn(number, column), problem.Column);
        Assert.NotEmpty(problem.Message);
        Assert.Equal(new BundleFileRows(file, rows, 1), contents.Files.Single(item => item.File == file));
    }

    [Theory]
    [InlineData("id,name_zh,evidence", null, BundleProblemCode.MissingColumn)]
    [InlineData("id,source,evidence", null, BundleProblemCode.MissingColumn)]
    [InlineData("name_zh,source,evidence", null, BundleProblemCode.MissingColumn)]
    [InlineData("id,name_zh,name_zh,source,evidence", "name_zh", BundleProblemCode.DuplicateColumn)]
    [InlineData("id,name_zh,colour,source,evidence", "colour", BundleProblemCode.UnknownColumn)]
    [InlineData("id,name_zh,code,source,evidence", "code", BundleProblemCode.UnknownColumn)]
    [InlineData("id,name_zh,source,evidence,", "", BundleProblemCode.UnknownColumn)]
    [InlineData("id,name\u0001,source,evidence", "", BundleProblemCode.ControlCharacter)]
    [InlineData("id,\"name_zh,source,evidence", "", BundleProblemCode.UnclosedQuote)]
    public void A_bad_header_is_one_problem_and_rejects_the_rows_read(string header, string? column, BundleProblemCode code)
    {
        var cells = Enumerable.Range(0, header.Count(c => c == ',') + 1)
            .Select(cell => header.Split(',')[cell] switch { "id" => "product:x", "source" => "source:plan", "evidence" => "stated", _ => "甲" });
        bundle.Write("entities/products.csv", header, string.Join(',', cells));

        var contents = bundle.Read();

        var problem = Assert.Single(contents.Problems);
        Assert.Equal(("entities/products.csv", 1, code), (problem.File, problem.Line, problem.Code));
        Assert.Equal(column, problem.Column?.Name);
        Assert.Equal(0, contents.Files.Single(item => item.File == "entities/products.csv").Accepted);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\ufeff")]
    public void A_file_without_a_header_is_empty(string text)
    {
        bundle.WriteText("entities/products.csv", text);

        bundle.HasProblems(("entities/products.csv", null, null, BundleProblemCode.EmptyFile));
    }

    [Fact]
    public void A_duplicate_names_the_other_row_also_in_another_file()
    {
        bundle.Write("entities/products.csv", "id,name_zh,source,evidence", "product:a,甲,source:plan,stated", "industry:steel,钢,source:plan,stated");
        bundle.Append(Inputs, "industry:energy,industry:steel,,,,,,,,,,source:plan,,stated,");

        var problems = bundle.Read().Problems;

        Assert.Equal(2, problems.Count);
        Assert.Contains(problems, problem => problem is { File: "entities/products.csv", Line: 3, Code: BundleProblemCode.DuplicateEntity, Value: "industry:steel" }
            && problem.Message.Contains("entities/industries.csv:3", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem is { File: Inputs, Line: 4, Code: BundleProblemCode.DuplicateLink }
            && problem.Message.Contains("links/input-to.csv:2", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_row_of_a_triplicate_names_the_first()
    {
        var line = bundle.Append(Industries, "industry:steel,甲,,,,,,source:plan,,stated,", "industry:steel,乙,,,,,,source:plan,,stated,");

        bundle.HasProblems(
            (Industries, line, "id", BundleProblemCode.DuplicateEntity),
            (Industries, line + 1, "id", BundleProblemCode.DuplicateEntity));
    }

    [Fact]
    public void A_duplicate_is_found_also_where_the_row_has_another_problem()
    {
        var line = bundle.Append(Industries, "industry:steel,甲,,,,2020-99,,source:plan,,stated,");

        bundle.HasProblems(
            (Industries, line, "id", BundleProblemCode.DuplicateEntity),
            (Industries, line, "valid_from", BundleProblemCode.BadDate));
    }

    [Fact]
    public void Both_missing_ends_of_a_link_are_found()
    {
        var line = bundle.Append(Inputs, "industry:gone,industry:lost,,,,,,,,,,source:plan,,stated,");

        bundle.HasProblems(
            (Inputs, line, "from", BundleProblemCode.DanglingEnd),
            (Inputs, line, "to", BundleProblemCode.DanglingEnd));
    }

    [Fact]
    public void A_cycle_of_the_taxonomy_is_listed()
    {
        bundle.Append(Broader, "class:isic:A,class:isic:011,source:table,stated");

        var problem = bundle.Problem();

        Assert.Equal((Broader, BundleProblemCode.TaxonomyCycle), (problem.File, problem.Code));
        Assert.All(["class:isic:A", "class:isic:01 ", "class:isic:011"], id => Assert.Contains(id, problem.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_cell_of_a_row_that_is_wrong_is_found()
    {
        var line = bundle.Append(Industries, "industry:x,,,,,20,99-1,plan,,sure,一二三四五六七八九十一二三四五六七八九十一");

        bundle.HasProblems(
            (Industries, line, "name_zh", BundleProblemCode.NameMissing),
            (Industries, line, "valid_from", BundleProblemCode.BadDate),
            (Industries, line, "valid_to", BundleProblemCode.BadDate),
            (Industries, line, "source", BundleProblemCode.MalformedId),
            (Industries, line, "evidence", BundleProblemCode.BadEvidence),
            (Industries, line, "quote", BundleProblemCode.QuoteTooLong));
    }

    [Fact]
    public void What_a_rejected_row_names_is_not_said_to_be_missing()
    {
        bundle.Replace(Industries, "industry:steel,钢铁,Steel", "industry:steel,,");
        bundle.Replace(Sources, "source:table,投入产出表,Input-output table", "source:table,投入产出表");

        bundle.HasProblems(
            (Industries, 3, "name_zh", BundleProblemCode.NameMissing),
            (Sources, 3, null, BundleProblemCode.RaggedRow));
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_found_with_their_offset_and_line()
    {
        var text = "id,name_zh,source,evidence\nproduct:a,甲,source:plan,stated\nproduct:b,"u8.ToArray();
        bundle.WriteBytes("entities/products.csv", [.. text, 0xb5, 0xe7, .. ",source:plan,stated\nproduct:c,丙,source:plan,stated\n"u8]);

        var problem = bundle.Problem();

        Assert.Equal(("entities/products.csv", 3, BundleProblemCode.BadUtf8), (problem.File, problem.Line, problem.Code));
        Assert.Equal(new BundleColumn(2, "name_zh"), problem.Column);
        Assert.Contains(text.Length.ToString(CultureInfo.InvariantCulture), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_byte_far_down_is_found_across_blocks()
    {
        using var file = new MemoryStream();
        file.Write("id,name_zh,source,evidence\r\n"u8);
        for (var i = 0; i < 40_000; i++)
        {
            file.Write("product:p-"u8);
            file.Write(System.Text.Encoding.UTF8.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
            file.Write(i == 39_990 ? [(byte)',', 0xe7, 0x94] : ",产品"u8);
            file.Write(",source:plan,stated\r\n"u8);
        }

        bundle.WriteBytes("entities/products.csv", file.ToArray());

        bundle.HasProblems(("entities/products.csv", 39_992, "name_zh", BundleProblemCode.BadUtf8));
    }

    [Fact]
    public void A_replacement_character_in_the_file_is_text()
    {
        bundle.Append(Industries, "industry:x,\ufffd,,,,,,source:plan,,stated,");

        Assert.Empty(bundle.Read().Problems);
    }

    [Fact]
    public void A_forgotten_quote_does_not_swallow_the_rows_below()
    {
        var rows = Enumerable.Range(0, 2_000)
            .Select(i => i == 10 ? "product:p-10,\"甲,source:plan,stated" : $"product:p-{i},\"产品,{i}\",source:plan,{(i == 1_500 ? "no" : "stated")}");
        bundle.Write("entities/products.csv", ["id,name_zh,source,evidence", .. rows]);

        bundle.HasProblems(
            ("entities/products.csv", 12, "name_zh", BundleProblemCode.UnclosedQuote),
            ("entities/products.csv", 1_502, "evidence", BundleProblemCode.BadEvidence));
        Assert.Equal(new BundleFileRows("entities/products.csv", 2_000, 2), bundle.Read().Files.Single(file => file.File == "entities/products.csv"));
    }

    [Fact]
    public void Every_row_with_a_stray_quote_is_found()
    {
        bundle.Write("entities/products.csv", ["id,name_zh,source,evidence", .. Enumerable.Range(0, 500).Select(i => $"product:p-{i},5\" 管,source:plan,stated")]);

        var contents = bundle.Read();

        Assert.Equal(500, contents.ProblemCounts[BundleProblemCode.StrayQuote]);
        Assert.Equal(500, contents.ProblemCount);
        Assert.Equal(Enumerable.Range(2, 500), contents.Problems.Select(problem => problem.Line!.Value));
    }

    [Fact]
    public void More_problems_than_are_listed_are_counted_and_none_of_the_codes_is_left_out()
    {
        bundle.Write("entities/products.csv", ["id,name_zh,source,evidence", .. Enumerable.Range(0, 3_000).Select(i => $"product:p-{i},,source:plan,stated")]);
        var line = bundle.Append(Inputs, "industry:gone,industry:steel,,,,,,,,,,source:plan,,stated,");

        var contents = bundle.Read();

        Assert.Equal(BundleContents.MaxProblems, contents.Problems.Count);
        Assert.Equal(3_001, contents.ProblemCount);
        Assert.Contains(contents.Problems, problem => problem is { File: Inputs, Code: BundleProblemCode.DanglingEnd } && problem.Line == line);
        Assert.Equal(new BundleFileRows("entities/products.csv", 3_000, 3_000), contents.Files.Single(file => file.File == "entities/products.csv"));
    }

    [Fact]
    public void A_value_is_shown_on_one_line_without_acting_characters()
    {
        bundle.Append(Industries, $"\"x\n\u202e{new string('y', 200)}\",甲,,,,,,source:plan,,stated,");

        var problem = bundle.Problem();

        Assert.Equal($"x\\u000a\\u202e{new string('y', 77)}…", problem.Value);
        Assert.DoesNotContain('\n', problem.ToString());
    }

    [Fact]
    public void A_problem_reads_like_a_compilers()
    {
        var line = bundle.Append(Industries, "industry:x,甲,,,,,,source:plan,,sure,");

        Assert.Equal(
            $"entities/industries.csv:{line}: evidence (column 10): BAD_EVIDENCE: Write one of stated, derived, curated.",
            bundle.Problem().ToString());
    }

    [Fact]
    public void Codes_are_stable()
    {
        Assert.Equal(
            "FOLDER_MISSING FILE_MISSING UNKNOWN_FILE FILE_UNREADABLE OUTSIDE_FOLDER EMPTY_FILE BAD_UTF8 BAD_ENCODING NOT_A_BUNDLE "
            + "ARCHIVE_UNREADABLE ARCHIVE_TOO_LARGE ENTRY_REFUSED DUPLICATE_FILE WRONG_DELIMITER HEADER_NOT_FIRST TOO_MANY_COLUMNS MISSING_COLUMN UNKNOWN_COLUMN "
            + "DUPLICATE_COLUMN RAGGED_ROW BAD_MAPPING UNMAPPED_VALUE UNKNOWN_NAME AMBIGUOUS_NAME ROW_TOO_LONG UNCLOSED_QUOTE STRAY_QUOTE TEXT_AFTER_QUOTE BAD_JSON BAD_TYPE CONTROL_CHARACTER MISSING_VALUE NAME_MISSING "
            + "MALFORMED_ID BAD_QUALIFIER BAD_ALT_NAMES BAD_NUMBER BAD_DATE DATES_REVERSED BAD_STAGE BAD_MATCH BAD_EVIDENCE QUOTE_TOO_LONG "
            + "UNKNOWN_SUBJECT DUPLICATE_ENTITY DUPLICATE_LINK DANGLING_END UNKNOWN_SOURCE UNKNOWN_SCHEME TAXONOMY_CYCLE END_KIND_REFUSED "
            + "ATTRIBUTE_REFUSED KIND_CHANGED DEPENDS_ON_REJECTED STILL_NEEDED OMISSIONS_UNKNOWN REPEATED_ROW",
            string.Join(' ', Enum.GetValues<BundleProblemCode>().Select(code => code.Code())));
    }

    public void Dispose() => bundle.Dispose();

    // A row that is well after a bad one: it must be read, and blamed for nothing.
    private static string Good(string file) => file switch
    {
        Industries => "industry:good,\"好, 好\",,,,,,source:plan,,stated,",
        Items => "class:isic:99,Good,classification:isic,99,2,,source:table,stated",
        Inputs => "industry:cars,industry:cars,,,,,,,,,,source:plan,,stated,",
        Broader => "class:isic:A,industry:cars,source:table,stated",
        FurtherCitations => "industry:cars,source:table,,stated",
        _ => "industry:energy,class:isic:01,close,source:plan,curated",
    };
}
