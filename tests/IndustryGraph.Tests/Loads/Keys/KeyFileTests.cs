using IndustryGraph.Loads.Keys;
using Xunit;

namespace IndustryGraph.Tests.Loads.Keys;

public sealed class KeyFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly TemporaryFolder folder = new();

    private KeyFile Keys => new(folder.At("sub/keys.json"));

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_key_is_known_by_its_text_and_kept_as_a_hash()
    {
        var text = Keys.Create("ann", KeyRole.Loader, Now)!;
        var other = Keys.Create("ben", KeyRole.Reader, Now)!;

        Assert.StartsWith(AccessKey.Prefix, text, StringComparison.Ordinal);
        Assert.NotEqual(text, other);
        Assert.Equal(AccessKey.Prefix.Length + 43, text.Length);
        Assert.Equal(("ann", KeyRole.Loader, Now), Of(AccessKey.Find(Keys.Read(), text)!));
        Assert.Equal(("ben", KeyRole.Reader, Now), Of(AccessKey.Find(Keys.Read(), other)!));
        foreach (var wrong in new[] { "", " ", text[..^1], text + "x", text.ToUpperInvariant(), Keys.Read()[0].Sha256 })
        {
            Assert.Null(AccessKey.Find(Keys.Read(), wrong));
        }

        var file = File.ReadAllText(Keys.Path);
        Assert.DoesNotContain(text[AccessKey.Prefix.Length..], file, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Keys.Path));
        }
    }

    [Fact]
    public void A_revoked_key_is_unknown_and_its_name_is_free_again()
    {
        var old = Keys.Create("ann", KeyRole.Loader, Now)!;
        Keys.Create("ben", KeyRole.Admin, Now);

        Assert.Null(Keys.Create("ann", KeyRole.Admin, Now));
        Assert.True(Keys.Revoke("ann"));
        Assert.False(Keys.Revoke("ann"));
        Assert.Null(AccessKey.Find(Keys.Read(), old));
        Assert.Equal(["ben"], Keys.Read().Select(key => key.Name));
        Assert.NotNull(Keys.Create("ann", KeyRole.Loader, Now));
    }

    [Fact]
    public void Keys_that_are_made_at_once_are_all_kept()
    {
        Parallel.For(0, 40, i => Keys.Create($"key-{i}", KeyRole.Loader, Now));

        Assert.Equal(40, Keys.Read().Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"keys": [null]}""")]
    [InlineData("""{"keys": [{"name": "ann", "role": "owner", "sha256": "", "created": "2026-01-01T00:00:00Z"}]}""")]
    [InlineData("""{"keys": [{"name": "ann", "role": "loader", "sha256": "abc", "created": "2026-01-01T00:00:00Z"}]}""")]
    public void A_damaged_file_is_told_and_left_as_it_is(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Keys.Path)!);
        File.WriteAllText(Keys.Path, text);

        Assert.Contains(Keys.Path, Assert.Throws<KeyFileException>(() => Keys.Read()).Message, StringComparison.Ordinal);
        Assert.Throws<KeyFileException>(() => Keys.Create("ann", KeyRole.Loader, Now));
        Assert.Equal(text, File.ReadAllText(Keys.Path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    [InlineData("名")]
    public void A_name_that_could_mislead_a_log_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => Keys.Create(name, KeyRole.Loader, Now));

    private static (string Name, KeyRole Role, DateTimeOffset Created) Of(AccessKey key) => (key.Name, key.Role, key.Created);
}
