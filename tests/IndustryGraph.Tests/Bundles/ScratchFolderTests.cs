using System.IO.Compression;
using System.Security.Cryptography;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Cli;
using IndustryGraph.Tests.Loads;
using IndustryGraph.Tests.Server;
using Xunit;

namespace IndustryGraph.Tests.Bundles;

/// <summary>Temporary folders, and what is left of them where a process is killed.</summary>
public sealed class ScratchFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void It_goes_with_its_owner_and_others_stay()
    {
        Directory.CreateDirectory(folder.At("industrygraph-mine"));
        File.WriteAllText(folder.At("industrygraph-mine.lock"), "");
        File.WriteAllText(folder.At("industrygraph-0123456789abcdef0123456789abcdef.lock"), "");
        Directory.CreateDirectory(folder.At("industrygraph-0123456789abcdef0123456789abcdef", "inside"));
        Directory.CreateDirectory(folder.At("industrygraph-fedcba9876543210fedcba9876543210"));

        using (var first = ScratchFolder.Create(folder.Path))
        {
            using var second = ScratchFolder.Create(folder.Path);
            File.WriteAllText(Path.Combine(first.Path, "file"), "");
            ScratchFolder.RemoveAbandoned(folder.Path);
            Assert.True(File.Exists(Path.Combine(first.Path, "file")));
            Assert.True(Directory.Exists(second.Path));
            Assert.False(Directory.Exists(folder.At("industrygraph-0123456789abcdef0123456789abcdef")));
        }

        // What has another name, or no file beside it, somebody else may have made.
        Assert.Equal(
            ["industrygraph-fedcba9876543210fedcba9876543210", "industrygraph-mine", "industrygraph-mine.lock"],
            Directory.EnumerateFileSystemEntries(folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        ScratchFolder.RemoveAbandoned(folder.At("nowhere"));
    }

    [Fact]
    public async Task What_a_killed_command_has_unpacked_is_gone_after_the_next_and_what_another_unpacks_stays()
    {
        using var bundle = new TemporaryBundle();
        bundle.Write("entities/products.csv", ["id,name_en,source,evidence", .. Enumerable.Range(0, 200_000).Select(i => $"product:p-{i},{RandomNumberGenerator.GetHexString(60)},source:plan,stated")]);
        await ZipFile.CreateFromDirectoryAsync(bundle.Folder, folder.At("large.zip"));
        using var small = new TemporaryBundle();
        await ZipFile.CreateFromDirectoryAsync(small.Folder, folder.At("small.zip"));
        var temporary = Directory.CreateDirectory(folder.At("temporary")).FullName;
        using var alive = ScratchFolder.Create(temporary);

        // It may have read all before it is killed: then the next try is.
        for (var i = 0; i < 5 && Unpacked(temporary, alive) is null; i++)
        {
            using var process = CommandProcess.StartIn(temporary, "load", folder.At("large.zip"), "--store", $"sqlite:{folder.At("graph.db")}");
            while (!process.HasExited && Unpacked(temporary, alive) is null)
            {
                await Task.Delay(1);
            }

            process.Kill();
            await process.WaitForExitAsync();
        }

        Assert.NotNull(Unpacked(temporary, alive));
        using var next = CommandProcess.StartIn(temporary, "load", folder.At("small.zip"), "--store", $"sqlite:{folder.At("graph.db")}");
        await next.StandardOutput.ReadToEndAsync();
        await next.WaitForExitAsync();
        Assert.Equal((int)ExitCode.Success, next.ExitCode);
        Assert.Equal([alive.Path, alive.Path + ".lock"], Directory.EnumerateFileSystemEntries(temporary).Where(IsOurs).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Uploads_of_a_killed_service_are_gone_when_it_starts_again()
    {
        var loads = folder.At("loads");
        await using (var service = await ServiceProcess.StartReadyAsync(folder.Path, "--environment=Development", "--Graph:Seed=", $"--Loads:Folder={loads}"))
        {
            await service.UntilAsync(() => Task.FromResult(service.Output.Contains("igk_", StringComparison.Ordinal)));
            using var content = new StreamContent(new Endless());
            content.Headers.ContentType = new("application/zip");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/loads") { Content = content };
            request.Headers.Authorization = new("Bearer", service.Output[service.Output.IndexOf("igk_", StringComparison.Ordinal)..].Split('\n')[0].Trim());
            var sending = service.Client.SendAsync(request);
            await service.UntilAsync(() => Task.FromResult(Directory.Exists(loads) && Directory.EnumerateFiles(loads, "bundle.zip", SearchOption.AllDirectories).Any()));
            service.Kill();
            await Assert.ThrowsAnyAsync<Exception>(() => sending);
        }

        Assert.NotEmpty(Directory.EnumerateDirectories(loads));
        await using var again = await ServiceProcess.StartReadyAsync(folder.Path, "--Graph:Seed=", $"--Loads:Folder={loads}");
        await again.UntilAsync(() => Task.FromResult(!Directory.EnumerateFileSystemEntries(loads).Any()));
    }

    private static bool IsOurs(string path) => Path.GetFileName(path).StartsWith("industrygraph-", StringComparison.Ordinal);

    private static string? Unpacked(string temporary, ScratchFolder but) =>
        Directory.EnumerateDirectories(temporary).FirstOrDefault(path => IsOurs(path) && path != but.Path);

    /// <summary>Noise that does not end, a little at a time.</summary>
    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(10, cancellationToken);
            return Math.Min(1_000, buffer.Length);
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
