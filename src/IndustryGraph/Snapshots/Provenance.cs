namespace IndustryGraph.Snapshots;

/// <summary>Who made a change set, from what and why.</summary>
/// <param name="Who">The person or service.</param>
/// <param name="Message">Why, in their words.</param>
/// <param name="Origin">What it was made from: <see cref="Seed"/>, or another word for the way in.</param>
/// <param name="ContentHash">SHA-256 of the files that it was made from, in hexadecimal.</param>
public sealed record Provenance(string Who, string Message, string Origin, string? ContentHash = null)
{
    /// <summary>The origin of what the service loads at its start.</summary>
    public const string Seed = "seed";

    /// <summary>The origin of what somebody loads from a bundle.</summary>
    public const string Bundle = "bundle";

    /// <summary>The origin of what somebody edits by hand.</summary>
    public const string Edit = "edit";

    /// <summary>The origin of what takes an earlier version back.</summary>
    public const string Reversal = "reversal";
}
