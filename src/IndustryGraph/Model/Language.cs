namespace IndustryGraph.Model;

/// <summary>The languages of names and definitions.</summary>
public enum Language : byte
{
    /// <summary>Chinese, simplified characters.</summary>
    Chinese = 1,

    /// <summary>English.</summary>
    English = 2,
}
