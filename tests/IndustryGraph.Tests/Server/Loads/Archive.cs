using System.Formats.Tar;
using System.IO.Compression;
using System.Net.Http.Headers;
using IndustryGraph.Tests.Bundles;

namespace IndustryGraph.Tests.Server.Loads;

/// <summary>Bundles as they are sent.</summary>
internal static class Archive
{
    public static ByteArrayContent Zip(TemporaryBundle bundle)
    {
        using var bytes = new MemoryStream();
        ZipFile.CreateFromDirectory(bundle.Folder, bytes);
        return Content(bytes.ToArray(), "application/zip");
    }

    public static ByteArrayContent TarGz(TemporaryBundle bundle)
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        {
            TarFile.CreateFromDirectory(bundle.Folder, zipped, includeBaseDirectory: false);
        }

        return Content(bytes.ToArray(), "application/gzip");
    }

    public static ByteArrayContent Content(byte[] bytes, string mediaType)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue(mediaType);
        return content;
    }
}
