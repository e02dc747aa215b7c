namespace IndustryGraph.Server.Hosting;

/// <summary>How the program is to end.</summary>
internal sealed class ProgramExit
{
    /// <summary>The exit code.</summary>
    public ExitCode Code { get; set; } = ExitCode.Success;
}
