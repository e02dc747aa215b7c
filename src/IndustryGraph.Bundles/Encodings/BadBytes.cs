using System.Globalization;
using IndustryGraph.Bundles.Reading;

namespace IndustryGraph.Bundles.Encodings;

/// <summary>The places of a file that are not of its encoding, as faults of rows.</summary>
internal sealed class BadBytes(TextFormat format, IReadOnlyList<BadByte> places)
{
    /// <summary>Whether a row has such a place.</summary>
    /// <param name="line">The row's first line.</param>
    /// <param name="endLine">The line behind its last.</param>
    /// <param name="offset">The first bad byte.</param>
    public bool IsIn(int line, int endLine, out long offset)
    {
        var (low, high) = (0, places.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = places[middle].Line < line ? (middle + 1, high) : (low, middle);
        }

        var isIn = low < places.Count && places[low].Line < endLine;
        offset = isIn ? places[low].Offset : 0;
        return isIn;
    }

    /// <summary>The fault of a row with such a place.</summary>
    public RowFault FaultAt(long offset, int? cell) => format.IsUtf8
        ? new(cell, BundleProblemCode.BadUtf8, string.Create(CultureInfo.InvariantCulture,
            $"The bytes at offset {offset} of the file are not UTF-8, and the file is not clearly UTF-16 or GB18030 either: save it as UTF-8."))
        : new(cell, BundleProblemCode.BadEncoding, string.Create(CultureInfo.InvariantCulture,
            $"The file is {format.Name}, but the bytes at offset {offset} are not: correct the text there, or save the file as UTF-8."));
}
