namespace IndustryGraph.Bundles.Encodings;

/// <summary>Looks at the bytes of a file, block by block, for those that are not of an encoding.</summary>
internal abstract class ByteCheck
{
    private const int MostBadBytes = 100_000;

    private readonly List<BadByte> badBytes = [];

    /// <summary>The first bad bytes, in their order.</summary>
    public IReadOnlyList<BadByte> BadBytes => badBytes;

    /// <summary>How many places are bad, listed or not.</summary>
    public long BadCount { get; private set; }

    /// <summary>Looks at a block.</summary>
    /// <param name="block">The bytes.</param>
    /// <param name="isLast">Whether nothing follows them.</param>
    /// <param name="offset">Where in the file they start.</param>
    /// <returns>How many bytes are dealt with: all but a character whose end is in the next block.</returns>
    public abstract int Check(ReadOnlySpan<byte> block, bool isLast, long offset);

    protected void AddBad(long offset, int line)
    {
        BadCount++;
        if (badBytes.Count < MostBadBytes)
        {
            badBytes.Add(new BadByte(offset, line));
        }
    }
}
