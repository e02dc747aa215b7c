using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>Looks for bytes that are not UTF-8.</summary>
/// <param name="countsLong">Whether characters of three and four bytes are counted, which is slow.</param>
internal sealed class Utf8Check(bool countsLong = false) : ByteCheck
{
    private readonly LineCounter lines = new();

    private bool hasLong;
    private bool hasUnlikely;

    /// <summary>How many NUL there are.</summary>
    public long NulCount { get; private set; }

    /// <summary>How many characters of three and four bytes there are, where they are counted.</summary>
    public long LongCount { get; private set; }

    /// <summary>
    /// Whether a file that is UTF-8 may be GB18030 all the same: no character has three bytes, as Chinese ones have, and one of two bytes
    /// is neither Latin nor Greek.
    /// </summary>
    public bool MayBeGb18030 => hasUnlikely && !hasLong;

    public override int Check(ReadOnlySpan<byte> block, bool isLast, long offset)
    {
        hasLong = hasLong || block.ContainsAnyInRange((byte)0xe0, (byte)0xf4);
        hasUnlikely = hasUnlikely || block.ContainsAnyInRange((byte)0xc6, (byte)0xcd) || block.ContainsAnyInRange((byte)0xd0, (byte)0xdf);
        if (!countsLong && Utf8.IsValid(block))
        {
            lines.Count(block);
            NulCount += block.Count((byte)0);
            return block.Length;
        }

        var used = 0;
        while (used < block.Length)
        {
            // The block is not whole UTF-8: step to the first place that is not.
            var start = used;
            var status = OperationStatus.Done;
            var length = 0;
            while (used < block.Length && status == OperationStatus.Done)
            {
                used += length;
                LongCount += length > 2 ? 1 : 0;
                status = Rune.DecodeFromUtf8(block[used..], out _, out length);
            }

            lines.Count(block[start..used]);
            NulCount += block[start..used].Count((byte)0);
            if (status == OperationStatus.NeedMoreData && !isLast)
            {
                return used;
            }

            if (status != OperationStatus.Done)
            {
                AddBad(offset + used, lines.Line);
            }

            used += length;
        }

        return used;
    }
}
