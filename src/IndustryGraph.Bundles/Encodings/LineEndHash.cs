using System.Security.Cryptography;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>SHA-256 of bytes with CR LF taken as LF, so that a checkout with other line ends has the same hash.</summary>
internal sealed class LineEndHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private bool holdsReturn;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            if (holdsReturn && bytes[0] != '\n')
            {
                hash.AppendData("\r"u8);
            }

            var at = bytes.IndexOf((byte)'\r');
            holdsReturn = at >= 0;
            hash.AppendData(at < 0 ? bytes : bytes[..at]);
            bytes = at < 0 ? [] : bytes[(at + 1)..];
        }
    }

    public byte[] Finish()
    {
        if (holdsReturn)
        {
            hash.AppendData("\r"u8);
        }

        return hash.GetHashAndReset();
    }

    public void Dispose() => hash.Dispose();
}
