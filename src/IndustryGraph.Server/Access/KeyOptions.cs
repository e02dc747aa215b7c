using IndustryGraph.Loads.Keys;

namespace IndustryGraph.Server.Access;

/// <summary>Where the keys are: the section <c>Keys</c> of the configuration.</summary>
public sealed class KeyOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Keys";

    /// <summary>The file of the keys; see <see cref="KeyFile"/>.</summary>
    public string File { get; set; } = KeyFile.DefaultPath;
}
