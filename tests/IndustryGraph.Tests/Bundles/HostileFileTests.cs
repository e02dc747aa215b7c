using System.Globalization;
using System.Text;
using IndustryGraph.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>
/// A golden set: what a file of products may look like when it comes from elsewhere, and what is said of it. Each case is the
/// whole file; the sources that it cites are sound.
/// </summary>
public sealed class HostileFileTests : IDisposable
{
    private const string Products = "entities/products.csv";
    private const string Header = "id,name_zh,source,evidence\n";
    private const string Good = "product:good,好,source:plan,stated\n";

    private static readonly Dictionary<string, (byte[] Bytes, string[] Expected)> Cases = new()
    {
        // Encodings.
        ["UTF-8 with a mark"] = (Utf8("\ufeff" + Header + Good), []),
        ["UTF-8 with two marks"] = (Utf8("\ufeff\ufeff" + Header + Good), ["1 \\ufeffid UNKNOWN_COLUMN", "1 MISSING_COLUMN"]),
        ["a mark within a name"] = (Utf8(Header + "product:a,好\ufeff,source:plan,stated\n"), []),
        ["UTF-16LE without a mark"] = (Encoding.Unicode.GetBytes(Header + Good), []),
        ["UTF-16BE with a mark"] = ([0xfe, 0xff, .. Encoding.BigEndianUnicode.GetBytes(Header + Good)], []),
        ["UTF-16 with half a pair"] = ([.. Encoding.Unicode.GetBytes(Header + Good + "product:a,"), 0, 0xd8, .. Encoding.Unicode.GetBytes(",source:plan,stated\n")], ["3 name_zh BAD_ENCODING"]),
        ["UTF-16 cut within a unit"] = ([0xff, 0xfe, .. Encoding.Unicode.GetBytes(Header + Good + "product:a,甲,source:plan,state"), 0x64], ["3 evidence BAD_ENCODING"]),
        ["UTF-16 behind a mark of the other order"] = ([0xff, 0xfe, .. Encoding.BigEndianUnicode.GetBytes(Header)], ["1 椀搀Ⰰ渀愀洀攀开稀栀Ⰰ猀漀甀爀挀攀Ⰰ攀瘀椀搀攀渀挀攀਀ UNKNOWN_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN"]),
        ["UTF-32"] = ([0xff, 0xfe, 0, 0, .. Encoding.UTF32.GetBytes(Header)], ["BAD_ENCODING"]),
        ["GB18030"] = (Gb18030(Header + Good), []),
        ["GB18030 of four bytes"] = (Gb18030(Header + Good + "product:a,㐂𠮷吉利汽车制造厂有限公司的新能源汽车产品,source:plan,stated\n"), []),
        ["GB18030 with a byte that is none"] = ([.. Gb18030(Header + string.Concat(Enumerable.Range(0, 60).Select(i => $"product:p-{i},好的,source:plan,stated\n")) + "product:a,好"), 0xff, .. Gb18030(",source:plan,stated\n")], ["62 name_zh BAD_ENCODING"]),
        ["half of each"] = ([.. Utf8(Header + Good), .. Gb18030("product:a,新能源,source:plan,stated\n")], ["3 name_zh BAD_UTF8"]),
        ["Latin-1"] = (Encoding.Latin1.GetBytes(Header + "product:a,Müller,source:plan,stated\n"), ["2 name_zh BAD_UTF8"]),
        ["Big5"] = (Named("big5", Header + "product:a,產業鏈與電動車的關鍵材料,source:plan,stated\n"), ["2 name_zh BAD_UTF8"]),
        ["UTF-8 of more bytes than needed"] = ([.. Utf8(Header + "product:a,a"), 0xc0, 0x80, .. Utf8(",source:plan,stated\n")], ["2 name_zh BAD_UTF8"]),
        ["surrogates in UTF-8"] = ([.. Utf8(Header + "product:a,"), 0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80, .. Utf8(",source:plan,stated\n")], ["2 name_zh BAD_UTF8"]),
        ["UTF-8 cut at the end of the file"] = ([.. Utf8(Header + "product:a,甲,source:plan,stated"), 0xe7, 0x94], ["2 evidence BAD_UTF8"]),
        ["a bad byte in the header"] = ([.. Utf8("id,name_zh,source,evidence"), 0xff, .. Utf8("\n" + Good)], ["1 column BAD_UTF8"]),
        ["NUL"] = (Utf8(Header + "product:a,\0,source:plan,stated\n"), ["2 name_zh CONTROL_CHARACTER"]),
        ["an end of file of DOS"] = (Utf8(Header + Good + "\u001a"), ["3 RAGGED_ROW", "3 id CONTROL_CHARACTER"]),
        ["a picture"] = ([0x89, .. "PNG\r\n"u8, 0x1a, .. "\n\0\0\0\rIHDR"u8], ["1 column BAD_UTF8"]),
        ["a workbook"] = ([.. "PK\u0003\u0004"u8, 0x14, 0, 0, 0, 8, 0, .. "[Content_Types].xml\n"u8], ["1 column CONTROL_CHARACTER"]),
        ["a page"] = (Utf8("<!DOCTYPE html>\n<html><body>404</body></html>\n"), ["1 <!DOCTYPE html> UNKNOWN_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN"]),

        // Line ends.
        ["CR LF"] = (Utf8((Header + Good).Replace("\n", "\r\n", StringComparison.Ordinal)), []),
        ["CR"] = (Utf8((Header + Good).Replace("\n", "\r", StringComparison.Ordinal)), []),
        ["mixed line ends"] = (Utf8(Header + "product:a,甲,source:plan,stated\r\nproduct:b,乙,source:plan,stated\rproduct:c,丙,source:plan,sure\n"), ["4 evidence BAD_EVIDENCE"]),
        ["LF CR"] = (Utf8(Header + "product:a,甲,source:plan,stated\n\rproduct:b,乙,source:plan,stated\n"), ["3 RAGGED_ROW"]),
        ["no end of the last line"] = (Utf8(Header + "product:a,甲,source:plan,sure"), ["2 evidence BAD_EVIDENCE"]),
        ["a line break in quotes"] = (Utf8(Header + "product:a,\"甲\n乙\r\n丙\",source:plan,stated\nproduct:b,丁,source:plan,sure\n"), ["5 evidence BAD_EVIDENCE"]),
        ["a CR in quotes"] = (Utf8(Header + "product:a,\"甲\r乙\",source:plan,stated\n" + Good), ["2 name_zh CONTROL_CHARACTER"]),
        ["line ends of Unicode"] = (Utf8(Header + "product:a,甲\u2028乙\u2029丙,source:plan,stated\nproduct:b,丁,source:plan,sure\n"), ["3 evidence BAD_EVIDENCE"]),

        // Rows.
        ["an empty file"] = ([], ["EMPTY_FILE"]),
        ["a mark and no more"] = (Utf8("\ufeff"), ["EMPTY_FILE"]),
        ["one line end"] = (Utf8("\n"), ["1 column UNKNOWN_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN", "1 MISSING_COLUMN"]),
        ["a header and no rows"] = (Utf8(Header), []),
        ["a blank row"] = (Utf8(Header + Good + "\nproduct:a,甲,source:plan,sure\n"), ["3 RAGGED_ROW", "4 evidence BAD_EVIDENCE"]),
        ["blank rows at the end"] = (Utf8(Header + Good + "\n\n"), ["3 RAGGED_ROW", "4 RAGGED_ROW"]),
        ["a row of spaces"] = (Utf8(Header + "   \n"), ["2 RAGGED_ROW"]),
        ["a row of commas"] = (Utf8(Header + ",,,\n"), ["2 RAGGED_ROW"]),
        ["a row too short"] = (Utf8(Header + "product:a,甲,source:plan\n"), ["2 RAGGED_ROW"]),
        ["a row too long"] = (Utf8(Header + "product:a,甲,乙,source:plan,stated\n"), ["2 RAGGED_ROW"]),
        ["a comma behind every row but the header"] = (Utf8(Header + "product:a,甲,source:plan,stated,\nproduct:b,乙,source:plan,stated,\n"), ["2 RAGGED_ROW", "3 RAGGED_ROW"]),
        ["the header again"] = (Utf8(Header + Good + Header), ["3 id MALFORMED_ID", "3 source MALFORMED_ID", "3 evidence BAD_EVIDENCE"]),
        ["a total at the end"] = (Utf8(Header + Good + "合计,1,,\n"), ["3 id MALFORMED_ID", "3 source MISSING_VALUE", "3 evidence MISSING_VALUE"]),

        // Quotation marks.
        ["a mark that is not closed in row 10"] = (Utf8(Header + string.Concat(Enumerable.Range(1, 30).Select(i => $"product:p-{i},{(i == 10 ? "\"" : "")}甲,source:plan,{(i == 20 ? "sure" : "stated")}\n"))), ["11 name_zh UNCLOSED_QUOTE", "21 evidence BAD_EVIDENCE"]),
        ["a mark that is not closed at the end"] = (Utf8(Header + Good + "product:a,甲,source:plan,\"stated"), ["3 evidence UNCLOSED_QUOTE"]),
        ["a mark alone"] = (Utf8(Header + "\"\n"), ["2 id UNCLOSED_QUOTE"]),
        ["a mark within"] = (Utf8(Header + "product:a,5\" 管,source:plan,stated\n"), ["2 name_zh STRAY_QUOTE"]),
        ["text behind the mark"] = (Utf8(Header + "product:a,\"甲\" 乙,source:plan,stated\n"), ["2 name_zh TEXT_AFTER_QUOTE"]),
        ["marks escaped by a backslash"] = (Utf8(Header + "product:a,\"甲\\\"乙\",source:plan,stated\n"), ["2 name_zh TEXT_AFTER_QUOTE"]),
        ["a space in front of the mark"] = (Utf8(Header + "product:a, \"甲\",source:plan,stated\n"), ["2 name_zh STRAY_QUOTE"]),
        ["marks of typography"] = (Utf8(Header + "product:a,“甲”,source:plan,stated\n"), []),
        ["nothing but marks"] = (Utf8(new string('"', 100_001)), ["1 column UNCLOSED_QUOTE"]),

        // Headers.
        ["a header in Chinese"] = (Utf8("标识,中文名,来源,证据\n" + Good), []),
        ["a blank header"] = (Utf8("id,name_zh,source,evidence,\nproduct:a,甲,source:plan,stated,\n"), ["1 column UNKNOWN_COLUMN"]),
        ["a header twice"] = (Utf8("id,name_zh,name_zh,source,evidence\n"), ["1 name_zh DUPLICATE_COLUMN"]),
        ["a header in two languages"] = (Utf8("id,name_zh,中文名,source,evidence\n"), ["1 中文名 DUPLICATE_COLUMN"]),
        ["a header too few"] = (Utf8("id,name_zh,source\nproduct:a,甲,source:plan\n"), ["1 MISSING_COLUMN"]),
        ["a header too many"] = (Utf8("id,name_zh,price,source,evidence\nproduct:a,甲,9,source:plan,stated\n"), ["1 price UNKNOWN_COLUMN"]),
        ["a header in capitals"] = (Utf8("ID,name_zh,source,evidence\n"), ["1 ID UNKNOWN_COLUMN", "1 MISSING_COLUMN"]),
        ["a header with a space"] = (Utf8("id, name_zh,source,evidence\n"), ["1  name_zh UNKNOWN_COLUMN", "1 MISSING_COLUMN"]),
        ["a title"] = (Utf8("产品目录,,,\n" + Header + Good), ["1 HEADER_NOT_FIRST"]),
        ["a title of one cell"] = (Utf8("产品目录\n" + Header + Good), ["1 HEADER_NOT_FIRST"]),
        ["semicolons"] = (Utf8("id;name_zh;source;evidence\nproduct:a;甲;source:plan;stated\n"), ["1 WRONG_DELIMITER"]),
        ["tabs"] = (Utf8("id\tname_zh\tsource\tevidence\n"), ["1 WRONG_DELIMITER"]),
        ["commas of Chinese"] = (Utf8("标识，中文名，来源，证据\n"), ["1 WRONG_DELIMITER"]),
        ["a word of a spreadsheet"] = (Utf8("sep=,\n" + Header + Good), ["1 HEADER_NOT_FIRST"]),
        ["ten thousand columns"] = (Utf8("id,name_zh,source,evidence" + string.Concat(Enumerable.Range(0, 10_000).Select(i => $",c{i}")) + "\n"), ["1 TOO_MANY_COLUMNS"]),

        // Cells.
        ["a cell of three million characters"] = (Utf8(Header + $"product:a,{new string('甲', 3_000_000)},source:plan,stated\n" + "product:b,乙,source:plan,sure\n"), ["2 ROW_TOO_LONG", "3 evidence BAD_EVIDENCE"]),
        ["formulas"] = (Utf8(Header + "product:a,=1+1,source:plan,stated\nproduct:b,@SUM(A1),source:plan,stated\nproduct:c,-ADCA,source:plan,stated\nproduct:d,+49,source:plan,stated\n"), []),
        ["escapes of terminals"] = (Utf8(Header + "product:a,\u001b[31m甲,source:plan,stated\n"), ["2 name_zh CONTROL_CHARACTER"]),
        ["spaces around an id"] = (Utf8(Header + "product:a ,甲,source:plan,stated\n"), ["2 id MALFORMED_ID"]),
        ["an id of full width"] = (Utf8(Header + "product：a,甲,source:plan,stated\n"), ["2 id MALFORMED_ID"]),
        ["a name of spaces"] = (Utf8(Header + "product:a,\u3000 ,source:plan,stated\n"), ["2 name_zh NAME_MISSING"]),
        ["ids that differ by case behind the colon"] = (Utf8(Header + "product:a,甲,source:plan,stated\nproduct:A,甲,source:plan,stated\n"), []),
        ["quotes, backslashes and line breaks"] = (Utf8(Header + "product:a,\"'}) DETACH DELETE n //\\\"\"\n\t\",source:plan,stated\n"), []),
    };

    private readonly TemporaryBundle bundle = new();

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_wrong_with_a_file_is_told_where_it_is(string name)
    {
        bundle.WriteBytes(Products, Cases[name].Bytes);

        var contents = bundle.Read();

        Assert.All(contents.Problems, problem => Assert.Equal(Products, problem.File));
        Assert.Equal(Cases[name].Expected.Order(), contents.Problems.Select(Told).Order());
    }

    public void Dispose() => bundle.Dispose();

    // "column" stands for a column whose name the header does not tell.
    private static string Told(BundleProblem problem) => string.Join(' ', new[]
    {
        problem.Line?.ToString(CultureInfo.InvariantCulture),
        problem.Column is { } column ? column.Name.Length > 0 ? column.Name : "column" : null,
        problem.Code.Code(),
    }.OfType<string>());

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Gb18030(string text) => Named("GB18030", text);

    private static byte[] Named(string encoding, string text) => CodePagesEncodingProvider.Instance.GetEncoding(encoding)!.GetBytes(text);
}
