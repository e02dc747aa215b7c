using CsCheck;
using IndustryGraph.Search;
using Xunit;

namespace IndustryGraph.Tests.Search;

public sealed class NameFoldingTests
{
    [Theory]
    [InlineData("Quantum COMPUTING", "quantum computing")]
    [InlineData("ＡＩ芯片２０２５", "ai 芯片 2025")]
    [InlineData("ﾊﾞｯﾃﾘｰ", "バッテリー")]
    [InlineData("Ⅳ级 ㈱ ㎏ ½ ﬁlm", "iv 级 株 kg 1 2 film")]
    [InlineData("CO₂", "co2")]
    public void Case_width_and_compatibility_forms_fold(string text, string expected) =>
        Assert.Equal(NameFolding.Fold(expected), NameFolding.Fold(text));

    [Theory]
    [InlineData("Café", "cafe")]
    [InlineData("Cafe\u0301", "cafe")]
    [InlineData("Ørsted Łódź Straße Ægir", "orsted lodz strasse aegir")]
    [InlineData("Việt", "viet")]
    public void Diacritics_fold_whether_composed_or_not(string text, string expected) =>
        Assert.Equal(expected, NameFolding.Fold(text));

    [Theory]
    [InlineData("新能源汽車", "新能源汽车")]
    [InlineData("積體電路與軟體產業", "积体电路与软体产业")]
    [InlineData("臺灣", "台湾")]
    [InlineData("乾燥設備", "干燥设备")]
    [InlineData("發電 頭髮", "发电 头发")]
    [InlineData("\uF9BE", "料")]
    [InlineData("\U0002F800", "丽")]
    public void Traditional_and_compatibility_characters_fold_to_simplified_ones(string text, string expected) =>
        Assert.Equal(expected, NameFolding.Fold(text));

    [Theory]
    [InlineData("  Solid-state\tbattery（固态电池）", "solid state battery 固态电池")]
    [InlineData("5G通信", "5g 通信")]
    [InlineData("5G 通信", "5g 通信")]
    [InlineData("*:* \"(~^ --", "")]
    [InlineData("", "")]
    [InlineData("co\u00ADoper\u200Bation", "cooperation")]
    [InlineData("\ud83d\ude80量子\ud800", "量子")]
    public void Spaces_punctuation_and_symbols_fold_to_one_space_between_words(string text, string expected) =>
        Assert.Equal(expected, NameFolding.Fold(text));

    [Fact]
    public void Folding_what_is_folded_changes_nothing() =>
        Gen.OneOf(Gen.String, SearchSamples.Name).Sample(
            text =>
            {
                var folded = NameFolding.Fold(text);
                return NameFolding.Fold(folded) == folded && string.Join(' ', NameFolding.Words(folded)) == folded;
            },
            seed: "0000KeS9zjk1", iter: 5_000);
}
