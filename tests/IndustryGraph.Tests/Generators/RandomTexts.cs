namespace IndustryGraph.Tests.Generators;

/// <summary>Texts as people write them, and texts that break what is put together by hand.</summary>
public static class RandomTexts
{
    private static readonly string[] Words =
    [
        "量子", "信息", "电池", "固态", "农业", "制造", "生物", "芯片", "氢能", "低空", "机器人", "材料",
        "battery", "Quantum", "steel", "turbine", "wafer", "DRONE", "lithium", "5G", "ＡＢ", "Ｌｉ", "CO₂", "β-carotene",
    ];

    /// <summary>What must come back as it was given: quotes, Cypher, SQL, JSON, controls, emoji, writing from right to left.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "'}) DETACH DELETE n //", "\"; DROP TABLE entity; --", "' OR '1'='1", "`backtick`", "$param {x} ${y} @z :w ?",
        "back\\slash \\u0041 \\n", "line\nbreak\r\nand\ttab", "\u0001\u001f\u007f\u0085", "👩‍🚀 emoji 𠮷野家", "\u202eright to left\u202c",
        "שלום عربى", "e\u0301 is not é", "\ufeffbyte order mark", "\ufffe\uffff", "%_*?[a-z]", "|#,;:", "{\"json\": [1, null]}", "</script><!--",
        "  spaces at both ends  ", "null", "0", "-0", "1e400", "true",
    ];

    /// <summary>A name of one to three words; hostile in one of <paramref name="oneHostileIn"/> cases, never where that is 0.</summary>
    public static string Name(Random random, int oneHostileIn)
    {
        if (oneHostileIn > 0 && random.Next(oneHostileIn) == 0)
        {
            return Hostile[random.Next(Hostile.Count)];
        }

        var count = random.Next(1, 4);
        return string.Join(random.Next(3) == 0 ? "" : " ", Enumerable.Range(0, count).Select(_ => Words[random.Next(Words.Length)]));
    }
}
