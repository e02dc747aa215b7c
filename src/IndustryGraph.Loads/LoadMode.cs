namespace IndustryGraph.Loads;

/// <summary>What a load does with what the bundle does not name.</summary>
public enum LoadMode
{
    /// <summary>It stays as it is: the bundle adds and sets.</summary>
    Upsert,

    /// <summary>What lies in the load's scope is removed.</summary>
    Replace,
}
