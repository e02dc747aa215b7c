using IndustryGraph.Bundles;
using IndustryGraph.Model;
using Xunit;
using static IndustryGraph.Tests.Bundles.TemporaryBundle;

namespace IndustryGraph.Tests.Bundles;

public sealed class HeaderTests : IDisposable
{
    private const string Products = "entities/products.csv";

    private readonly TemporaryBundle bundle = new();

    [Fact]
    public void Headers_may_be_Chinese_English_or_both()
    {
        bundle.Write(Products, "标识,中文名称,name_en,别名,来源,证据", "product:a,电池,Battery,电芯,source:plan,stated");
        bundle.Write("links/enables.csv", "起点,终点,来源,evidence,备注", "product:a,industry:steel,source:plan,stated,说明");

        var graph = bundle.Read().Graph!;

        Assert.Equal(new Names("电池", "Battery", new TextList(["电芯"])), graph.Find(EntityId.Parse("product:a"))!.Names);
        Assert.Equal(1, graph.CountOf(LinkKind.Enables));
    }

    [Fact]
    public void A_problem_names_the_header_as_it_stands()
    {
        bundle.Write(Products, "标识,中文名,来源,证据", "product:a,电池,source:plan,sure");

        var problem = bundle.Problem();

        Assert.Equal((new BundleColumn(4, "证据"), BundleProblemCode.BadEvidence), (problem.Column, problem.Code));
    }

    [Theory]
    [InlineData("id,标识,name_zh,source,evidence", "标识")]
    [InlineData("id,名称,中文名,source,evidence", "中文名")]
    public void Two_names_of_one_column_are_one_too_many(string header, string second)
    {
        bundle.Write(Products, header);

        bundle.HasProblems((Products, 1, second, BundleProblemCode.DuplicateColumn));
    }

    [Fact]
    public void No_name_of_a_column_is_that_of_another() => Assert.All(BundleSchema.Files, file =>
        Assert.Equal(
            file.Fields.SelectMany(field => field.Chinese.Append(field.Name)).Count(),
            file.Fields.SelectMany(field => field.Chinese.Append(field.Name)).Distinct().Count()));

    [Fact]
    public void Every_column_has_a_Chinese_name() =>
        Assert.All(BundleSchema.Files.SelectMany(file => file.Fields), field => Assert.NotEmpty(field.Chinese));

    [Theory]
    [InlineData("id;name_zh;source;evidence", ";")]
    [InlineData("id\tname_zh\tsource\tevidence", "\\u0009")]
    [InlineData("\"标识\";\"中文名\";\"来源\";\"证据\"", ";")]
    [InlineData("标识，中文名，来源，证据", "，")]
    [InlineData("id|name_zh|source|evidence", "|")]
    public void Another_delimiter_is_said(string header, string delimiter)
    {
        bundle.Write(Products, header, "product:a;电池;source:plan;stated");

        var problem = bundle.Problem();

        Assert.Equal((Products, 1, BundleProblemCode.WrongDelimiter, delimiter), (problem.File, problem.Line, problem.Code, problem.Value));
    }

    [Theory]
    [InlineData("2024年产品目录,,,", 2)]
    [InlineData("产品目录\n\n更新于 2024 年", 4)]
    public void A_title_above_the_header_is_said(string title, int line)
    {
        bundle.Write(Products, title, "id,name_zh,source,evidence", "product:a,电池,source:plan,stated");

        var problem = bundle.Problem();

        Assert.Equal((Products, 1, BundleProblemCode.HeaderNotFirst), (problem.File, problem.Line, problem.Code));
        Assert.Contains($"line {line}", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ten_thousand_columns_are_one_problem()
    {
        bundle.Write(Products, "id,name_zh,source,evidence" + new string(',', 10_000), "product:a,电池,source:plan,stated" + new string(',', 10_000));

        bundle.HasProblems((Products, 1, null, BundleProblemCode.TooManyColumns));
    }

    [Fact]
    public void A_row_of_nothing_but_commas_is_empty()
    {
        var line = bundle.Append(Industries, ",,,,,,,,,,");

        bundle.HasProblems((Industries, line, null, BundleProblemCode.RaggedRow));
    }

    public void Dispose() => bundle.Dispose();
}
