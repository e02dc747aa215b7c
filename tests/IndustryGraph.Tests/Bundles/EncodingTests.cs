using System.Text;
using CsCheck;
using IndustryGraph.Bundles;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class EncodingTests : IDisposable
{
    private const string Products = "entities/products.csv";

    private static readonly Encoding Gb18030 = CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!;

    private static readonly Gen<string> Words =
        Of("新能源", "联通", "电池", "硅料", "锂", "稀土永磁材料", "工业母机", "eVTOL飞行器", "氢能", "一", "脑机接口");

    private static readonly Gen<string> Names = Of("GB18030", "UTF-16LE", "UTF-16BE", "UTF-8");

    private readonly TemporaryBundle bundle = new();

    public static TheoryData<string, bool> Encodings => new()
    {
        { "UTF-8", false }, { "UTF-8", true }, { "UTF-16LE", false }, { "UTF-16LE", true },
        { "UTF-16BE", false }, { "UTF-16BE", true }, { "GB18030", false }, { "GB18030", true },
    };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Every_encoding_gives_the_same_graph_and_is_said(string encoding, bool hasMark)
    {
        bundle.Write(Products, "id,name_zh,name_en,source,evidence", "product:a,\"固态电池, 𠮷\r\n\",Solid,source:plan,stated");
        var expected = bundle.Read();
        foreach (var file in Directory.EnumerateFiles(bundle.Folder, "*.csv", SearchOption.AllDirectories))
        {
            File.WriteAllBytes(file, Encoded(File.ReadAllText(file), encoding, hasMark));
        }

        var contents = bundle.Read();

        Assert.Empty(contents.Problems);
        Assert.Equal(expected.Graph!.Entities, contents.Graph!.Entities);
        // ASCII alone is the same in both.
        Assert.Equal(encoding, contents.Files.Single(file => file.File == Products).Encoding);
        Assert.Equal(encoding == "GB18030" && !hasMark ? "UTF-8" : encoding, contents.Files.Single(file => file.File == Broader).Encoding);
    }

    [Theory]
    [InlineData("UTF-16LE")]
    [InlineData("UTF-16BE")]
    [InlineData("GB18030")]
    public void A_bad_byte_far_down_is_found_with_its_line_and_offset(string encoding)
    {
        var before = Encoded("id,name_zh,source,evidence\r\n" + string.Concat(
            Enumerable.Range(0, 20_000).Select(i => $"product:p-{i},产品和材料,source:plan,stated\r\n")) + "product:bad,", encoding, hasMark: false);
        byte[] bad = encoding switch { "UTF-16LE" => [0x00, 0xd8], "UTF-16BE" => [0xdc, 0x00], _ => [0xff] };
        bundle.WriteBytes(Products, [.. before, .. bad, .. Encoded(",source:plan,stated\r\nproduct:c,丙,source:plan,stated\r\n", encoding, hasMark: false)]);

        var problem = bundle.Problem();

        Assert.Equal((Products, 20_002, "name_zh", BundleProblemCode.BadEncoding), (problem.File, problem.Line, problem.Column?.Name, problem.Code));
        Assert.Contains(encoding, problem.Message, StringComparison.Ordinal);
        Assert.Contains(before.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Half_a_unit_at_the_end_is_bad()
    {
        bundle.WriteBytes(Products, [.. Encoded("id,name_zh,source,evidence\nproduct:a,甲,source:plan,stated\nproduct:b,乙,source:plan,stated", "UTF-16LE", true), 0x20]);

        bundle.HasProblems((Products, 3, "evidence", BundleProblemCode.BadEncoding));
    }

    [Fact]
    public void A_place_of_gb18030_that_no_character_has_is_bad()
    {
        // 0xAAA1 is for private use: what stands there differs from vendor to vendor.
        bundle.WriteBytes(Products, [
            .. Encoded("id,name_zh,source,evidence\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"product:p-{i},电池材料,source:plan,stated\n")), "GB18030", false),
            .. "product:x,"u8, 0xaa, 0xa1, .. ",source:plan,stated\n"u8]);

        bundle.HasProblems((Products, 32, null, BundleProblemCode.BadEncoding));
    }

    // What other programs write, and broken UTF-8: all must be refused, none be read as something else.
    [Theory]
    [InlineData("windows-1252", "Müller, größe, café, naïve")]
    [InlineData("windows-1252", "ÄÖÜ Ü")]
    [InlineData("big5", "產業鏈與電動車的關鍵材料以及機器人")]
    [InlineData("shift_jis", "リチウムイオン電池の正極材料")]
    [InlineData("UTF-8 cut", "新能源汽车的动力电池")]
    [InlineData("UTF-8 cut", "新能源汽车的动力电池和")]
    public void What_is_not_clearly_gb18030_is_refused(string encoding, string name)
    {
        var bytes = encoding == "UTF-8 cut"
            ? [.. Encoding.UTF8.GetBytes(name), 0xe6, 0xb0]
            : CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes(name);
        bundle.WriteBytes(Products, [.. "id,name_zh,source,evidence\nproduct:a,\""u8, .. bytes, .. "\",source:plan,stated\n"u8]);

        bundle.HasProblems((Products, 2, "name_zh", BundleProblemCode.BadUtf8));
    }

    [Fact]
    public void Utf_32_is_refused()
    {
        bundle.WriteBytes(Products, [.. Encoding.UTF32.GetPreamble(), .. Encoding.UTF32.GetBytes("id,name_zh,source,evidence\n")]);

        bundle.HasProblems((Products, null, null, BundleProblemCode.BadEncoding));
    }

    [Fact]
    public void A_nul_in_utf_8_does_not_make_it_utf_16()
    {
        var line = bundle.Append(Industries, "industry:x,甲\0,,,,,,source:plan,,stated,");

        bundle.HasProblems((Industries, line, "name_zh", BundleProblemCode.ControlCharacter));
    }

    // The bytes of 一 in GB18030 are those of һ in UTF-8.
    [Theory]
    [InlineData("GB18030", "一")]
    [InlineData("GB18030", "铜")]
    [InlineData("UTF-8", "һ")]
    public void What_is_as_well_utf_8_as_gb18030_is_refused_until_a_mark_says_which(string encoding, string name)
    {
        var lines = $"id,name_zh,source,evidence\nproduct:a,a,source:plan,stated\nproduct:b,{name},source:plan,stated\n";
        bundle.WriteBytes(Products, Encoded(lines, encoding, hasMark: false));
        var problem = bundle.Problem();
        bundle.WriteBytes(Products, Encoded(lines, encoding, hasMark: true));
        var marked = bundle.Read();

        Assert.Equal((Products, BundleProblemCode.BadEncoding), (problem.File, problem.Code));
        Assert.Contains("line 3", problem.Message, StringComparison.Ordinal);
        Assert.Contains($"'{name}'", problem.Message, StringComparison.Ordinal);
        Assert.Empty(marked.Problems);
        Assert.Equal(name, NameOf(marked, "product:b"));
    }

    [Fact]
    public void A_rejected_row_of_such_a_file_has_a_mark_and_loads_when_it_is_corrected()
    {
        using var folder = new TemporaryFolder();
        bundle.WriteText(Products, "\ufeffid,name_zh,source,evidence\nproduct:a,һ,source:plan,guessed\n");
        var options = new BundleUpdateOptions(GraphSnapshot.Empty) { SkipBadRows = true, RejectsFolder = folder.At("rejects") };

        Directory.CreateDirectory(folder.At("rejects"));
        File.WriteAllText(folder.At("rejects", "of-another.csv"), "һ");

        var loaded = BundleReader.ReadUpdate(bundle.Folder, options, CancellationToken.None).Contents.Graph!;
        var rejected = folder.At("rejects", RejectedRows.BundleFolderName);
        var table = Path.Combine(rejected, Products);
        File.WriteAllBytes(table, Encoded(File.ReadAllText(table).Replace("guessed", "stated", StringComparison.Ordinal), "UTF-8", hasMark: File.ReadAllBytes(table) is [0xef, 0xbb, 0xbf, ..]));
        var corrected = BundleReader.ReadUpdate(rejected, new BundleUpdateOptions(loaded), CancellationToken.None).Contents;

        Assert.Empty(corrected.Problems);
        Assert.Equal("һ", NameOf(corrected, "product:a"));
        Assert.Equal([0xd2, 0xbb], File.ReadAllBytes(folder.At("rejects", "of-another.csv")));
    }

    // Latin and Greek; characters of which not all are of GB 2312 as well; one of three bytes beside those.
    [Theory]
    [InlineData("Müller, 5 μm, 20 °C, é")]
    [InlineData("Никель")]
    [InlineData("һ and 一")]
    public void What_people_write_in_utf_8_without_a_mark_is_utf_8(string name)
    {
        bundle.Write(Products, "id,name_zh,source,evidence", $"product:a,\"{name}\",source:plan,stated");

        Assert.Equal(name, NameOf(bundle.Read(), "product:a"));
    }

    // Words of the seed, few or many in a file: none is ever read as anything but what it is.
    [Fact]
    public void Text_in_gb18030_and_utf_16_is_read_back_or_refused_and_never_garbled() => Gen.Select(
        Words.Array[1, 40],
        Names).Sample(
        (names, encoding) =>
        {
            using var random = new TemporaryBundle();
            random.WriteBytes(Products, Encoded(
                "id,name_zh,source,evidence\n" + string.Concat(names.Select((name, i) => $"product:p-{i},{name},source:plan,stated\n")), encoding, false));

            var contents = random.Read();

            if (encoding == "GB18030" && names.All(name => name == "一"))
            {
                Assert.Equal(BundleProblemCode.BadEncoding, Assert.Single(contents.Problems).Code);
                return;
            }

            Assert.Empty(contents.Problems);
            Assert.Equal(names, names.Select((_, i) => NameOf(contents, $"product:p-{i}")));
        },
        iter: 100, seed: "0N0XIzNsQ0O2");

    public void Dispose() => bundle.Dispose();

    private static string? NameOf(BundleContents contents, string id) => contents.Graph!.Find(EntityId.Parse(id))!.Names.Chinese;

    private static Gen<string> Of(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(i => texts[i]);

    private static byte[] Encoded(string text, string encoding, bool hasMark) => encoding switch
    {
        "UTF-16LE" => [.. hasMark ? new byte[] { 0xff, 0xfe } : [], .. new UnicodeEncoding(false, false).GetBytes(text)],
        "UTF-16BE" => [.. hasMark ? new byte[] { 0xfe, 0xff } : [], .. new UnicodeEncoding(true, false).GetBytes(text)],
        "GB18030" => [.. hasMark ? new byte[] { 0x84, 0x31, 0x95, 0x33 } : [], .. Gb18030.GetBytes(text)],
        _ => [.. hasMark ? new byte[] { 0xef, 0xbb, 0xbf } : [], .. Encoding.UTF8.GetBytes(text)],
    };
}
