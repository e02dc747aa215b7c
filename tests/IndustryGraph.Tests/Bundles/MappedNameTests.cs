using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Model;
using Xunit;
using static IndustryGraph.Tests.Bundles.MappedTable;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Names in a table stand for the entities that have them.</summary>
public sealed class MappedNameTests : IDisposable
{
    private readonly TemporaryBundle bundle = In(new TemporaryBundle());

    [Fact]
    public void A_name_that_two_entities_have_is_refused_and_both_are_told()
    {
        bundle.Append(Industries, "industry:steel-2,钢铁,,,,,,source:plan,,stated,");

        Assert.All(bundle.Read().Problems, problem =>
        {
            Assert.Equal((MappedTable.Name, "所属行业", BundleProblemCode.AmbiguousName, "钢铁"), (problem.File, problem.Column?.Name, problem.Code, problem.Value));
            Assert.Contains("industry:steel, industry:steel-2", problem.Message, StringComparison.Ordinal);
        });
        Assert.Equal(2, bundle.Read().ProblemCount);
    }

    [Fact]
    public void A_main_name_goes_before_another_name_and_that_before_one_that_is_alike()
    {
        bundle.Append(Industries, "industry:other,其他,Other,钢铁,,,,source:plan,,stated,", "industry:alike,鋼鐵,,,,,,source:plan,,stated,");

        Assert.Contains("product:a2|PART_OF|industry:steel", Links(bundle.Read().Graph!, LinkKind.PartOf).Select(link => link.Id.ToString()));

        bundle.Replace(MappedTable.Name, "Blast furnace,,钢铁,", "Blast furnace,,ＣＡＲＳ,");

        Assert.Contains("product:a2|PART_OF|industry:cars", Links(bundle.Read().Graph!, LinkKind.PartOf).Select(link => link.Id.ToString()));
    }

    [Fact]
    public void Names_are_looked_up_in_the_stored_graph_too()
    {
        var stored = bundle.Read().Graph!;
        var rules = Rules.Replace("\"source\": { \"column\": \"出处\", \"lookup\": true }", "\"source\": { \"value\": \"source:plan\" }", StringComparison.Ordinal);
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At(TableMapping.FileName), rules);
        File.WriteAllText(folder.At(MappedTable.Name), string.Join('\n', Rows[0], "b1,变频器,Inverter,,固态电池,,,", "b2,炉子,Furnace,,钢铁,,,"));

        var contents = BundleReader.ReadUpdate(folder.Path, new BundleUpdateOptions(stored), CancellationToken.None).Contents;

        var problem = Assert.Single(contents.Problems);
        Assert.Equal((MappedTable.Name, 2, "所属行业", BundleProblemCode.UnknownName), (problem.File, problem.Line, problem.Column?.Name, problem.Code));

        File.WriteAllText(folder.At(MappedTable.Name), string.Join('\n', Rows[0], "b2,炉子,Furnace,,钢铁,,,"));
        contents = BundleReader.ReadUpdate(folder.Path, new BundleUpdateOptions(stored), CancellationToken.None).Contents;

        Assert.Empty(contents.Problems);
        Assert.Contains("product:b2|PART_OF|industry:steel", Links(contents.Graph!, LinkKind.PartOf).Select(link => link.Id.ToString()));
    }

    public void Dispose() => bundle.Dispose();
}
