using IndustryGraph.Bundles.Mapping;
using static IndustryGraph.Bundles.BundleSchema;

namespace IndustryGraph.Bundles;

/// <summary>The files of a bundle that lies in a folder.</summary>
internal sealed class BundleFolder
{
    private const int MostLinksFollowed = 40;

    private static readonly string[] Archives = [".zip", ".gz", ".tgz", ".tar", ".7z", ".rar"];

    private readonly Dictionary<BundleFile, FoundFile> found = [];
    private readonly List<(MappedTable Table, string FullPath)> foreign = [];
    private readonly ProblemList problems;
    private string root = "";

    private BundleFolder(ProblemList problems) => this.problems = problems;

    /// <summary>The files that are there, in the order of <see cref="BundleSchema.Files"/>, each once.</summary>
    public IEnumerable<FoundFile> Files => BundleSchema.Files.Where(found.ContainsKey).Select(file => found[file]);

    /// <summary>How tables in another shape become rows; null where there are none.</summary>
    public TableMapping? Mapping { get; private set; }

    /// <summary>The tables of the mapping that are there, with where they are read.</summary>
    public IReadOnlyList<(MappedTable Table, string FullPath)> Foreign => foreign;

    /// <summary>A bundle of which nothing is read, and anything may stand.</summary>
    public static BundleFolder Unread { get; } = new(new ProblemList()) { LacksEntities = true, LacksLinks = true };

    /// <summary>Whether entities may stand where none are read.</summary>
    public bool LacksEntities { get; private set; }

    /// <summary>Whether links may stand where none are read.</summary>
    public bool LacksLinks { get; private set; }

    /// <summary>Finds the files, and notes what is missing, does not belong, or leads out of the folder.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="mapping">How tables in another shape become rows; null for the mapping in the folder, if one is there.</param>
    /// <param name="isWhole">Whether the bundle must have all that it cites; else it must have at least one table.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static BundleFolder Open(string path, TableMapping? mapping, bool isWhole, ProblemList problems)
    {
        var folder = new BundleFolder(problems) { Mapping = mapping };
        if (!Directory.Exists(path))
        {
            folder.Add(".", BundleProblemCode.FolderMissing, "The folder of the bundle is not there: correct the path.", BundleProblem.Shown(path));
            return folder;
        }

        try
        {
            folder.root = RealPath(Path.GetFullPath(path));
            folder.ReadMapping(path);
            folder.Find(path, isWhole);
            folder.FindForeign(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            folder.Add(".", BundleProblemCode.FileUnreadable, "The folder of the bundle cannot be listed: check its permissions.");
        }

        return folder;
    }

    /// <summary>A single table in another shape, as if it lay in a folder alone.</summary>
    public static BundleFolder OfTable(string path, TableMapping mapping, ProblemList problems)
    {
        var folder = new BundleFolder(problems) { Mapping = mapping };
        foreach (var table in mapping.Tables)
        {
            if (table.Path == Path.GetFileName(path))
            {
                folder.foreign.Add((table, path));
            }
            else
            {
                folder.AddMissing(table);
            }
        }

        return folder;
    }

    private void ReadMapping(string path)
    {
        var file = new FileInfo(Path.Combine(path, TableMapping.FileName));
        if (Mapping is null && file.Exists && StaysInside(file, TableMapping.FileName))
        {
            var (mapping, found) = TableMapping.Read(file);
            Mapping = mapping;
            foreach (var problem in found)
            {
                problems.AddForHeader(problem);
            }

            (LacksEntities, LacksLinks) = (mapping is null || LacksEntities, mapping is null || LacksLinks);
        }
    }

    private void FindForeign(string path)
    {
        foreach (var table in Mapping?.Tables ?? [])
        {
            // Each step of the way is looked at: a folder may be a link that leads out.
            FileSystemInfo entry = new DirectoryInfo(path);
            var parts = table.Path.Split('/');
            var isInside = true;
            foreach (var (part, i) in parts.Select((part, i) => (part, i)))
            {
                var next = Path.Combine(entry.FullName, part);
                entry = i < parts.Length - 1 ? new DirectoryInfo(next) : new FileInfo(next);
                isInside = isInside && (!entry.Exists || StaysInside(entry, table.Path));
            }

            if (isInside && entry.Exists)
            {
                foreign.Add((table, entry.FullName));
            }
            else if (isInside)
            {
                AddMissing(table);
            }
        }
    }

    private void AddMissing(MappedTable table) =>
        Add(table.Path, BundleProblemCode.FileMissing, "The mapping takes rows from this table: add it, or correct the path in the mapping.");

    private bool IsForeign(string path) => Mapping is not null && Mapping.Tables.Any(table => table.Path == path);

    private bool HasForeign(string folder) =>
        Mapping is not null && Mapping.Tables.Any(table => table.Path.StartsWith(folder, StringComparison.Ordinal));

    private void Find(string path, bool isWhole)
    {
        foreach (var entry in Entries(path).Where(entry => !IsForeign(entry.Name)))
        {
            var isTable = entry.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)
                || entry.Name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase);
            if (BundleSchema.Find(entry.Name) is { } file)
            {
                AddFile(file, entry.Name, entry);
            }
            else if (entry.Name is EntitiesFolder or LinksFolder && entry is DirectoryInfo)
            {
                if (StaysInside(entry, entry.Name + "/"))
                {
                    FindInside(entry);
                }
            }
            else if (isTable)
            {
                AddUnknown(entry.Name, "");
            }
            else if (entry is DirectoryInfo && !HasForeign(entry.Name + "/"))
            {
                Add(entry.Name + "/", BundleProblemCode.UnknownFile,
                    $"A bundle has the folders {EntitiesFolder} and {LinksFolder} and no other: rename or remove this one.");
            }
            else if (Archives.Contains(Path.GetExtension(entry.Name), StringComparer.OrdinalIgnoreCase))
            {
                Add(entry.Name, BundleProblemCode.UnknownFile, "An archive within a bundle is not opened: unpack it there, or remove it.");
            }

            // Beside the tables may lie what is none: a README, a licence.
        }

        if (!isWhole && found.Count == 0 && Mapping is null && problems.Counts.Count == 0)
        {
            Add(".", BundleProblemCode.FileMissing, $"The bundle has no table: add files such as {Sources.Path}, {Of(Model.EntityKind.Product).Path} or {Of(Model.LinkKind.InputTo).Path}.");
        }

        if (isWhole && !found.ContainsKey(Sources) && !Path.Exists(Path.Combine(path, Sources.Path)) && !Path.Exists(Path.Combine(path, Sources.JsonLinesPath))
            && Mapping?.Makes(Sources) != true)
        {
            Add(Sources.Path, BundleProblemCode.FileMissing, "Every fact cites a source: add the file with a row for each source.");
        }
    }

    private void FindInside(FileSystemInfo folder)
    {
        foreach (var entry in Entries(folder.FullName).Where(entry => !IsForeign($"{folder.Name}/{entry.Name}")))
        {
            var name = $"{folder.Name}/{entry.Name}";
            if (BundleSchema.Find(name) is { } file)
            {
                AddFile(file, name, entry);
            }
            else
            {
                AddUnknown(name, folder.Name + "/");
            }
        }
    }

    private void AddFile(BundleFile file, string path, FileSystemInfo entry)
    {
        if (!StaysInside(entry, path))
        {
            return;
        }

        if (path.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) && FileBytes.AreNone(entry.FullName))
        {
            // It has no header that could be missed.
            Add(path, BundleProblemCode.EmptyFile, "The file is empty, or is a pipe or a device, which is not read: put a file with a line for each row in its place, or remove it.");
        }
        else if (!found.TryAdd(file, new FoundFile(file, path, entry.FullName)))
        {
            Add(path, BundleProblemCode.DuplicateFile, $"The bundle has {found[file].Path} too: join the two in one file.");
        }
    }

    private void AddUnknown(string name, string folder)
    {
        var permitted = BundleSchema.Files.Select(file => file.Path)
            .Where(path => folder.Length > 0 ? path.StartsWith(folder, StringComparison.Ordinal) : !path.Contains('/', StringComparison.Ordinal))
            .Select(path => path[folder.Length..]);
        Add(name, BundleProblemCode.UnknownFile, $"The name is no kind; rename it to one of {string.Join(", ", permitted)}, or remove it.");
    }

    private bool StaysInside(FileSystemInfo entry, string name)
    {
        if (entry.LinkTarget is null)
        {
            return true;
        }

        var real = RealPath(entry.FullName);
        if (real == root || real.StartsWith(root + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            return true;
        }

        Add(name, BundleProblemCode.OutsideFolder, "The symbolic link leads out of the bundle: put the file itself in its place.");
        return false;
    }

    private void Add(string name, BundleProblemCode code, string message, string? value = null)
    {
        problems.Add(BundleProblem.Shown(name), code, message, value);
        LacksEntities |= BundleSchema.Find(name) != Citations && !name.StartsWith(LinksFolder + "/", StringComparison.Ordinal);
        LacksLinks |= BundleSchema.Find(name) is var file && file != Citations && file != Sources && !name.StartsWith(EntitiesFolder + "/", StringComparison.Ordinal);
    }

    // Names that start with a dot belong to tools: .git, .DS_Store, the data folders of mounted volumes.
    private static IOrderedEnumerable<FileSystemInfo> Entries(string path) => new DirectoryInfo(path).EnumerateFileSystemInfos()
        .Where(entry => !entry.Name.StartsWith('.'))
        .OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>The path with every symbolic link on the way replaced by what it leads to.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    private static string RealPath(string path)
    {
        for (var followed = 0; followed <= MostLinksFollowed; followed++)
        {
            var next = WithFirstLinkFollowed(path);
            if (next is null)
            {
                return path;
            }

            path = next;
        }

        throw new IOException("Too many symbolic links.");
    }

    private static string? WithFirstLinkFollowed(string path)
    {
        var at = Path.GetPathRoot(path)!;
        var parts = path[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parts.Length; i++)
        {
            var parent = at;
            at = Path.Combine(at, parts[i]);
            if (new FileInfo(at).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([target, .. parts[(i + 1)..]]), parent);
            }
        }

        return null;
    }
}
