using System.Text;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>How a file of text is encoded.</summary>
/// <param name="Name">The name that people are told: <c>UTF-8</c>, <c>UTF-16LE</c>, <c>UTF-16BE</c>, <c>GB18030</c>.</param>
/// <param name="Encoding">Reads it, with U+FFFD in place of what is not of the encoding.</param>
/// <param name="MarkLength">The bytes of the byte order mark in front of the text; 0 where there is none.</param>
internal sealed record TextFormat(string Name, Encoding Encoding, int MarkLength = 0)
{
    /// <summary>Whether it is UTF-8.</summary>
    public bool IsUtf8 => Name == Utf8.Name;

    public static TextFormat Utf8 { get; } = new("UTF-8", new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));

    public static TextFormat Utf16LittleEndian { get; } = new("UTF-16LE", new UnicodeEncoding(bigEndian: false, byteOrderMark: false));

    public static TextFormat Utf16BigEndian { get; } = new("UTF-16BE", new UnicodeEncoding(bigEndian: true, byteOrderMark: false));

    // Not registered for the whole process: nothing else shall read GB18030 by accident.
    public static TextFormat Gb18030 { get; } = new("GB18030", CodePagesEncodingProvider.Instance.GetEncoding(
        "GB18030", EncoderFallback.ExceptionFallback, new DecoderReplacementFallback("\ufffd"))!);

    /// <summary>The format of a name, as a mapping file may state it; null where there is none.</summary>
    public static TextFormat? Find(string name) =>
        new[] { Utf8, Utf16LittleEndian, Utf16BigEndian, Gb18030 }.FirstOrDefault(format => format.Name == name);

    /// <summary>The text of the file behind its mark.</summary>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public StreamReader Open(string path)
    {
        var stream = FileBytes.Open(path);
        stream.Position = MarkLength;
        return new StreamReader(stream, Encoding, detectEncodingFromByteOrderMarks: false, bufferSize: 1 << 16);
    }
}
