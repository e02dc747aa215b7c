using System.Globalization;
using System.Text.RegularExpressions;
using IndustryGraph.Bundles;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Docs;

/// <summary>What graph-seed/README.md says is in the bundle is in it.</summary>
public sealed partial class SeedReadmeTests
{
    private static readonly Lazy<GraphSnapshot> Seed = new(() =>
    {
        var contents = BundleReader.Read(Repository.Path("graph-seed"), CancellationToken.None);
        Assert.Empty(contents.Problems);
        return contents.Graph!;
    });

    [Fact]
    public void Its_counts_by_kind_are_true()
    {
        var written = Rows().ToDictionary(row => row[0], row => row[^1]);
        foreach (var kind in EntityKinds.All)
        {
            Assert.Equal(Text(Seed.Value.OfKind(kind).Length), written[kind.Code()]);
        }

        foreach (var kind in LinkKinds.All)
        {
            Assert.Equal(Text(Seed.Value.CountOf(kind)), written[kind.Code()]);
        }
    }

    [Fact]
    public void Its_counts_by_classification_and_level_are_true()
    {
        var items = Seed.Value.OfKind(EntityKind.ClassificationItem).ToArray().Select(Seed.Value.EntityAt)
            .ToLookup(item => item.Attributes[AttributeName.Scheme]!.Value.Text);
        var written = Rows().Where(row => row[0].StartsWith("`classification:", StringComparison.Ordinal) && row.Length == 6).ToList();
        Assert.Equal(items.Count, written.Count);
        foreach (var row in written)
        {
            var ofScheme = items[row[0].Trim('`')].ToList();
            for (var level = 1; level <= 4; level++)
            {
                var count = ofScheme.Count(item => item.Attributes[AttributeName.Level]!.Value.Whole == level);
                Assert.Equal(count == 0 ? "" : Text(count), row[level]);
            }

            Assert.Equal(Text(ofScheme.Count), row[5]);
        }
    }

    [Theory]
    [InlineData("group:emerging-eight", "新一代信息技术 新能源 新材料 高端装备 新能源汽车 绿色环保 民用航空 船舶与海洋工程装备")]
    [InlineData("group:future-nine", "元宇宙 脑机接口 量子信息 人形机器人 生成式人工智能 生物制造 未来显示 未来网络 新型储能")]
    public void The_eight_and_the_nine_are_whole_and_in_the_order_of_their_source(string group, string names)
    {
        var seed = Seed.Value;
        var members = seed.InLinks(seed.IndexOf(EntityId.Parse(group))).ToArray()
            .Where(link => seed.KindOf(link) == LinkKind.MemberOf)
            .OrderBy(link => seed.LinkAt(link).Attributes[AttributeName.Order]!.Value.Whole)
            .Select(link => seed.EntityAt(seed.FromOf(link)).Names.Chinese);
        Assert.Equal(names.Split(' '), members);
    }

    [Fact]
    public void The_input_output_table_is_whole_with_unit_and_year()
    {
        var seed = Seed.Value;
        var flows = Enumerable.Range(0, seed.LinkCount).Where(link => !double.IsNaN(seed.CoefficientOf(link))).Select(seed.LinkAt).ToList();
        Assert.Equal(879, flows.Count);
        Assert.All(flows, flow =>
        {
            Assert.Equal(2011, flow.Attributes[AttributeName.Year]?.Whole);
            Assert.Equal("million USD", flow.Attributes[AttributeName.Unit]?.Text);
            Assert.Equal(Evidence.Stated, flow.Citations.Strongest);
        });
        var sectors = seed.OfKind(EntityKind.ClassificationItem).ToArray().Where(item => seed.EntityAt(item).Id.Value.StartsWith("class:wiod-2013:", StringComparison.Ordinal)).ToList();
        Assert.Equal(35, sectors.Count);
        Assert.All(sectors, sector =>
        {
            var targets = Enumerable.Range(seed.FirstOut(sector), seed.OutDegree(sector)).Where(link => seed.KindOf(link) == LinkKind.CorrespondsTo).Select(seed.LinkAt).ToList();
            Assert.Contains(targets, link => link.To.Value.StartsWith("class:gbt4754-2017:", StringComparison.Ordinal));
            Assert.Contains(targets, link => link.To.Value.StartsWith("class:isic-rev4:", StringComparison.Ordinal));
            Assert.All(targets, link => Assert.Equal(Evidence.Curated, link.Citations.Strongest));
        });
    }

    private static IEnumerable<string[]> Rows() => Repository.Text("graph-seed", "README.md").Split('\n')
        .Where(line => line.StartsWith('|'))
        .Select(line => Cells().Split(line.Trim().Trim('|')).Select(cell => cell.Trim()).ToArray())
        .Where(row => int.TryParse(row[^1], CultureInfo.InvariantCulture, out _));

    private static string Text(int count) => count.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\|")]
    private static partial Regex Cells();
}
