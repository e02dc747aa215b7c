using CsCheck;
using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Snapshots;
using IndustryGraph.Tests.Generators;

namespace IndustryGraph.Tests.Search;

/// <summary>Names of few letters and characters, so that random ones meet.</summary>
internal static class SearchSamples
{
    private static readonly string[] Parts =
    [
        "量", "子", "信息", "汽車", "汽车", "新能源", "電", "电", "quantum", "quantom", "quantums", "uqantum", "battery", "batery",
        "Battery-pack", "ai", "a", "AI", "ＡＩ", "e\u0301lan", "élan", "cells", "cell", "celsl", "cel", "computing", "computnig",
        "cmputin", "compute", " ", " ", " ", " ", "-", "（", "5G", "𠀀", "㈱", "汽", "\n",
    ];

    private static readonly EntityKind[] Kinds = [EntityKind.Technology, EntityKind.Product, EntityKind.Material];

    public static Gen<string> Name { get; } =
        Gen.Int[0, Parts.Length - 1].Select(part => Parts[part]).Array[1, 6].Select(string.Concat);

    public static Gen<GraphSnapshot> Graph { get; } =
        Gen.Select(Name, Name, Name.Array[0, 2], Gen.Int[0, 5]).Array[0, 70].Select(rows => Of(rows.Select((row, i) =>
            (Kinds[i % 3], new Names(
                row.Item4 == 0 ? null : "量" + row.Item1, row.Item4 == 1 ? null : row.Item2 + "x", new TextList(row.Item3))))));

    /// <summary>A graph of one technology for each line: names parted by <c>|</c>, Chinese, English, then alternatives; ids by place.</summary>
    public static GraphSnapshot Named(params IEnumerable<string> lines) => Of(lines.Select(line =>
    {
        var names = line.Split('|');
        return (EntityKind.Technology, new Names(names[0], names.ElementAtOrDefault(1), new TextList(names.Skip(2))));
    }));

    public static NameQuery Query(string text) =>
        NameQuery.TryParse(text, out var query, out var problem) ? query : throw new ArgumentException(problem);

    private static GraphSnapshot Of(IEnumerable<(EntityKind Kind, Names Names)> entities)
    {
        var builder = new GraphSnapshotBuilder();
        foreach (var (i, (kind, names)) in entities.Index())
        {
            builder.Add(new Entity(EntityId.Parse($"x:{i:0000}"), kind, names, GraphText.Cited(Evidence.Stated)));
        }

        return builder.Build(GraphVersion.Empty);
    }
}
