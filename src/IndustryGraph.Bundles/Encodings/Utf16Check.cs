using System.Buffers.Binary;
using System.Globalization;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>Looks for bytes that are not UTF-16: half a surrogate pair, or half a unit at the end.</summary>
/// <param name="isBigEndian">Whether the higher byte comes first.</param>
/// <param name="refusesUnassigned">Whether a unit that is no character of Unicode is bad too: it tells that the guess is wrong.</param>
internal sealed class Utf16Check(bool isBigEndian, bool refusesUnassigned) : ByteCheck
{
    private int line = 1;
    private bool lastWasReturn;

    /// <summary>How many units there are.</summary>
    public long UnitCount { get; private set; }

    /// <summary>How many of them are printable ASCII, a tab or a line end.</summary>
    public long AsciiCount { get; private set; }

    /// <summary>How many of them are LF or CR.</summary>
    public long LineEndCount { get; private set; }

    /// <summary>How many of them are other control characters.</summary>
    public long ControlCount { get; private set; }

    public override int Check(ReadOnlySpan<byte> block, bool isLast, long offset)
    {
        var used = 0;
        while (used + 1 < block.Length)
        {
            var unit = Unit(block, used);
            if (char.IsHighSurrogate(unit))
            {
                if (used + 3 >= block.Length && !isLast)
                {
                    return used;
                }

                if (used + 3 < block.Length && char.IsLowSurrogate(Unit(block, used + 2)))
                {
                    Count(unit);
                    Count(Unit(block, used + 2));
                    used += 4;
                    continue;
                }
            }

            Count(unit);
            if (char.IsSurrogate(unit) || (refusesUnassigned && IsUnassigned(unit)))
            {
                AddBad(offset + used, line);
            }

            used += 2;
        }

        if (isLast && used < block.Length)
        {
            AddBad(offset + used, line);
            used = block.Length;
        }

        return used;
    }

    private char Unit(ReadOnlySpan<byte> block, int at) => (char)(isBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(block[at..])
        : BinaryPrimitives.ReadUInt16LittleEndian(block[at..]));

    private static bool IsUnassigned(char unit) =>
        unit > 0x7f && char.GetUnicodeCategory(unit) is UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;

    private void Count(char unit)
    {
        UnitCount++;
        if (unit is '\n' or '\r')
        {
            LineEndCount++;
            line += unit == '\n' && lastWasReturn ? 0 : 1;
        }

        AsciiCount += unit is '\n' or '\r' or '\t' or (>= ' ' and <= '~') ? 1 : 0;
        ControlCount += unit < ' ' && unit is not ('\n' or '\r' or '\t') ? 1 : 0;
        lastWasReturn = unit == '\r';
    }
}
