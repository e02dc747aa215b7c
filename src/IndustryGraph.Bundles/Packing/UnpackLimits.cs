namespace IndustryGraph.Bundles.Packing;

/// <summary>How much an archive may unpack to.</summary>
/// <param name="MaxEntries">The most entries, read or not.</param>
/// <param name="MaxBytes">The most bytes of all files together.</param>
/// <param name="MaxRatio">The most bytes unpacked for one packed, once they are more than <paramref name="FreeBytes"/>. Tables pack by 5 to 40.</param>
/// <param name="FreeBytes">The bytes that are unpacked whatever the ratio.</param>
public sealed record UnpackLimits(int MaxEntries, long MaxBytes, int MaxRatio, long FreeBytes)
{
    /// <summary>10,000 entries, 8 GiB, 200 for 1 beyond 16 MiB.</summary>
    public static UnpackLimits Default { get; } = new(10_000, 8L << 30, 200, 16L << 20);

    /// <summary>The folder in which archives are unpacked for as long as they are read; null for that of the system.</summary>
    public string? Folder { get; init; }
}
