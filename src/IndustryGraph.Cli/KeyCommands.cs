using System.CommandLine;
using System.Globalization;
using IndustryGraph.Loads.Keys;

namespace IndustryGraph.Cli;

/// <summary>Makes, lists and revokes the keys of those who may write through a service. A service that runs sees a change within a second.</summary>
internal sealed class KeyCommands(TextWriter output, TextWriter errors)
{
    private readonly Option<string> file = new("--keys")
    {
        Description = "The file of the keys, Keys:File of the service. Default: the file of a service that is told nothing else.",
        DefaultValueFactory = _ => KeyFile.DefaultPath,
    };

    private readonly Argument<string> name = new("NAME")
    {
        Description = $"Who holds the key, for the history: 1 to {AccessKey.MaxNameLength} ASCII letters, digits, '-', '_', '.' and '@'.",
    };

    /// <summary>The command.</summary>
    public Command All() => new("key", "Makes, lists and revokes the keys of those who may load through a service.") { Create(), List(), Revoke() };

    private Command Create()
    {
        var role = new Option<KeyRole>("--role") { Description = "reader looks at loads; loader loads and edits; admin does everything.", DefaultValueFactory = _ => KeyRole.Loader };
        var command = new Command("create", "Makes a key and prints it, this once: only a hash of it is kept.") { name, role, file };
        command.SetAction(parsed => Guarded(() =>
        {
            var holder = parsed.GetRequiredValue(name);
            if (!AccessKey.IsName(holder))
            {
                errors.WriteLine($"'{holder}' is no name: it has 1 to {AccessKey.MaxNameLength} ASCII letters, digits, '-', '_', '.' and '@'.");
                return ExitCode.Usage;
            }

            if (new KeyFile(parsed.GetRequiredValue(file)).Create(holder, parsed.GetValue(role), DateTimeOffset.UtcNow) is not { } key)
            {
                errors.WriteLine($"{holder} has a key: revoke it first, or make one of another name.");
                return ExitCode.Refused;
            }

            output.WriteLine(key);
            return ExitCode.Success;
        }));
        return command;
    }

    private Command List()
    {
        var command = new Command("list", "Lists the keys: name, role, and when each was made.") { file };
        command.SetAction(parsed => Guarded(() =>
        {
            foreach (var key in new KeyFile(parsed.GetRequiredValue(file)).Read())
            {
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key.Name}  {key.Role.ToString().ToLowerInvariant()}  {key.Created:u}"));
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private Command Revoke()
    {
        var command = new Command("revoke", "Revokes a key.") { name, file };
        command.SetAction(parsed => Guarded(() =>
        {
            var holder = parsed.GetRequiredValue(name);
            if (!new KeyFile(parsed.GetRequiredValue(file)).Revoke(holder))
            {
                errors.WriteLine($"There is no key of {holder}: `key list` lists them.");
                return ExitCode.Refused;
            }

            return ExitCode.Success;
        }));
        return command;
    }

    private int Guarded(Func<ExitCode> work)
    {
        try
        {
            return (int)work();
        }
        catch (KeyFileException refused)
        {
            errors.WriteLine(refused.Message);
            return (int)ExitCode.Refused;
        }
    }
}
