namespace IndustryGraph.Storage;

/// <summary>
/// The store cannot be used as it is, and asking again does not help: a wrong password, a file of a newer version, a corrupt
/// file, a folder that cannot be written, contents that someone changed by hand. The message says what to do and names no secret.
/// </summary>
public sealed class StoreRefusedException : Exception
{
    /// <summary>Says what happened and what to do.</summary>
    public StoreRefusedException(string message, Exception? cause = null) : base(message, cause)
    {
    }
}
