namespace IndustryGraph.Bundles.Encodings;

/// <summary>Counts lines in bytes of an encoding that keeps ASCII: LF, CR LF and a single CR each end one.</summary>
internal sealed class LineCounter
{
    private bool lastWasReturn;

    /// <summary>The line behind the bytes so far, from 1.</summary>
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
