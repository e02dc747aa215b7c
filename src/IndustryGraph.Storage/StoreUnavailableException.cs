namespace IndustryGraph.Storage;

/// <summary>The store cannot be reached now; it may be later. The message is for the log.</summary>
public sealed class StoreUnavailableException : Exception
{
    /// <summary>Says what happened.</summary>
    public StoreUnavailableException(string message, Exception? cause = null) : base(message, cause)
    {
    }

    /// <summary>Whether it is away because its disk is full: nothing was changed, and asking again helps once somebody has made room.</summary>
    public bool IsFull { get; init; }
}
