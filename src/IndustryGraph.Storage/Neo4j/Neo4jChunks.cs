using System.IO.Compression;

namespace IndustryGraph.Storage.Neo4j;

/// <summary>A part of a change set as a property: UTF-8 JSON, compressed, in Base64; a tenth of the size of the text.</summary>
internal static class Neo4jChunks
{
    public static string ToText(byte[] part)
    {
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Fastest))
        {
            pack.Write(part);
        }

        return Convert.ToBase64String(packed.ToArray());
    }

    /// <exception cref="FormatException">It is no such text.</exception>
    public static byte[] ToBytes(string text)
    {
        try
        {
            using var unpack = new GZipStream(new MemoryStream(Convert.FromBase64String(text)), CompressionMode.Decompress);
            using var part = new MemoryStream();
            unpack.CopyTo(part);
            return part.ToArray();
        }
        catch (InvalidDataException problem)
        {
            throw new FormatException("a part of a change set (:ChangeChunk) is damaged", problem);
        }
    }
}
