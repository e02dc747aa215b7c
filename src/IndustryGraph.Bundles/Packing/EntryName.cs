namespace IndustryGraph.Bundles.Packing;

/// <summary>Judges the names of entries, which whoever made the archive chose.</summary>
internal static class EntryName
{
    private const int MaxLength = 1_000;
    private const int MaxPartLength = 100;

    private static readonly HashSet<string> Devices = new(
        ["CON", "PRN", "AUX", "NUL", .. Enumerable.Range(0, 10).SelectMany(i => new[] { $"COM{i}", $"LPT{i}" })],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>The parts of a name that stays within the folder it is unpacked to; null, and why, for any other.</summary>
    public static string[]? Parts(string name, out string refusal)
    {
        // What one system takes for a separator or a drive must not get past the check on another.
        var parts = name.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        refusal = name switch
        {
            _ when name.Length > MaxLength || parts.Any(part => part.Length > MaxPartLength) => "is too long",
            _ when name.Any(char.IsControl) => "has control characters",
            ['/' or '\\', ..] => "is absolute",
            _ when name.Contains(':', StringComparison.Ordinal) => "has a colon, which leads to a drive or a hidden stream on some systems",
            _ when parts.Contains("..") => "leads out of the bundle",
            _ when parts.Any(part => part[^1] is '.' or ' ') => "has a part that ends with a dot or a space",
            _ when parts.Any(part => Devices.Contains(part.Split('.')[0])) => "is that of a device on some systems",
            _ => "",
        };
        return refusal.Length == 0 ? parts : null;
    }
}
