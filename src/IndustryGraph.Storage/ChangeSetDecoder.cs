using IndustryGraph.Changes;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Storage;

/// <summary>Puts a change set together from the parts that <see cref="ChangeSetCodec.Encode"/> made, given in their order.</summary>
/// <remarks>Ids and what facts carry are kept once where they repeat.</remarks>
public sealed class ChangeSetDecoder
{
    private readonly FactReader facts = new();
    private readonly List<Entity> putEntities = [];
    private readonly List<EntityId> removedEntities = [];
    private readonly PackedLinks putLinks = new();
    private readonly List<LinkId> removedLinks = [];
    private ChangeSet? whole;
    private ChangeCounts counts;
    private int parts;

    /// <summary>Adds the next part.</summary>
    /// <exception cref="FormatException">It is no part, or not the next one of this change set.</exception>
    public void Add(ReadOnlySpan<byte> part)
    {
        var (number, ofWhole, changes) = ChangeSetCodec.DecodePart(part, facts, putLinks);
        if (number != parts || (whole is not null && whole.Id != changes.Id))
        {
            throw new FormatException($"Expected part {parts} of the change set; this is part {number} of '{changes.Id}'.");
        }

        (whole, counts, parts) = (whole ?? changes, ofWhole, parts + 1);
        putEntities.AddRange(changes.PutEntities);
        removedEntities.AddRange(changes.RemovedEntities);
        removedLinks.AddRange(changes.RemovedLinks);
    }

    /// <summary>The whole change set.</summary>
    /// <exception cref="FormatException">A part is missing.</exception>
    public ChangeSet Finish()
    {
        var changes = whole is null ? null : new ChangeSet(whole.Id, whole.Provenance)
        {
            PutEntities = putEntities,
            RemovedEntities = removedEntities,
            PutLinks = putLinks,
            RemovedLinks = removedLinks,
        };
        return changes?.Counts == counts ? changes
            : throw new FormatException($"Of the change set '{whole?.Id}' only {parts} parts are there; the last ones are missing.");
    }
}
