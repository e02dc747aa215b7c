using System.Globalization;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>What the bytes of a file say before they are read as text.</summary>
/// <param name="Hash">SHA-256 of the bytes, with CR LF taken as LF.</param>
/// <param name="Format">The encoding that the file is read in; null where it is refused.</param>
/// <param name="BadBytes">Where bytes are not of that encoding, in their order; of very many the first.</param>
/// <remarks>
/// <para>How the encoding is told, in this order:</para>
/// <list type="number">
/// <item>A byte order mark of UTF-8, UTF-16 or GB18030 decides.</item>
/// <item>A file that is UTF-8 from end to end is UTF-8, unless a quarter of its bytes are NUL. Where all its characters beyond ASCII have
/// two bytes that are a character of GB 2312 too, and not all of them are Latin or Greek (to U+017F, U+0380 to U+03FF), it may as well be
/// a word or two in GB18030 (the bytes of 一 are һ in UTF-8): it is refused as unclear.</item>
/// <item>A file with NUL bytes is UTF-16 of the byte order that finds more ASCII in it, if it has line ends there, no control
/// characters, and hardly a unit (1 in 100; 1 in 20 where half of them are ASCII) that is half a pair or no character.</item>
/// <item>A file without NUL is GB18030 if hardly a character (1 in 100) is not of it, at least half of those beyond ASCII
/// are of GB 2312, and there are more places that are not UTF-8 than characters of three or four bytes that are.</item>
/// <item>Anything else is taken for UTF-8, and what is not is bad: the file is refused, never guessed at.</item>
/// </list>
/// <para>Korean EUC-KR and Japanese EUC-JP use the bytes of GB 2312 for other characters and cannot be told from it: the report says GB18030 then.</para>
/// </remarks>
internal sealed record FileScan(byte[] Hash, TextFormat? Format, IReadOnlyList<BadByte> BadBytes)
{
    private const int BlockSize = 1 << 17;

    /// <summary>Why the file is refused, and what to do; null where it is not.</summary>
    public string? Refusal { get; private init; }

    /// <summary>The hash alone.</summary>
    public static byte[] HashOf(string path, CancellationToken cancellation)
    {
        using var hash = new LineEndHash();
        Run(path, new Utf8Check(), hash, cancellation);
        return hash.Finish();
    }

    /// <summary>Whether the file is refused for being as well UTF-8 as GB18030.</summary>
    public static bool IsUnclear(string path, CancellationToken cancellation)
    {
        var utf8 = new Utf8Check();
        var (start, _) = Run(path, utf8, null, cancellation);
        return MarkedFormat(start) is null && utf8 is { BadCount: 0, MayBeGb18030: true } && UnclearCharacter(path, cancellation) is not null;
    }

    /// <summary>Scans the file to its end.</summary>
    /// <param name="path">The file.</param>
    /// <param name="stated">The encoding where somebody stated it: then nothing is guessed.</param>
    /// <param name="cancellation">Ends the scan.</param>
    public static FileScan Of(string path, TextFormat? stated, CancellationToken cancellation)
    {
        using var hash = new LineEndHash();
        var utf8 = new Utf8Check();
        var (start, length) = Run(path, utf8, hash, cancellation);
        var result = hash.Finish();
        if (start is [0xff, 0xfe, 0, 0] or [0, 0, 0xfe, 0xff])
        {
            return new FileScan(result, null, []) { Refusal = "The file is UTF-32: save it as UTF-8." };
        }

        var marked = MarkedFormat(start);
        if (stated is not null && stated.Name != marked?.Name)
        {
            marked = stated;
        }

        if (marked is { IsUtf8: false })
        {
            return new FileScan(result, marked, Checked(path, CheckOf(marked, refusesUnassigned: false), cancellation).BadBytes);
        }

        var isUtf8 = utf8.BadCount == 0 && utf8.NulCount * 4 <= length;
        if (marked is null && isUtf8 && utf8.MayBeGb18030 && UnclearCharacter(path, cancellation) is { } unclear)
        {
            return new FileScan(result, null, []) { Refusal = unclear };
        }

        var (format, check) = marked is not null || isUtf8
            ? (marked ?? TextFormat.Utf8, utf8)
            : (utf8.NulCount > 0 ? Utf16(path, cancellation) : Gb18030(path, cancellation)) ?? (TextFormat.Utf8, utf8);
        return new FileScan(result, format, check.BadBytes);
    }

    private static TextFormat? MarkedFormat(byte[] start) => start switch
    {
        [0xff, 0xfe, ..] => TextFormat.Utf16LittleEndian with { MarkLength = 2 },
        [0xfe, 0xff, ..] => TextFormat.Utf16BigEndian with { MarkLength = 2 },
        [0xef, 0xbb, 0xbf, ..] => TextFormat.Utf8 with { MarkLength = 3 },
        [0x84, 0x31, 0x95, 0x33, ..] => TextFormat.Gb18030 with { MarkLength = 4 },
        _ => null,
    };

    private static (TextFormat, ByteCheck)? Utf16(string path, CancellationToken cancellation)
    {
        var little = (Utf16Check)Checked(path, CheckOf(TextFormat.Utf16LittleEndian, refusesUnassigned: true), cancellation);
        var big = (Utf16Check)Checked(path, CheckOf(TextFormat.Utf16BigEndian, refusesUnassigned: true), cancellation);
        var (format, check) = little.AsciiCount >= big.AsciiCount ? (TextFormat.Utf16LittleEndian, little) : (TextFormat.Utf16BigEndian, big);
        return check.LineEndCount > 0 && check.ControlCount == 0
            && (check.BadCount * 100 <= check.UnitCount || (check.AsciiCount * 2 >= check.UnitCount && check.BadCount * 20 <= check.UnitCount)) ? (format, check) : null;
    }

    private static (TextFormat, ByteCheck)? Gb18030(string path, CancellationToken cancellation)
    {
        var check = (Gb18030Check)Checked(path, CheckOf(TextFormat.Gb18030, refusesUnassigned: true), cancellation);
        var utf8 = (Utf8Check)Checked(path, new Utf8Check(countsLong: true), cancellation);
        return check.BadCount * 100 <= check.WideCount && check.CommonCount * 2 >= check.WideCount && utf8.BadCount > utf8.LongCount
            ? (TextFormat.Gb18030, check)
            : null;
    }

    // Says which character of a file in UTF-8 may as well be one in GB18030, where all of them may.
    private static string? UnclearCharacter(string path, CancellationToken cancellation)
    {
        var check = (Gb18030Check)Checked(path, CheckOf(TextFormat.Gb18030, refusesUnassigned: true), cancellation);
        return check.BadCount > 0 || check.CommonCount < check.WideCount || check.FirstWide is not var (line, bytes) ? null
            : string.Create(CultureInfo.InvariantCulture,
                $"The file may be UTF-8 or GB18030, in which its text would be another: the first that is not ASCII, in line {line}, is '{TextFormat.Utf8.Encoding.GetString(bytes)}' in the one and '{TextFormat.Gb18030.Encoding.GetString(bytes)}' in the other. Save it as UTF-8 with a byte order mark, or state the encoding of a table in a mapping.");
    }

    private static ByteCheck CheckOf(TextFormat format, bool refusesUnassigned) => format.Name switch
    {
        "UTF-16LE" => new Utf16Check(isBigEndian: false, refusesUnassigned),
        "UTF-16BE" => new Utf16Check(isBigEndian: true, refusesUnassigned),
        "GB18030" => new Gb18030Check(),
        _ => new Utf8Check(),
    };

    private static ByteCheck Checked(string path, ByteCheck check, CancellationToken cancellation)
    {
        Run(path, check, null, cancellation);
        return check;
    }

    // Gives the first four bytes of the file and its length.
    private static (byte[] Start, long Length) Run(string path, ByteCheck check, LineEndHash? hash, CancellationToken cancellation)
    {
        using var file = FileBytes.Open(path);
        var buffer = new byte[BlockSize];
        var (kept, offset) = (0, 0L);
        byte[] start = [];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = file.ReadAtLeast(buffer.AsSpan(kept), 1, throwOnEndOfStream: false);
            hash?.Append(buffer.AsSpan(kept, read));
            var block = buffer.AsSpan(0, kept + read);
            if (offset == 0 && start.Length < 4)
            {
                start = block[..Math.Min(4, block.Length)].ToArray();
            }

            var used = check.Check(block, isLast: read == 0, offset);
            if (read == 0)
            {
                return (start, offset + used);
            }

            block[used..].CopyTo(buffer);
            (kept, offset) = (block.Length - used, offset + used);
        }
    }
}
