using System.Runtime.CompilerServices;
using IndustryGraph.Bundles;
using IndustryGraph.Model;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

public sealed class DataDictionaryTests
{
    private const string Start = "<!-- dictionary -->\n";
    private const string End = "<!-- /dictionary -->";

    [Fact]
    public void Every_file_column_and_permitted_value_is_in_the_dictionary()
    {
        var text = DataDictionary.Markdown();

        Assert.All(BundleSchema.Files, file => Assert.Contains($"`{file.Path}`", text, StringComparison.Ordinal));
        Assert.All(
            BundleSchema.Files.SelectMany(file => file.Fields).DistinctBy(field => field.Name),
            field => Assert.Contains($"\n| `{field.Name}` | ", text, StringComparison.Ordinal));
        Assert.All(
            AttributeNames.All.SelectMany(name => name.Values()),
            value => Assert.Contains($"`{value}`", text, StringComparison.Ordinal));
    }

    [Fact]
    public void A_column_means_the_same_in_every_file() => Assert.All(
        BundleSchema.Files.SelectMany(file => file.Fields).Where(field => field.Name is not ("from" or "to")).GroupBy(field => field.Name),
        column => Assert.Single(column.Distinct()));

    [Fact]
    public void Every_attribute_of_a_kind_is_a_column_of_its_file()
    {
        Assert.All(EntityKinds.All, kind => Assert.Equal(AttributeNames.Of(kind), AttributesOf(BundleSchema.Of(kind))));
        Assert.All(LinkKinds.All, kind => Assert.Equal(AttributeNames.Of(kind), AttributesOf(BundleSchema.Of(kind))));
    }

    [Fact]
    public void The_readme_of_the_seed_holds_the_dictionary()
    {
        // Beside the test: what to put into the file where the two differ.
        File.WriteAllText(Path.Combine(AppContext.BaseDirectory, "dictionary.md"), DataDictionary.Markdown());
        var readme = File.ReadAllText(Path.Combine(Root(), "graph-seed", "README.md")).ReplaceLineEndings("\n");
        var (start, end) = (readme.IndexOf(Start, StringComparison.Ordinal), readme.IndexOf(End, StringComparison.Ordinal));

        Assert.True(start >= 0 && end > start, $"graph-seed/README.md lacks {Start.Trim()} … {End}.");
        Assert.Equal(DataDictionary.Markdown(), readme[(start + Start.Length)..end]);
    }

    [Fact]
    public void The_seed_has_no_problem()
    {
        var contents = BundleReader.Read(Path.Combine(Root(), "graph-seed"), CancellationToken.None);

        Assert.Empty(contents.Problems);
        Assert.Equal(contents.Files.Sum(file => file.Read), contents.Files.Sum(file => file.Accepted));
        Assert.True(contents.Graph!.EntityCount > 4_000);
    }

    private static AttributeName[] AttributesOf(BundleFile file) =>
        [.. file.Fields.Where(field => field.Attribute is not null).Select(field => field.Attribute!.Value)];

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
