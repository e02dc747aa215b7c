using IndustryGraph.Model;
using IndustryGraph.Search;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>A guess at what a column holds, by its header and its cells.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Role">What it seems to hold.</param>
/// <param name="Field">The column of the bundle that it would fill, where it is one.</param>
internal sealed record ColumnGuess(string Header, ColumnRole Role, string? Field)
{
    // Behind those of the bundle itself. Of two words in one header the one listed first counts.
    private static readonly (ColumnRole Role, string? Field, string[] Words)[] Words =
    [
        (ColumnRole.Supplier, null, ["上游", "供应商", "供应方", "供方", "原料", "投入品", "supplier", "upstream", "input", "from", "source id"]),
        (ColumnRole.User, null, ["下游", "需求方", "用户", "买方", "客户", "user", "customer", "downstream", "to", "target"]),
        (ColumnRole.Whole, null, ["所属", "行业", "产业链", "industry", "sector", "part of", "parent", "上级"]),
        (ColumnRole.Field, "alt_names", ["别名", "又称", "简称", "俗称", "alias", "aliases", "synonym", "synonyms", "short name"]),
        (ColumnRole.Field, "name_en", ["英文", "english"]),
        (ColumnRole.Field, "definition_zh", ["定义", "描述", "说明", "简介", "definition", "description"]),
        (ColumnRole.Field, "stage", ["阶段", "产业链位置", "stage"]),
        (ColumnRole.Field, "coefficient", ["消耗系数", "投入系数", "coefficient"]),
        (ColumnRole.Field, "flow", ["金额", "流量", "数量", "amount", "value", "flow"]),
        (ColumnRole.Field, "unit", ["计量单位", "单位", "unit"]),
        (ColumnRole.Field, "year", ["年度", "年份", "year"]),
        (ColumnRole.Field, "note", ["备注", "remark", "note", "notes", "comment"]),
        (ColumnRole.Field, "locator", ["页码", "章节", "page", "section"]),
        (ColumnRole.Code, null, ["代码", "编码", "编号", "code", "no", "number"]),
        (ColumnRole.Name, null, ["名称", "名", "name", "title", "产品", "材料", "技术", "product", "material", "technology"]),
    ];

    private static readonly string[] Separators = ["、", "；", ";", "|", "/", "，", ","];

    /// <summary>Guesses.</summary>
    /// <param name="header">The header.</param>
    /// <param name="cells">The cells below it that are not empty.</param>
    public static ColumnGuess Of(string header, IReadOnlyList<string> cells)
    {
        var field = BundleSchema.Files.Select(file => file.FieldOf(header)).FirstOrDefault(found => found is not null)?.Name;
        if (field is "from" or "to")
        {
            return new ColumnGuess(header, field == "from" ? ColumnRole.Supplier : ColumnRole.User, null);
        }

        if (field is not null and not ("code" or "name_zh" or "name_en" or "number" or "order"))
        {
            return new ColumnGuess(header, ColumnRole.Field, field);
        }

        var folded = NameFolding.Fold(header);
        var (role, known, _) = Words.FirstOrDefault(item => item.Words.Any(word => Has(folded, word)));
        if (role == ColumnRole.Unknown && field is not null)
        {
            return new ColumnGuess(header, ColumnRole.Field, field);
        }

        return role switch
        {
            // The header says name, the cells say in which language.
            ColumnRole.Name => new ColumnGuess(header, ColumnRole.Name, IsMostly(cells, IsChinese) ? "name_zh" : "name_en"),
            ColumnRole.Field when known == "definition_zh" && !IsMostly(cells, IsChinese) => new ColumnGuess(header, role, "definition_en"),
            _ => new ColumnGuess(header, role, known),
        };
    }

    /// <summary>What parts several texts in the cells; null where nothing does.</summary>
    public static string? SeparatorOf(IReadOnlyList<string> cells) => Separators
        .Select(separator => (separator, Count: cells.Count(cell => cell.Contains(separator, StringComparison.Ordinal))))
        .Where(item => item.Count > 0)
        .OrderByDescending(item => item.Count)
        .Select(item => item.separator)
        .FirstOrDefault();

    /// <summary>Whether nearly all of the cells are ids.</summary>
    public static bool AreIds(IReadOnlyList<string> cells) => IsMostly(cells, cell => EntityId.TryParse(cell, out _));

    private static bool Has(string folded, string word) => NameFolding.Fold(word) is var name
        && (NameFolding.IsIdeographic(name)
            ? folded.Contains(name, StringComparison.Ordinal)
            : $" {folded} ".Contains($" {name} ", StringComparison.Ordinal));

    private static bool IsMostly(IReadOnlyList<string> cells, Func<string, bool> predicate) =>
        cells.Count > 0 && cells.Count(predicate) * 10 >= cells.Count * 9;

    private static bool IsChinese(string cell) => cell.Any(c => c is >= '\u3400' and <= '\u9fff' || char.IsSurrogate(c));
}
