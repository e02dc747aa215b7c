using System.Security.Cryptography;
using System.Text;
using System.Text.Unicode;

namespace IndustryGraph.Bundles.Csv;

/// <summary>What the bytes of a file say before they are read as text.</summary>
/// <param name="Hash">SHA-256 of the bytes, with CR LF taken as LF.</param>
/// <param name="BadBytes">Where bytes are not UTF-8, in their order; at most <see cref="MostBadBytes"/> places.</param>
/// <param name="IsUtf16">Whether the file starts with the mark of UTF-16.</param>
internal sealed record FileScan(byte[] Hash, IReadOnlyList<BadByte> BadBytes, bool IsUtf16)
{
    private const int MostBadBytes = 100_000;
    private const int BlockSize = 1 << 17;

    /// <summary>Scans the file to its end.</summary>
    public static FileScan Of(string path, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        using var hash = new LineEndHash();
        var bad = new List<BadByte>();
        var lines = new LineCounter();
        var buffer = new byte[BlockSize];
        var (kept, offset, isUtf16) = (0, 0L, false);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = file.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            hash.Append(buffer.AsSpan(kept, read));
            var block = buffer.AsSpan(0, kept + read);
            isUtf16 |= offset == 0 && kept == 0 && block is [0xff, 0xfe, ..] or [0xfe, 0xff, ..];
            var used = Check(block, isLast: read == 0, offset, lines, bad);
            if (read == 0)
            {
                return new FileScan(hash.Finish(), bad, isUtf16);
            }

            block[used..].CopyTo(buffer);
            (kept, offset) = (block.Length - used, offset + used);
        }
    }

    // Gives how many bytes are dealt with: all but a character whose end is in the next block.
    private static int Check(ReadOnlySpan<byte> block, bool isLast, long offset, LineCounter lines, List<BadByte> bad)
    {
        var used = 0;
        while (used < block.Length)
        {
            if (Utf8.IsValid(block[used..]))
            {
                lines.Count(block[used..]);
                return block.Length;
            }

            // The block is not whole UTF-8: step to the first place that is not.
            var start = used;
            var status = System.Buffers.OperationStatus.Done;
            var length = 0;
            while (used < block.Length && status == System.Buffers.OperationStatus.Done)
            {
                used += length;
                status = Rune.DecodeFromUtf8(block[used..], out _, out length);
            }

            lines.Count(block[start..used]);
            if (status == System.Buffers.OperationStatus.NeedMoreData && !isLast)
            {
                return used;
            }

            if (status != System.Buffers.OperationStatus.Done && bad.Count < MostBadBytes)
            {
                bad.Add(new BadByte(offset + used, lines.Line));
            }

            used += length;
        }

        return used;
    }

    /// <summary>Counts lines: LF, CR LF and a single CR each end one.</summary>
    private sealed class LineCounter
    {
        private bool lastWasReturn;

        public int Line { get; private set; } = 1;

        public void Count(ReadOnlySpan<byte> bytes)
        {
            if (bytes.IsEmpty)
            {
                return;
            }

            if (lastWasReturn && bytes[0] == '\n')
            {
                Line--;
            }

            Line += bytes.Count((byte)'\n');
            for (var at = bytes.IndexOf((byte)'\r'); at >= 0; at = NextReturn(bytes, at))
            {
                Line += at + 1 < bytes.Length && bytes[at + 1] == '\n' ? 0 : 1;
            }

            lastWasReturn = bytes[^1] == '\r';
        }

        private static int NextReturn(ReadOnlySpan<byte> bytes, int at) =>
            bytes[(at + 1)..].IndexOf((byte)'\r') is var next and >= 0 ? at + 1 + next : -1;
    }

    /// <summary>SHA-256 of bytes with CR LF taken as LF, so that a checkout with other line ends has the same hash.</summary>
    private sealed class LineEndHash : IDisposable
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
}
