using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Bundles.Packing;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Bundles;

/// <summary>How a bundle is read as an update of a graph.</summary>
/// <param name="Base">The graph that it updates.</param>
public sealed record BundleUpdateOptions(GraphSnapshot Base)
{
    /// <summary>The entities that go where the bundle does not name them; none where null.</summary>
    public Func<Entity, bool>? Replaces { get; init; }

    /// <summary>The links that go where the bundle does not name them; none where null.</summary>
    public Func<Link, bool>? ReplacesLinks { get; init; }

    /// <summary>
    /// Whether rows with a problem are left out, and with them the rows that cannot do without them. What is wrong with a file as a
    /// whole refuses the update all the same.
    /// </summary>
    public bool SkipBadRows { get; init; }

    /// <summary>The folder that <see cref="RejectedRows"/> writes the rows with a problem into; null to write none.</summary>
    public string? RejectsFolder { get; init; }

    /// <summary>
    /// How tables in another shape become rows; null for the <see cref="TableMapping.FileName"/> that lies in the bundle, if one
    /// does. Names are looked up among the entities of the bundle and of <see cref="Base"/>.
    /// </summary>
    public TableMapping? Mapping { get; init; }

    /// <summary>The limits on archives.</summary>
    public UnpackLimits Limits { get; init; } = UnpackLimits.Default;

    /// <summary>Told how many rows are read, now and then.</summary>
    public IProgress<long>? RowsRead { get; init; }
}
