using System.Globalization;
using System.Text;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>Looks for bytes that are not GB18030, or stand for no character of Unicode.</summary>
/// <remarks>
/// A character has one byte (ASCII), two (0x81 to 0xFE, then 0x40 to 0xFE without 0x7F) or four (0x81 to 0xFE, then 0x30 to
/// 0x39, twice). Of a sequence that is none of these the first byte is bad, and reading goes on behind it, as the decoder does.
/// </remarks>
internal sealed class Gb18030Check : ByteCheck
{
    private static readonly Lazy<bool[]> AssignedPairs = new(FindAssignedPairs);

    private readonly LineCounter lines = new();

    /// <summary>How many characters are not ASCII.</summary>
    public long WideCount { get; private set; }

    /// <summary>
    /// How many of them are of GB 2312: the 6,763 characters and the punctuation that nearly all Chinese text is written in.
    /// Other encodings taken for GB18030 make mostly characters outside of it.
    /// </summary>
    public long CommonCount { get; private set; }

    /// <summary>The first character that is not ASCII, and its line; null where there is none.</summary>
    public (int Line, byte[] Bytes)? FirstWide { get; private set; }

    public override int Check(ReadOnlySpan<byte> block, bool isLast, long offset)
    {
        var used = 0;
        while (used < block.Length)
        {
            var ascii = block[used..].IndexOfAnyInRange((byte)0x80, (byte)0xff) is var next and >= 0 ? next : block.Length - used;
            lines.Count(block.Slice(used, ascii));
            used += ascii;
            if (used == block.Length)
            {
                break;
            }

            var rest = block[used..];
            var length = LengthOf(rest);
            if (length > rest.Length)
            {
                if (!isLast)
                {
                    return used;
                }

                length = 0;
            }

            WideCount++;
            FirstWide ??= (lines.Line, rest[..length].ToArray());
            if (length == 0 || !IsAssigned(rest[..length]))
            {
                AddBad(offset + used, lines.Line);
            }
            else if (rest is [>= 0xb0 and <= 0xf7, >= 0xa1, ..] or [>= 0xa1 and <= 0xa3, >= 0xa1, ..])
            {
                CommonCount++;
            }

            // A line end within a line feed's count is never part of a wide character.
            lines.Count(rest[..Math.Max(length, 1)]);
            used += Math.Max(length, 1);
        }

        return used;
    }

    // 0 where no character starts so; more than there is where its end is not there yet.
    private static int LengthOf(ReadOnlySpan<byte> bytes) => bytes switch
    {
        [0x80 or 0xff, ..] => 0,
        [_] => 2,
        [_, >= 0x40 and not 0x7f and not 0xff, ..] => 2,
        [_, >= 0x30 and <= 0x39] => 4,
        [_, >= 0x30 and <= 0x39, >= 0x81 and not 0xff] => 4,
        [_, >= 0x30 and <= 0x39, >= 0x81 and not 0xff, >= 0x30 and <= 0x39, ..] => 4,
        _ => 0,
    };

    private static bool IsAssigned(ReadOnlySpan<byte> bytes) =>
        bytes.Length == 2 ? AssignedPairs.Value[(bytes[0] << 8) | bytes[1]] : Decodes(bytes);

    private static bool Decodes(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[4];
        var length = TextFormat.Gb18030.Encoding.GetChars(bytes, text);
        return Rune.DecodeFromUtf16(text[..length], out var rune, out var used) == System.Buffers.OperationStatus.Done
            && used == length
            && rune.Value != 0xfffd
            && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);
    }

    private static bool[] FindAssignedPairs()
    {
        var assigned = new bool[1 << 16];
        for (var first = 0x81; first < 0xff; first++)
        {
            for (var second = 0x40; second < 0xff; second++)
            {
                assigned[(first << 8) | second] = second != 0x7f && Decodes([(byte)first, (byte)second]);
            }
        }

        return assigned;
    }
}
