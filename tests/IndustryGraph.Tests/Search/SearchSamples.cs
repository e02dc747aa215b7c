using CsCheck;

namespace IndustryGraph.Tests.Search;

/// <summary>Names of few letters and characters, so that random ones meet.</summary>
internal static class SearchSamples
{
    private static readonly string[] Parts =
    [
        "量", "子", "信息", "汽車", "汽车", "新能源", "電", "电", "quantum", "quantom", "quantums", "battery", "batery", "Battery-pack",
        "ai", "a", "AI", "ＡＩ", "e\u0301lan", "élan", "cells", "cell", "celsl", "computing", "computnig", " ", " ", " ", "-", "（", "5G", "𠀀", "㈱",
    ];

    public static Gen<string> Name { get; } = Gen.Int[0, Parts.Length - 1].Select(part => Parts[part]).Array[1, 6].Select(string.Concat);
}
