using System.IO.Compression;
using System.Text;
using CsCheck;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Snapshots;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Sound files with bytes changed at random: reading never throws, and its accounts always add up.</summary>
public sealed class BundleFuzzTests
{
    private static readonly byte[][] Splices =
    [
        [0], [0xff], [0xff, 0xfe], [0xef, 0xbb, 0xbf], "\r"u8.ToArray(), "\n"u8.ToArray(), "\""u8.ToArray(), "\"\""u8.ToArray(), ","u8.ToArray(),
        ";"u8.ToArray(), "{"u8.ToArray(), "}"u8.ToArray(), "[["u8.ToArray(), "\\ud800"u8.ToArray(), "\\"u8.ToArray(), "|"u8.ToArray(), "#"u8.ToArray(),
        "null"u8.ToArray(), "1e999"u8.ToArray(), "../"u8.ToArray(), [0xd4, 0xc1], [0x81, 0x30, 0x81, 0x30],
    ];

    private static readonly string[] RandomPaths = ["", "b.zip", "b.tar.gz", "sources.csv"];

    [Theory]
    [InlineData("csv", 60)]
    [InlineData("jsonl", 60)]
    [InlineData("gb18030", 25)]
    [InlineData("utf-16", 25)]
    [InlineData("mapping", 60)]
    [InlineData("zip", 30)]
    [InlineData("tar.gz", 30)]
    public void Whatever_the_bytes_are_the_accounts_add_up(string shape, int times) => Gen.Int[0, 1_000_000].Sample(
        seed =>
        {
            using var bundle = new TemporaryBundle();
            using var folder = new TemporaryFolder();
            var random = new Random(seed);
            var path = Make(bundle, folder, shape);
            foreach (var file in File.Exists(path) ? [path] : Chosen(path, shape, random))
            {
                File.WriteAllBytes(file, Mutated(File.ReadAllBytes(file), random));
            }

            var options = new BundleUpdateOptions(GraphSnapshot.Empty)
            {
                SkipBadRows = random.Next(2) == 0,
                RejectsFolder = random.Next(2) == 0 ? folder.At("rejects") : null,
                Limits = UnpackLimits.Default with { Folder = folder.At("unpacked"), FreeBytes = 1 << 20 },
            };
            var contents = BundleReader.ReadUpdate(path, options, CancellationToken.None).Contents;

            Assert.True(contents.Graph is not null || contents.ProblemCount > 0);
            Assert.All(contents.Files, file =>
            {
                Assert.InRange(file.Rejected, 0, file.Read);
                Assert.InRange(file.Unchanged, 0, file.Read);
                Assert.True(file.Accepted >= 0, $"{file}");
            });
            Assert.All(contents.Problems, problem =>
            {
                Assert.NotEmpty(problem.Message);
                Assert.DoesNotContain('\n', problem.ToString());
                Assert.DoesNotContain('\0', problem.ToString());
            });
            Assert.False(Directory.Exists(folder.At("unpacked")) && Directory.EnumerateFileSystemEntries(folder.At("unpacked")).Any());
        },
        iter: Sweeps.AreOn ? times * 200 : times, seed: "0N0XIzNsQ0O2");

    [Fact]
    public void Random_bytes_are_no_bundle_and_no_mapping() => Gen.Byte.Array[0, 3_000].Sample(
        bytes =>
        {
            using var folder = new TemporaryFolder();
            foreach (var (name, start) in new[] { ("sources.csv", ""), ("entities/products.jsonl", ""), ("b.zip", "PK\u0003\u0004"), ("b.tar.gz", "\u001f\u008b\b\0") })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder.At(name))!);
                File.WriteAllBytes(folder.At(name), [.. Encoding.Latin1.GetBytes(start), .. bytes]);
            }

            foreach (var name in RandomPaths)
            {
                Assert.NotEmpty(BundleReader.Read(folder.At(name), CancellationToken.None).Problems);
            }

            Assert.NotEmpty(TableMapping.Parse(bytes).Problems);
            _ = MappingProposal.Of(folder.At("sources.csv"), new BundleUpdateOptions(GraphSnapshot.Empty), CancellationToken.None);
        },
        iter: Sweeps.AreOn ? 5_000 : 25, seed: "0N0XIzNsQ0O2");

    private static string Make(TemporaryBundle bundle, TemporaryFolder folder, string shape)
    {
        switch (shape)
        {
            case "jsonl":
                BundleWriter.Write(bundle.Read().Graph!, folder.At("b"), BundleFormat.JsonLines, CancellationToken.None);
                return folder.At("b");
            case "zip":
                ZipFile.CreateFromDirectory(bundle.Folder, folder.At("b.zip"));
                return folder.At("b.zip");
            case "tar.gz":
                using (var gzip = new GZipStream(File.Create(folder.At("b.tar.gz")), CompressionLevel.Fastest))
                {
                    System.Formats.Tar.TarFile.CreateFromDirectory(bundle.Folder, gzip, includeBaseDirectory: false);
                }

                return folder.At("b.tar.gz");
            case "mapping":
                return MappedTable.In(bundle).Folder;
            case "gb18030" or "utf-16":
                foreach (var file in Directory.EnumerateFiles(bundle.Folder, "*.csv", SearchOption.AllDirectories))
                {
                    File.WriteAllBytes(file, (shape == "utf-16" ? Encoding.Unicode : CodePagesEncodingProvider.Instance.GetEncoding("GB18030")!).GetBytes(File.ReadAllText(file)));
                }

                return bundle.Folder;
            default:
                return bundle.Folder;
        }
    }

    private static IEnumerable<string> Chosen(string folder, string shape, Random random)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Where(file => shape != "mapping" || !file.EndsWith(".csv", StringComparison.Ordinal) || file.EndsWith(MappedTable.Name, StringComparison.Ordinal))
            .ToArray();
        return Enumerable.Range(0, random.Next(1, 3)).Select(_ => files[random.Next(files.Length)]).Distinct();
    }

    private static byte[] Mutated(byte[] bytes, Random random)
    {
        var result = bytes.ToList();
        for (var change = random.Next(1, 6); change > 0 && result.Count > 0; change--)
        {
            var at = random.Next(result.Count);
            switch (random.Next(5))
            {
                case 0:
                    result[at] = (byte)random.Next(256);
                    break;
                case 1:
                    result.InsertRange(at, Splices[random.Next(Splices.Length)]);
                    break;
                case 2:
                    result.RemoveRange(at, Math.Min(random.Next(1, 30), result.Count - at));
                    break;
                case 3:
                    result.InsertRange(at, result.GetRange(random.Next(result.Count), 1));
                    break;
                default:
                    var from = random.Next(result.Count);
                    result.InsertRange(at, result.GetRange(from, Math.Min(random.Next(1, 60), result.Count - from)));
                    break;
            }
        }

        return [.. result];
    }
}
