namespace IndustryGraph.Loads;

/// <summary>How far a load is.</summary>
/// <param name="Phase">Where it is.</param>
/// <param name="Done">How much of the phase is done.</param>
/// <param name="Total">How much there is to do in the phase; null where that is not known.</param>
public sealed record LoadProgress(LoadPhase Phase, long Done, long? Total)
{
    /// <summary>What is about to be stored, where it is told as writing starts; else null.</summary>
    public PlannedLoad? Planned { get; init; }
}
