namespace IndustryGraph.Loads.Keys;

/// <summary>What whoever holds a key may do; each may do what those before it may.</summary>
public enum KeyRole
{
    /// <summary>Look at loads and what came of them. The graph itself is open to everybody whom the service answers.</summary>
    Reader,

    /// <summary>Load, change and take back.</summary>
    Loader,

    /// <summary>Everything.</summary>
    Admin,
}
