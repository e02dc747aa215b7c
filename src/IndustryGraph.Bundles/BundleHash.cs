using System.Security.Cryptography;
using System.Text;
using IndustryGraph.Bundles.Encodings;
using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles;

/// <summary>The hash that says whether a bundle's content is the same.</summary>
public static class BundleHash
{
    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of a list of the bundle's tables in the ordinal order of their paths: path, LF, SHA-256
    /// of the bytes, LF. CR LF counts as LF, so that a checkout with other line ends has the same hash; files that are not read
    /// (a README) do not count.
    /// </summary>
    /// <param name="path">The bundle: a folder, a <c>.zip</c> or a <c>.tar.gz</c>. The same tables have the same hash in each.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The hash; null where the bundle or a file cannot be read: <see cref="BundleReader.Read(string, CancellationToken)"/> says why.</returns>
    public static string? Of(string path, CancellationToken cancellation)
    {
        var problems = new ProblemList();
        var scans = new List<(string Path, byte[] Hash)>();
        using var bundle = OpenBundle.Open(path, new BundleUpdateOptions(GraphSnapshot.Empty), isWhole: true, problems, cancellation);
        if (bundle.Folder.Mapping is { } mapping)
        {
            scans.Add((TableMapping.FileName, HashOf(mapping)));
        }

        foreach (var (name, full) in bundle.Folder.Files.Select(file => (file.Path, file.FullPath))
            .Concat(bundle.Folder.Foreign.Select(item => (item.Table.Path, item.FullPath))))
        {
            try
            {
                scans.Add((name, FileScan.HashOf(full, cancellation)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return problems.Counts.Count == 0 ? Of(scans) : null;
    }

    /// <summary>The hash of a mapping: of what it says, not of how its file is laid out.</summary>
    internal static byte[] HashOf(TableMapping mapping) => SHA256.HashData(Encoding.UTF8.GetBytes(mapping.ToJson()));

    /// <summary>The hash of files whose hashes are known.</summary>
    internal static string Of(IEnumerable<(string Path, byte[] Hash)> files)
    {
        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, hash) in files.OrderBy(file => file.Path, StringComparer.Ordinal))
        {
            all.AppendData(Encoding.UTF8.GetBytes($"{path}\n{Convert.ToHexStringLower(hash)}\n"));
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }
}
