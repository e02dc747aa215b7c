using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using IndustryGraph.Model;

namespace IndustryGraph.Bundles.Mapping;

/// <summary>Guesses how a table becomes rows of a bundle.</summary>
internal sealed class TableGuess
{
    private const EntityKind UsualKind = EntityKind.Product;

    private static readonly (EntityKind Kind, string Prefix, string[] Words)[] KindWords =
    [
        (EntityKind.Material, "material", ["材料", "原料", "material"]),
        (EntityKind.Technology, "tech", ["技术", "technology", "technologies"]),
        (EntityKind.Industry, "industry", ["行业", "产业", "industry", "industries", "sector"]),
        (EntityKind.Service, "service", ["服务", "service"]),
        (EntityKind.Process, "process", ["工艺", "工序", "process"]),
        (EntityKind.Scenario, "application", ["场景", "应用", "scenario", "application"]),
        (EntityKind.Policy, "policy", ["政策", "规划", "policy", "policies"]),
        (EntityKind.Product, "product", ["产品", "商品", "product", "goods", "设备"]),
    ];

    private static readonly Dictionary<string, string> StageValues = new(StringComparer.Ordinal)
    {
        ["上游"] = "upstream", ["中游"] = "midstream", ["下游"] = "downstream",
    };

    private readonly TableSample sample;
    private readonly List<string> notes;
    private readonly IReadOnlyList<IReadOnlyList<string>> cells;
    private readonly IReadOnlyList<ColumnGuess> guesses;
    private readonly HashSet<string> used = new(StringComparer.Ordinal);
    private readonly string sourceId;

    private TableGuess(TableSample sample, List<string> notes)
    {
        (this.sample, this.notes) = (sample, notes);
        cells = [.. Enumerable.Range(0, sample.Headers.Count).Select(column => sample.Cells(column).ToList())];
        guesses = [.. sample.Headers.Select((header, column) => ColumnGuess.Of(header, cells[column]))];
        var name = Path.GetFileNameWithoutExtension(sample.Path);
        sourceId = "source:" + (Slug.Of(name) is { Length: < 100 } slug ? slug
            : "table-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..8]);
    }

    /// <summary>The table's mapping and the rows that it wants beside; null where nothing can be made of it.</summary>
    public static (MappedTable Table, IReadOnlyList<RowRule> Added)? Of(TableSample sample, List<string> notes) =>
        new TableGuess(sample, notes).Guess();

    private (MappedTable, IReadOnlyList<RowRule>)? Guess()
    {
        var rules = Find(ColumnRole.Supplier) is { } supplier && Find(ColumnRole.User) is { } user && Find(ColumnRole.Name) is null
            ? [LinkRule(LinkKindOf(), OfEnd(supplier), OfEnd(user), [])]
            : EntityRules();
        if (rules.Count == 0)
        {
            Note("it has no column of names and none for the two ends of links: no mapping is proposed.");
            return null;
        }

        if (sample.Headers.Where(header => header.Length > 0 && !used.Contains(header)).ToList() is { Count: > 0 } left)
        {
            Note($"these columns are left out: {string.Join(", ", left)}.");
        }

        var table = new MappedTable(sample.Path, rules) { Delimiter = sample.Delimiter, HeaderLine = sample.HeaderLine };
        if (!rules.Exists(rule => rule.Cells.Any(cell => cell.Field.Name == "source" && cell.Rule.Template.OnlyValue == sourceId)))
        {
            return (table, []);
        }

        Note($"every fact cites {sourceId}, which is made up: put the id and the name of the true source there.");
        return (table, [new RowRule(BundleSchema.Sources,
        [
            Cell(BundleSchema.Sources, "id", new CellRule(CellTemplate.OfValue(sourceId))),
            Cell(BundleSchema.Sources, "name_zh", new CellRule(CellTemplate.OfValue(Path.GetFileNameWithoutExtension(sample.Path)))),
        ])]);
    }

    private List<RowRule> EntityRules()
    {
        var names = guesses.Where(guess => guess is { Role: ColumnRole.Name } or { Role: ColumnRole.Field, Field: "name_zh" or "name_en" }).ToList();
        if (names.Count == 0)
        {
            return [];
        }

        var (kind, prefix) = KindOf(names);
        var into = BundleSchema.Of(kind);
        var id = OfId(prefix, names);
        var made = new List<(BundleField, CellRule)> { Cell(into, "id", id) };
        foreach (var name in names.DistinctBy(name => name.Field))
        {
            made.Add(Cell(into, name.Field!, OfColumn(name)));
        }

        AddFields(into, made);
        List<RowRule> rules = [new RowRule(into, made)];
        foreach (var (role, link) in new[] { (ColumnRole.Whole, LinkKind.PartOf), (ColumnRole.Supplier, LinkKind.InputTo), (ColumnRole.User, LinkKind.InputTo) })
        {
            if (Find(role) is { } other)
            {
                var end = OfEnd(other);
                rules.Add(LinkRule(link, role == ColumnRole.Supplier ? end : id, role == ColumnRole.Supplier ? id : end, [other.Header]));
            }
        }

        return rules;
    }

    private RowRule LinkRule(LinkKind kind, CellRule from, CellRule to, IReadOnlyList<string> skipIfEmpty)
    {
        var into = BundleSchema.Of(kind);
        var made = new List<(BundleField, CellRule)>
        {
            Cell(into, "from", WithKinds(from, kind.Sources())), Cell(into, "to", WithKinds(to, kind.Targets())),
        };
        AddFields(into, made);
        return new RowRule(into, made) { SkipIfEmpty = skipIfEmpty };
    }

    // A name that may be of any kind is looked up among those that the link permits.
    private static CellRule WithKinds(CellRule rule, IReadOnlyList<EntityKind> kinds) => rule.Lookup is null ? rule : rule with { Lookup = kinds };

    private void AddFields(BundleFile into, List<(BundleField Field, CellRule Rule)> made)
    {
        foreach (var guess in guesses.Where(guess => guess is { Role: ColumnRole.Field, Field: not ("id" or "source" or "evidence") }))
        {
            if (into.Fields.Any(field => field.Name == guess.Field) && !made.Exists(cell => cell.Field.Name == guess.Field))
            {
                made.Add(Cell(into, guess.Field!, OfColumn(guess)));
            }
        }

        var source = FindField("source");
        made.Add(Cell(into, "source", source is null ? new CellRule(CellTemplate.OfValue(sourceId))
            : ColumnGuess.AreIds(cells[At(source)]) ? OfColumn(source)
            : OfColumn(source) with { Lookup = [EntityKind.Source] }));
        if (!made.Exists(cell => cell.Field.Name == "locator"))
        {
            made.Add(Cell(into, "locator", new CellRule(CellTemplate.Parse("row {#}")!)));
        }

        made.Add(Cell(into, "evidence", FindField("evidence") is { } evidence ? OfColumn(evidence) : new CellRule(CellTemplate.OfValue(Evidence.Stated.Code()))));
    }

    private CellRule OfId(string prefix, List<ColumnGuess> names)
    {
        if ((FindField("id") ?? Find(ColumnRole.Code)) is { } column && IsUnique(column))
        {
            if (ColumnGuess.AreIds(cells[At(column)]))
            {
                return OfColumn(column);
            }

            used.Add(column.Header);
            var isPlain = cells[At(column)].All(cell => EntityId.TryParse($"{prefix}:{cell}", out _));
            return new CellRule(CellTemplate.Parse($"{prefix}:{{{column.Header}{(isPlain ? "" : "|slug")}}}") ?? CellTemplate.OfColumn(column.Header));
        }

        var name = names.Find(guess => guess.Field == "name_en") ?? names[0];
        Note(name.Field == "name_en"
            ? $"ids are made of '{name.Header}': they change when it does, so better take a column of codes."
            : $"no column gives ids, and none can be made of Chinese names: add a column of ids or codes and put it in place of '{name.Header}' in id.");
        return new CellRule(CellTemplate.Parse($"{prefix}:{{{name.Header}|slug}}") ?? CellTemplate.OfColumn(name.Header));
    }

    private CellRule OfEnd(ColumnGuess guess)
    {
        used.Add(guess.Header);
        var rule = OfColumn(guess);
        var separator = ColumnGuess.SeparatorOf(cells[At(guess)]);
        if (separator is not null)
        {
            Note($"'{guess.Header}' seems to hold several, parted by '{separator}': each makes a link.");
        }

        return rule with { Each = separator, Lookup = ColumnGuess.AreIds(cells[At(guess)]) ? null : EntityKinds.All };
    }

    private CellRule OfColumn(ColumnGuess guess)
    {
        used.Add(guess.Header);
        var rule = new CellRule(CellTemplate.OfColumn(guess.Header));
        var texts = cells[At(guess)];
        return guess.Field switch
        {
            "alt_names" => rule with { Split = ColumnGuess.SeparatorOf(texts) },
            "stage" when texts.Any(StageValues.ContainsKey) => rule with { Values = StageValues },
            _ => rule,
        };
    }

    private (EntityKind Kind, string Prefix) KindOf(List<ColumnGuess> names)
    {
        var texts = names.Select(name => name.Header).Append(Path.GetFileNameWithoutExtension(sample.Path)).Select(Search.NameFolding.Fold).ToList();
        var found = KindWords.FirstOrDefault(item => item.Words.Any(word => texts.Exists(text => text.Contains(word, StringComparison.Ordinal))));
        var (kind, prefix) = found.Words is null ? (UsualKind, "product") : (found.Kind, found.Prefix);
        Note(string.Create(CultureInfo.InvariantCulture, $"its rows are taken for entities of kind {kind.Code()}."));
        return (kind, prefix);
    }

    private LinkKind LinkKindOf()
    {
        Note($"its rows are taken for links of kind {LinkKind.InputTo.Code()}.");
        return LinkKind.InputTo;
    }

    private bool IsUnique(ColumnGuess guess) =>
        cells[At(guess)].Count == sample.Rows.Count && cells[At(guess)].Distinct(StringComparer.Ordinal).Count() == sample.Rows.Count && sample.Rows.Count > 0;

    private ColumnGuess? Find(ColumnRole role) => guesses.FirstOrDefault(guess => guess.Role == role);

    private ColumnGuess? FindField(string field) => guesses.FirstOrDefault(guess => guess.Role == ColumnRole.Field && guess.Field == field);

    private int At(ColumnGuess guess) => guesses.ToList().IndexOf(guess);

    private static (BundleField, CellRule) Cell(BundleFile file, string name, CellRule rule) => (file.FieldOf(name)!, rule);

    private void Note(string text) => notes.Add($"{sample.Path}: {text}");
}
