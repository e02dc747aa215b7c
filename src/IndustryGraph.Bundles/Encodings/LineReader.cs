using System.Text;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>Reads lines with their numbers, each at most so long, and takes lines back to give them again.</summary>
internal sealed class LineReader(TextReader reader, int maxLength) : IDisposable
{
    private readonly char[] buffer = new char[1 << 14];
    private readonly Stack<Line> returned = [];
    private (int Start, int End) filled;
    private int number;

    /// <summary>A line without its end.</summary>
    /// <param name="Number">Its number, from 1.</param>
    /// <param name="Text">Its text; where it is too long, the start of it.</param>
    /// <param name="IsCut">Whether it is too long.</param>
    public readonly record struct Line(int Number, string Text, bool IsCut);

    /// <summary>The next line; null at the end.</summary>
    public Line? Read()
    {
        if (returned.TryPop(out var again))
        {
            return again;
        }

        var text = new StringBuilder();
        var (isCut, any) = (false, false);
        while (Fill())
        {
            any = true;
            var rest = buffer.AsSpan(filled.Start..filled.End);
            var end = rest.IndexOfAny('\n', '\r');
            var part = end < 0 ? rest : rest[..end];
            isCut |= text.Length + part.Length > maxLength;
            text.Append(part[..Math.Min(part.Length, maxLength - text.Length)]);
            filled.Start += part.Length;
            if (end >= 0)
            {
                TakeLineEnd();
                break;
            }
        }

        return any ? new Line(++number, text.ToString(), isCut) : null;
    }

    /// <summary>Takes lines back, given in their order.</summary>
    public void Return(IEnumerable<Line> lines)
    {
        foreach (var line in lines.Reverse())
        {
            returned.Push(line);
        }
    }

    public void Dispose() => reader.Dispose();

    private void TakeLineEnd()
    {
        var first = buffer[filled.Start++];
        if (first == '\r' && Fill() && buffer[filled.Start] == '\n')
        {
            filled.Start++;
        }
    }

    private bool Fill()
    {
        if (filled.Start == filled.End)
        {
            filled = (0, reader.Read(buffer));
        }

        return filled.End > 0;
    }
}
