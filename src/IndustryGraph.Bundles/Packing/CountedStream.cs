namespace IndustryGraph.Bundles.Packing;

/// <summary>Tells of every byte that is read through it, and knows how it ended.</summary>
internal sealed class CountedStream(Stream inner, Action<long> count) : Stream
{
    private const int BlockLength = 512;
    private long zeros;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Reads to the end; whether that is a block of zeros at least.</summary>
    public bool EndsWithZeros()
    {
        var buffer = new byte[1 << 14];
        while (Read(buffer) > 0)
        {
        }

        return zeros >= BlockLength;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        count(read);
        var last = buffer[..read].LastIndexOfAnyExcept((byte)0);
        zeros = last < 0 ? zeros + read : read - last - 1;
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }
}
