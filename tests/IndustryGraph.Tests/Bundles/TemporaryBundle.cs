using System.Text;
using IndustryGraph.Bundles;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>A small bundle on disk that has no problem until a test plants one; gone after the test.</summary>
public sealed class TemporaryBundle : IDisposable
{
    public const string Sources = "sources.csv";
    public const string Industries = "entities/industries.csv";
    public const string Items = "entities/classification-items.csv";
    public const string Inputs = "links/input-to.csv";
    public const string Broader = "links/broader.csv";
    public const string FurtherCitations = "citations.csv";

    private readonly string folder = Directory.CreateTempSubdirectory("industrygraph-bundle-").FullName;

    public TemporaryBundle()
    {
        Write(Sources, "id,name_zh,name_en", "source:plan,规划,Plan", "source:table,投入产出表,Input-output table");
        Write(Industries,
            "id,name_zh,name_en,alt_names,definition_zh,valid_from,valid_to,source,locator,evidence,quote",
            "industry:energy,新能源,New energy,绿色能源|clean energy,,2010,,source:plan,1.1,stated,新能源",
            "industry:steel,钢铁,Steel,,,,,source:table,row 12,derived,",
            "industry:cars,,Cars,,,,,source:plan,,curated,");
        Write("entities/classifications.csv", "id,name_en,source,evidence", "classification:isic,ISIC,source:table,stated");
        Write(Items,
            "id,name_en,scheme,code,level,output,source,evidence",
            "class:isic:A,Agriculture,classification:isic,A,1,1200.5,source:table,stated",
            "class:isic:01,Crops,classification:isic,01,2,,source:table,stated",
            "class:isic:011,Cereals,classification:isic,011,3,,source:table,stated");
        Write(Inputs,
            "from,to,qualifier,stage,coefficient,flow,unit,year,note,valid_from,valid_to,source,locator,evidence,quote",
            "industry:energy,industry:steel,,upstream,0.25,12.5,million USD,2011,,,,source:table,,stated,",
            "industry:steel,industry:cars,,,,,,,,,,source:plan,,curated,");
        Write(Broader,
            "from,to,source,evidence",
            "class:isic:01,class:isic:A,source:table,stated",
            "class:isic:011,class:isic:01,source:table,stated");
        Write("links/corresponds-to.csv", "from,to,match,source,evidence", "industry:steel,class:isic:A,partial,source:plan,curated");
        Write(FurtherCitations, "subject,source,locator,evidence", "industry:steel,source:plan,2.3,stated", "industry:energy|INPUT_TO|industry:steel,source:plan,,derived");
    }

    public string Folder => folder;

    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>Writes a file whose lines end in LF.</summary>
    public void Write(string file, params string[] lines) => WriteText(file, string.Concat(lines.Select(line => line + "\n")));

    public void WriteText(string file, string text) => WriteBytes(file, Encoding.UTF8.GetBytes(text));

    public void WriteBytes(string file, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(file))!);
        File.WriteAllBytes(PathOf(file), bytes);
    }

    public string[] Lines(string file) => File.ReadAllLines(PathOf(file));

    /// <summary>Adds rows to the end of a file; gives the line of the first.</summary>
    public int Append(string file, params string[] lines)
    {
        var before = Lines(file);
        Write(file, [.. before, .. lines]);
        return before.Length + 1;
    }

    /// <summary>Puts a text in place of another, which must be there.</summary>
    public void Replace(string file, string old, string text)
    {
        var before = File.ReadAllText(PathOf(file));
        Assert.Contains(old, before, StringComparison.Ordinal);
        WriteText(file, before.Replace(old, text, StringComparison.Ordinal));
    }

    public void Delete(string file) => File.Delete(PathOf(file));

    public BundleContents Read()
    {
        var contents = BundleReader.Read(folder, CancellationToken.None);
        Assert.Equal(contents.ProblemCount == 0, contents.Graph is not null);
        Assert.All(contents.Files, file => Assert.InRange(file.Rejected, 0, file.Read));
        return contents;
    }

    /// <summary>The only problem of the bundle.</summary>
    public BundleProblem Problem() => Assert.Single(Read().Problems);

    /// <summary>Asserts that the bundle has exactly these problems, in any order.</summary>
    public void HasProblems(params (string File, int? Line, string? Column, BundleProblemCode Code)[] expected) => Assert.Equal(
        expected.Order(),
        Read().Problems.Select(problem => (problem.File, problem.Line, problem.Column?.Name, problem.Code)).Order());

    public void Dispose() => Directory.Delete(folder, recursive: true);
}
