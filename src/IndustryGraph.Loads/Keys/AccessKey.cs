using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace IndustryGraph.Loads.Keys;

/// <summary>A key as it is kept: who holds it, and a hash that tells the key but not how it reads.</summary>
/// <param name="Name">Who holds it, for people and for the log of versions.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Sha256">SHA-256 of the key's text, in lower-case hexadecimal.</param>
/// <param name="Created">When it was made, UTC.</param>
public sealed record AccessKey(string Name, KeyRole Role, string Sha256, DateTimeOffset Created)
{
    /// <summary>What every key starts with, so that it is known for one where it lies about.</summary>
    public const string Prefix = "igk_";

    /// <summary>The longest permitted name, in characters.</summary>
    public const int MaxNameLength = 64;

    // 256 bits cannot be guessed, so that a plain hash is enough: there is nothing to stretch.
    private const int SecretBytes = 32;

    /// <summary>Makes a key.</summary>
    /// <returns>What is kept, and the text of the key, which is kept nowhere.</returns>
    public static (AccessKey Key, string Text) Make(string name, KeyRole role, DateTimeOffset now)
    {
        var text = Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes));
        return (new AccessKey(name, role, HashOf(text), now), text);
    }

    /// <summary>Whether the text may name the holder of a key: 1 to 64 ASCII letters, digits, <c>-</c>, <c>_</c>, <c>.</c>, <c>@</c>.</summary>
    public static bool IsName(string? text) =>
        text is { Length: > 0 and <= MaxNameLength } && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or '@');

    /// <summary>The key of a text; null where none has it. How long it takes tells nothing of the keys.</summary>
    public static AccessKey? Find(IReadOnlyList<AccessKey> keys, string text)
    {
        var hash = Encoding.ASCII.GetBytes(HashOf(text));
        AccessKey? found = null;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(key.Sha256)))
            {
                found = key;
            }
        }

        return found;
    }

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
