namespace IndustryGraph.Bundles.Encodings;

/// <summary>What the bytes of a file say before they are read as text.</summary>
/// <param name="Hash">SHA-256 of the bytes, with CR LF taken as LF.</param>
/// <param name="Format">The encoding that the file is read in; null where it is UTF-32, which is refused.</param>
/// <param name="BadBytes">Where bytes are not of that encoding, in their order; of very many the first.</param>
/// <remarks>
/// <para>How the encoding is told, in this order:</para>
/// <list type="number">
/// <item>A byte order mark of UTF-8, UTF-16 or GB18030 decides.</item>
/// <item>A file that is UTF-8 from end to end is UTF-8, unless a quarter of its bytes are NUL.</item>
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

    /// <summary>The hash alone.</summary>
    public static byte[] HashOf(string path, CancellationToken cancellation)
    {
        using var hash = new LineEndHash();
        Run(path, new Utf8Check(), hash, cancellation);
        return hash.Finish();
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
            return new FileScan(result, null, []);
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

        var (format, check) = marked is not null || (utf8.BadCount == 0 && utf8.NulCount * 4 <= length)
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
