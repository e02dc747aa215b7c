namespace IndustryGraph.Server.Hosting;

/// <summary>How the program ends.</summary>
public enum ExitCode
{
    /// <summary>It was asked to stop.</summary>
    Success = 0,

    /// <summary>It failed for a reason of its own.</summary>
    Failed = 1,

    /// <summary>A setting is out of its range.</summary>
    BadConfiguration = 2,

    /// <summary>The seed has rows that cannot be loaded; the stored graph is as it was.</summary>
    SeedRefused = 3,

    /// <summary>The store cannot be used as it is; nothing in it was touched.</summary>
    StoreRefused = 4,

    /// <summary>The address cannot be listened on; nothing was touched.</summary>
    AddressRefused = 5,
}
