namespace IndustryGraph.Cli;

/// <summary>The service gives no report.</summary>
/// <param name="message">Why, in its words.</param>
/// <param name="code">Its code; null where it gave none.</param>
internal sealed class ServerRefusedException(string message, string? code) : Exception(message)
{
    /// <summary>The service's code; null where it gave none.</summary>
    public string? Code { get; } = code;
}
