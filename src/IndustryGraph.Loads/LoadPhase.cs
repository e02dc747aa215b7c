namespace IndustryGraph.Loads;

/// <summary>Where a load is.</summary>
public enum LoadPhase
{
    /// <summary>It reads the rows of the bundle; counted are rows.</summary>
    Reading,

    /// <summary>It holds the rows to the rules of the graph; counted are rows.</summary>
    Checking,

    /// <summary>It writes the version into the store; counted are entities and links.</summary>
    Writing,

    /// <summary>It is at its end.</summary>
    Done,
}
