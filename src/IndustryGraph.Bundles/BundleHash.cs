using System.Security.Cryptography;
using System.Text;
using IndustryGraph.Bundles.Csv;

namespace IndustryGraph.Bundles;

/// <summary>The hash that says whether a bundle's content is the same.</summary>
public static class BundleHash
{
    /// <summary>
    /// SHA-256, in lower-case hexadecimal, of a list of the bundle's tables in the ordinal order of their paths: path, LF, SHA-256
    /// of the bytes, LF. CR LF counts as LF, so that a checkout with other line ends has the same hash; files that are not read
    /// (a README) do not count.
    /// </summary>
    /// <returns>The hash; null where the folder or a file cannot be read: <see cref="BundleReader.Read"/> says why.</returns>
    public static string? Of(string folder, CancellationToken cancellation)
    {
        var problems = new ProblemList();
        var scans = new List<(string Path, byte[] Hash)>();
        foreach (var (file, path) in BundleFolder.Open(folder, problems).Files)
        {
            try
            {
                scans.Add((file.Path, FileScan.Of(path, cancellation).Hash));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                return null;
            }
        }

        return problems.Counts.Count == 0 ? Of(scans) : null;
    }

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
