using System.Text.Json;
using System.Text.Json.Serialization;

namespace IndustryGraph.Loads.Keys;

/// <summary>The file of the keys: hashes alone. It is replaced whole, so that whoever reads it meets the old keys or the new ones.</summary>
public sealed class KeyFile(string path)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    private sealed record Contents(IReadOnlyList<AccessKey> Keys);

    /// <summary>Where the keys are kept where nothing is configured: beside the SQLite file in the user's folder for data.</summary>
    public static string DefaultPath => System.IO.Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "IndustryGraph", "keys.json");

    /// <summary>Where the file is.</summary>
    public string Path => path;

    /// <summary>The keys; none where there is no file.</summary>
    /// <exception cref="KeyFileException">The file cannot be read, or is none.</exception>
    public IReadOnlyList<AccessKey> Read()
    {
        try
        {
            var keys = JsonSerializer.Deserialize<Contents>(File.ReadAllBytes(path), Json)?.Keys ?? throw new JsonException("The file holds null.");
            return keys.All(key => key is not null && AccessKey.IsName(key.Name) && key.Sha256.Length == 64 && key.Sha256.All(char.IsAsciiHexDigitLower))
                ? keys : throw new JsonException("A key has a name or a hash that is none.");
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception wrong) when (wrong is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The keys cannot be read from {path}: {wrong.Message} Correct the file, or remove it and make new keys.", wrong);
        }
    }

    /// <summary>Makes a key and keeps its hash.</summary>
    /// <returns>The text of the key, which is kept nowhere; null where the name is taken.</returns>
    /// <exception cref="KeyFileException">The file cannot be read or written.</exception>
    public string? Create(string name, KeyRole role, DateTimeOffset now)
    {
        if (!AccessKey.IsName(name))
        {
            throw new ArgumentException($"A name has 1 to {AccessKey.MaxNameLength} ASCII letters, digits, '-', '_', '.' and '@'.", nameof(name));
        }

        var (key, text) = AccessKey.Make(name, role, now);
        return Change(keys => keys.Any(item => item.Name == name) ? null : [.. keys, key]) ? text : null;
    }

    /// <summary>Removes a key; false where there is none of this name.</summary>
    /// <exception cref="KeyFileException">The file cannot be read or written.</exception>
    public bool Revoke(string name) =>
        Change(keys => keys.Any(item => item.Name == name) ? [.. keys.Where(item => item.Name != name)] : null);

    // False where the change gives null: then the file stays as it is.
    private bool Change(Func<IReadOnlyList<AccessKey>, IReadOnlyList<AccessKey>?> change)
    {
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            using var alone = Lock();
            if (change(Read()) is not { } keys)
            {
                return false;
            }

            var next = $"{path}.new";
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using (var file = new FileStream(next, options))
            {
                JsonSerializer.Serialize(file, new Contents(keys), Json);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, path, overwrite: true);
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new KeyFileException($"The keys cannot be written to {path}: {refused.Message} Choose another file.", refused);
        }
    }

    // Two that change the file at once would lose one of the changes.
    private FileStream Lock()
    {
        var until = DateTime.UtcNow + Patience;
        while (true)
        {
            try
            {
                return new FileStream($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (DateTime.UtcNow < until)
            {
                Thread.Sleep(20);
            }
        }
    }
}
