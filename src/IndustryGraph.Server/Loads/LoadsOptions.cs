using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Loads;

/// <summary>What loads over HTTP may take up: the section <c>Loads</c> of the configuration.</summary>
public sealed class LoadsOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Loads";

    /// <summary>The bytes of one upload.</summary>
    [Range(1, 1L << 40)]
    public long UploadBytes { get; set; } = 1L << 30;

    /// <summary>The loads that are uploaded, wait and run at once; one runs, and one more than all these is answered 429.</summary>
    [Range(1, 1_000)]
    public int AtOnce { get; set; } = 8;

    /// <summary>The loads that are kept after their end, with their reports and rejects.</summary>
    [Range(1, 10_000)]
    public int Kept { get; set; } = 50;

    /// <summary>The folder for uploads and rejects, which are gone when the service stops; the system's own where empty.</summary>
    public string Folder { get; set; } = "";
}

/// <summary>Refuses to start with settings out of their range.</summary>
[OptionsValidator]
public sealed partial class LoadsOptionsValidator : IValidateOptions<LoadsOptions>;
