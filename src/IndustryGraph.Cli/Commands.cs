using System.CommandLine;
using System.CommandLine.Parsing;
using IndustryGraph.Bundles;
using IndustryGraph.Bundles.Exports;
using IndustryGraph.Loads;
using IndustryGraph.Model;
using IndustryGraph.Storage;

namespace IndustryGraph.Cli;

/// <summary>The command line: what can be asked, and what runs it.</summary>
internal sealed class Commands(TextWriter output, TextWriter errors)
{
    // A load that is asked to end may be at a write that it cannot leave half done.
    private static readonly TimeSpan TimeToEnd = TimeSpan.FromSeconds(30);

    private readonly Option<StoreLocation> store = new("--store")
    {
        Description = "The store: sqlite:PATH or neo4j:URL. Default: the file of the service.",
        CustomParser = result => Parsed(result, StoreArgument.Parse),
        DefaultValueFactory = _ => StoreArgument.Default,
    };

    private readonly Option<string> who = new("--who")
    {
        Description = "Who does it. Default: the user of the computer.",
        DefaultValueFactory = _ => Environment.UserName,
    };

    private readonly Option<string?> message = new("--message") { Description = "Why, for the history." };
    private readonly Option<bool> dryRun = new("--dry-run") { Description = "Say what would be done, and do nothing." };
    private readonly Option<long?> expectVersion = new("--expect-version") { Description = "Do it only if the graph is at this version." };
    private readonly Option<bool> json = new("--json") { Description = "Print the report as JSON." };

    private readonly Option<int> limit = new("--limit")
    {
        Description = "The most problems, changes or versions to print.",
        DefaultValueFactory = _ => ReportText.MostLines,
    };

    /// <summary>Runs a command line.</summary>
    /// <returns>The <see cref="ExitCode"/>.</returns>
    public async Task<int> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        var root = new RootCommand("Loads bundles into an IndustryGraph, and shows and takes back what was loaded.") { Load(), Map(), History(), Diff(), Revert(), Export(), new KeyCommands(output, errors).All() };
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await errors.WriteLineAsync(error.Message).ConfigureAwait(false);
            }

            await errors.WriteLineAsync("Add --help to see what can be asked.").ConfigureAwait(false);
            return (int)ExitCode.Usage;
        }

        return await parsed.InvokeAsync(
            new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeToEnd },
            cancellation).ConfigureAwait(false);
    }

    private Command Load()
    {
        var path = new Argument<string>("PATH") { Description = "The bundle: a folder, a .zip or a .tar.gz." };
        var mode = new Option<LoadMode>("--mode")
        {
            Description = "upsert adds and sets; replace also removes what the bundle omits of the scope.",
            DefaultValueFactory = _ => LoadMode.Upsert,
        };
        var scope = new Option<LoadScope?>("--scope")
        {
            Description = "What replace may remove: kinds and at most one id of a source, parted by commas, such as Product,INPUT_TO,source:table; or all.",
            CustomParser = result => Parsed(result, LoadScope.Parse),
        };
        var confirm = new Option<int?>("--confirm-removals") { Description = "How many entities and links the load removes: wanted where that is much." };
        var skip = new Option<bool>("--skip-bad-rows") { Description = "Load the rows that are well, and leave the others out." };
        var rejects = new Option<string?>("--rejects") { Description = "A folder for the rows with problems: a bundle to correct and load, and rejects.csv." };
        var map = new Option<string?>("--map") { Description = "The file of a mapping for tables in another shape; without it, the mapping.json in the bundle." };
        var server = new Option<Uri?>("--server")
        {
            Description = $"Load through the service at this address, with the key in {ServerLoads.KeyVariable}, instead of into a store.",
            CustomParser = result => Parsed(result, ServiceAddress),
        };
        var command = new Command("load", "Loads a bundle, whole or not at all.")
        {
            path, store, server, dryRun, message, who, mode, scope, expectVersion, confirm, skip, rejects, map, json, limit,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(server) is not null && result.GetResult(store) is { Implicit: false })
            {
                result.AddError("Name --server or --store, not both.");
            }

            if (result.GetResult(server) is not null && result.GetResult(map) is not null)
            {
                result.AddError("To load through a service, put the mapping into the bundle as mapping.json, and leave --map out.");
            }
        });
        command.SetAction((parsed, cancellation) => GuardedAsync(async () =>
        {
            var bundle = parsed.GetRequiredValue(path);
            var request = new LoadRequest
            {
                Path = bundle,
                Who = parsed.GetRequiredValue(who),
                Message = parsed.GetValue(message) ?? $"Load {Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(bundle)))}",
                Mode = parsed.GetValue(mode),
                Scope = parsed.GetValue(scope),
                DryRun = parsed.GetValue(dryRun),
                SkipBadRows = parsed.GetValue(skip),
                ExpectVersion = parsed.GetValue(expectVersion),
                ConfirmRemovals = parsed.GetValue(confirm),
                RejectsFolder = parsed.GetValue(rejects),
                MappingPath = parsed.GetValue(map),
            };
            var report = await WithProgressAsync(progress => parsed.GetValue(server) is { } service
                ? InServiceAsync(service, request, progress, cancellation)
                : InStoreAsync(
                    parsed.GetRequiredValue(store), canCreate: true,
                    opened => new GraphLoader(opened, TimeProvider.System).LoadAsync(request, null, progress, cancellation), cancellation)).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(LoadReportJson.Write(report)).ConfigureAwait(false);
            }
            else
            {
                ReportText.Write(output, report, parsed.GetValue(limit));
            }

            return CodeOf(report);
        }));
        return command;
    }

    private Command Map()
    {
        var path = new Argument<string>("PATH") { Description = "A table, or a folder or an archive of tables." };
        var command = new Command("map", "Proposes a mapping for tables in another shape: prints it, and on standard error what was guessed and the first rows as they would load.") { path, store };
        command.SetAction((parsed, cancellation) => GuardedAsync(() => InStoreAsync(
            parsed.GetRequiredValue(store), canCreate: true,
            opened => Proposal.WriteAsync(parsed.GetRequiredValue(path), opened, output, errors, cancellation), cancellation)));
        return command;
    }

    private Command History()
    {
        var command = new Command("history", "Lists the versions, the newest first.") { store, limit };
        command.SetAction((parsed, cancellation) => GuardedAsync(() => InStoreAsync(parsed.GetRequiredValue(store), canCreate: false, async opened =>
        {
            var most = Math.Clamp(parsed.GetValue(limit), 1, 10_000);
            var current = await opened.ReadVersionAsync(cancellation).ConfigureAwait(false);
            var versions = await opened.ReadHistoryAsync(Math.Max(0, current.Number - most), most, cancellation).ConfigureAwait(false);
            foreach (var version in versions.Reverse())
            {
                await output.WriteLineAsync(ReportText.Line(version)).ConfigureAwait(false);
            }

            return ExitCode.Success;
        }, cancellation)));
        return command;
    }

    private Command Diff()
    {
        var (from, to) = (new Argument<long>("A") { Description = "The number of a version." }, new Argument<long>("B") { Description = "The number of another." });
        var command = new Command("diff", "Shows what differs from version A to version B.") { from, to, store, limit };
        command.SetAction((parsed, cancellation) => GuardedAsync(() => InStoreAsync(parsed.GetRequiredValue(store), canCreate: false, async opened =>
        {
            var most = Math.Max(0, parsed.GetValue(limit));
            var difference = await GraphHistory.DifferenceAsync(opened, parsed.GetValue(from), parsed.GetValue(to), most, cancellation).ConfigureAwait(false);
            if (difference is null)
            {
                var current = await opened.ReadVersionAsync(cancellation).ConfigureAwait(false);
                await errors.WriteLineAsync($"The graph has the versions 0 to {current.Number}: name two of them.").ConfigureAwait(false);
                return ExitCode.Refused;
            }

            ReportText.Write(output, difference, most);
            return ExitCode.Success;
        }, cancellation)));
        return command;
    }

    private Command Revert()
    {
        var version = new Argument<long>("V") { Description = "The number of the version to take back." };
        var command = new Command("revert", "Takes a version back, as a new version.") { version, store, dryRun, message, who, expectVersion, json, limit };
        command.SetAction((parsed, cancellation) => GuardedAsync(() => InStoreAsync(parsed.GetRequiredValue(store), canCreate: false, async opened =>
        {
            var number = parsed.GetValue(version);
            var request = new RevertRequest
            {
                Version = number,
                Who = parsed.GetRequiredValue(who),
                Message = parsed.GetValue(message) ?? $"Take back version {number}",
                DryRun = parsed.GetValue(dryRun),
                ExpectVersion = parsed.GetValue(expectVersion),
            };
            var report = await new GraphLoader(opened, TimeProvider.System).RevertAsync(request, null, cancellation).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                await output.WriteLineAsync(LoadReportJson.Write(report)).ConfigureAwait(false);
            }
            else
            {
                ReportText.Write(output, report, number, parsed.GetValue(limit));
            }

            return CodeOf(report.Outcome);
        }, cancellation)));
        return command;
    }

    private Command Export()
    {
        var format = new Option<string>("--format") { Description = "As what.", DefaultValueFactory = _ => ExportFormat.Bundle.Code() };
        format.AcceptOnlyFromAmong([.. ExportFormats.All.Select(item => item.Code())]);
        var path = new Option<string?>("--out") { Description = "The file to write. Default: one in this folder, named for the version and the format." };
        var around = new Option<string[]>("--around") { Description = "The id of an entity: export only what lies around it. May be given more than once." };
        var hops = new Option<int>("--hops") { Description = $"The most links from there, 0 to {ExportPart.MostHops}.", DefaultValueFactory = _ => 1 };
        var command = new Command("export", "Writes the graph, or a part of it, into a file.") { store, format, path, around, hops };
        command.Validators.Add(result =>
        {
            if (result.GetValue(hops) is < 0 or > ExportPart.MostHops)
            {
                result.AddError($"--hops: from 0 to {ExportPart.MostHops}.");
            }

            foreach (var id in (result.GetValue(around) ?? []).Where(id => !EntityId.TryParse(id, out _)))
            {
                result.AddError($"--around: '{id}' is no id; ids look like industry:agriculture.");
            }
        });
        command.SetAction((parsed, cancellation) => GuardedAsync(() => InStoreAsync(parsed.GetRequiredValue(store), canCreate: false, async opened =>
        {
            // The option accepts the codes of formats only.
            _ = ExportFormats.TryParse(parsed.GetRequiredValue(format), out var asked);
            var (done, problem) = await ExportFile.WriteAsync(
                opened, new ExportRequest(asked, parsed.GetValue(path), [.. (parsed.GetValue(around) ?? []).Select(EntityId.Parse)], parsed.GetValue(hops)),
                cancellation).ConfigureAwait(false);
            await (problem is null ? output : errors).WriteLineAsync(done ?? problem).ConfigureAwait(false);
            return problem is null ? ExitCode.Success : ExitCode.Refused;
        }, cancellation)));
        return command;
    }

    private Task<T> WithProgressAsync<T>(Func<IProgress<LoadProgress>, Task<T>> work) =>
        output == Console.Out && !Console.IsOutputRedirected && !Console.IsErrorRedirected
            ? ProgressBar.RunAsync(errors, work)
            : work(new ProgressLines(errors));

    private static async Task<LoadReport> InServiceAsync(Uri service, LoadRequest request, IProgress<LoadProgress> progress, CancellationToken cancellation)
    {
        if (!Path.Exists(request.Path))
        {
            throw new ServerRefusedException($"{request.Path} is not there: correct the path. Nothing was changed.", null);
        }

        if (FileBytes.AreNone(request.Path))
        {
            throw new ServerRefusedException($"{request.Path} is empty, or a pipe or a device, which is not read: give a folder, or an archive that is a file. Nothing was changed.", null);
        }

        using var client = ServerLoads.Client(service);
        return await new ServerLoads(client).LoadAsync(request, progress, cancellation).ConfigureAwait(false);
    }

    private static Uri? ServiceAddress(string text, out string? problem)
    {
        var isAddress = Uri.TryCreate(text.EndsWith('/') ? text : text + "/", UriKind.Absolute, out var address) && (address.Scheme is "http" or "https");
        problem = isAddress ? null : "Write the HTTP address of the service, such as http://127.0.0.1:5000.";
        return isAddress ? address : null;
    }

    private static async Task<T> InStoreAsync<T>(StoreLocation location, bool canCreate, Func<IGraphStore, Task<T>> work, CancellationToken cancellation)
    {
        if (!canCreate && location.Sqlite is { Path: var path } && !File.Exists(path))
        {
            throw new StoreUnavailableException($"There is no store at {path}: name another by --store, or load a bundle into it first.");
        }

        var store = location.Create(TimeProvider.System, Console.Error.WriteLine);
        await using (store.ConfigureAwait(false))
        {
            await store.OpenAsync(cancellation).ConfigureAwait(false);
            return await work(store).ConfigureAwait(false);
        }
    }

    private async Task<int> GuardedAsync(Func<Task<ExitCode>> work)
    {
        try
        {
            return (int)await work().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await errors.WriteLineAsync("Cancelled: nothing was changed.").ConfigureAwait(false);
            return (int)ExitCode.Cancelled;
        }
        catch (ServerRefusedException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return (int)(exception.Code switch
            {
                "VERSION_CONFLICT" => ExitCode.Conflict,
                "UNAVAILABLE" or "NOT_READY" or "TOO_BUSY" => ExitCode.Unavailable,
                "INTERNAL_ERROR" => ExitCode.Failed,
                _ => ExitCode.Refused,
            });
        }
        catch (HttpRequestException exception)
        {
            await errors.WriteLineAsync($"The service cannot be reached: {exception.Message}").ConfigureAwait(false);
            return (int)ExitCode.Unavailable;
        }
        catch (RejectsException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return (int)ExitCode.Refused;
        }
        catch (StoreUnavailableException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return (int)ExitCode.Unavailable;
        }
        catch (StoreRefusedException exception)
        {
            await errors.WriteLineAsync(exception.Message).ConfigureAwait(false);
            return (int)ExitCode.StoreRefused;
        }
    }

    private static ExitCode CodeOf(LoadReport report) => CodeOf(report.Outcome) is var code and not ExitCode.Success ? code
        : report.Files.Any(file => file.Rejected > 0) ? ExitCode.RowsLeftOut
        : ExitCode.Success;

    private static ExitCode CodeOf(LoadOutcome outcome) => outcome switch
    {
        LoadOutcome.Refused => ExitCode.Refused,
        LoadOutcome.Conflict => ExitCode.Conflict,
        LoadOutcome.RemovalsUnconfirmed => ExitCode.RemovalsUnconfirmed,
        _ => ExitCode.Success,
    };

    private delegate T? Parser<T>(string text, out string? problem);

    private static T? Parsed<T>(ArgumentResult result, Parser<T> parse)
        where T : class
    {
        var value = parse(result.Tokens.Count > 0 ? result.Tokens[0].Value : "", out var problem);
        if (problem is not null)
        {
            result.AddError(problem);
        }

        return value;
    }
}
