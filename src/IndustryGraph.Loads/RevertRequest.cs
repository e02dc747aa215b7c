namespace IndustryGraph.Loads;

/// <summary>Which version to take back.</summary>
public sealed record RevertRequest
{
    /// <summary>The number of the version.</summary>
    public required long Version { get; init; }

    /// <summary>Who takes it back.</summary>
    public required string Who { get; init; }

    /// <summary>Why, in their words.</summary>
    public required string Message { get; init; }

    /// <summary>Whether to say what it would do, and do nothing.</summary>
    public bool DryRun { get; init; }

    /// <summary>The number of the version that the graph must be at; any where null.</summary>
    public long? ExpectVersion { get; init; }

    internal string? Refusal() => RequestText.Refusal(Who, "who") ?? RequestText.Refusal(Message, "message");
}
