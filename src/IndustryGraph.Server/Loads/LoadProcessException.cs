using IndustryGraph.Loads;

namespace IndustryGraph.Server.Loads;

/// <summary>The process of a load did not say what came of it. The load is in the store, whole, or it is not.</summary>
internal sealed class LoadProcessException(string message) : Exception(message)
{
    /// <summary>What it was about to store; null where it had not come so far, and nothing was changed.</summary>
    public PlannedLoad? Planned { get; init; }
}
