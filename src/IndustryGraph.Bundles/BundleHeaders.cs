namespace IndustryGraph.Bundles;

/// <summary>The Chinese names of columns.</summary>
internal static class BundleHeaders
{
    private static readonly Dictionary<string, string[]> Chinese = new(StringComparer.Ordinal)
    {
        ["id"] = ["标识", "标识符"],
        ["name_zh"] = ["中文名", "中文名称", "名称"],
        ["name_en"] = ["英文名", "英文名称"],
        ["alt_names"] = ["别名", "其他名称"],
        ["definition_zh"] = ["中文定义", "定义"],
        ["definition_en"] = ["英文定义"],
        ["valid_from"] = ["生效日期", "起始日期"],
        ["valid_to"] = ["失效日期", "终止日期"],
        ["source"] = ["来源"],
        ["locator"] = ["出处"],
        ["evidence"] = ["证据", "证据类型"],
        ["quote"] = ["引文", "原文摘录"],
        ["subject"] = ["引证对象"],
        ["from"] = ["起点"],
        ["to"] = ["终点"],
        ["qualifier"] = ["限定"],
        ["order"] = ["序号", "排序"],
        ["stage"] = ["环节"],
        ["coefficient"] = ["系数", "直接消耗系数"],
        ["flow"] = ["流量"],
        ["unit"] = ["单位"],
        ["year"] = ["年份"],
        ["match"] = ["对应程度"],
        ["practice"] = ["改造方式"],
        ["relation"] = ["关系"],
        ["note"] = ["备注"],
        ["scheme"] = ["分类体系"],
        ["code"] = ["代码"],
        ["level"] = ["层级"],
        ["output"] = ["总产出"],
        ["issuer"] = ["发布机构"],
        ["number"] = ["文号"],
        ["date"] = ["日期", "发布日期"],
        ["address"] = ["网址"],
    };

    /// <summary>The Chinese headers of a column, the usual one first.</summary>
    public static IReadOnlyList<string> ChineseOf(string name) => Chinese.GetValueOrDefault(name, []);
}
