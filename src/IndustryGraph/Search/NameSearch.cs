using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Search;

/// <summary>
/// Search in the Chinese, English and alternative names of a graph. An entity is found where each word of the text stands
/// in one of its names, after <see cref="NameFolding"/>: Han text anywhere, so that one character finds every word that
/// contains it; other words of three letters and more anywhere, shorter ones where a word starts; and words of letters
/// also with <see cref="NameTerm.Slips"/>.
/// </summary>
/// <remarks>
/// <para>
/// The order is by score, then the shorter folded name, then id. The score's bands are the kinds of match
/// (<see cref="NameMatch"/>): exact 1; prefix 0.8 to 1; word prefix 0.6 to 0.8; contains 0.4 to 0.6; across names 0.2 to 0.4;
/// fuzzy up to 0.2, for one slip above 0.1, for two above 0.067. Within a band it is the share of the name that the text
/// covers, so shorter names come first. An entity counts by its best name: the best kind of match, then the shortest, then
/// Chinese before English before alternatives.
/// </para>
/// <para>The index is built when it is first used and kept as long as its snapshot. It may be used from several threads.</para>
/// </remarks>
public sealed class NameSearch
{
    /// <summary>The most names that <see cref="Match"/> takes at once.</summary>
    public const int MaxNames = 1_000;

    private static readonly ConditionalWeakTable<GraphSnapshot, Lazy<NameSearch>> Built = [];

    private readonly GraphSnapshot snapshot;
    private readonly NameIndex index;

    private NameSearch(GraphSnapshot snapshot) => (this.snapshot, index) = (snapshot, new NameIndex(snapshot));

    /// <summary>The search of a snapshot.</summary>
    public static NameSearch Of(GraphSnapshot snapshot) =>
        Built.GetValue(snapshot, of => new Lazy<NameSearch>(() => new NameSearch(of))).Value;

    /// <summary>The entities of these kinds, of every kind where empty, that answer the query.</summary>
    public NameHits Search(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit, int offset = 0) =>
        Page(query, asYouType: false, Scored(query, asYouType: false, kinds), limit, offset);

    /// <summary>
    /// What somebody who is typing may mean: as <see cref="Search"/>, but words of letters count only where a word starts,
    /// and nothing is forgiven.
    /// </summary>
    public NameHits Suggest(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit) =>
        Page(query, asYouType: true, Scored(query, asYouType: true, kinds), limit, 0);

    /// <summary>
    /// For each name of a list, in its order, the entities that it may stand for: those that a search for it finds, or, where
    /// it finds none, for what is left of it (<see cref="NameQuery.Shortened"/>). The score is the similarity of the most
    /// similar name, both folded: the share of the longer one's characters that need not be changed
    /// (optimal string alignment). Order: score, then the shorter name, then id.
    /// </summary>
    /// <exception cref="ArgumentException">There are more than <see cref="MaxNames"/> names.</exception>
    public IReadOnlyList<NameCandidates> Match(
        IReadOnlyList<string> names, IReadOnlyCollection<EntityKind> kinds, int limit, CancellationToken cancellation = default)
    {
        if (names.Count > MaxNames)
        {
            throw new ArgumentException($"At most {MaxNames} names can be matched at once.", nameof(names));
        }

        var matched = new List<NameCandidates>(names.Count);
        foreach (var name in names)
        {
            cancellation.ThrowIfCancellationRequested();
            matched.Add(NameQuery.TryParse(name, out var query, out var problem)
                ? CandidatesFor(query, kinds, limit)
                : new NameCandidates(name, [], IsCertain: false, problem));
        }

        return matched;
    }

    /// <summary>
    /// Searches among entities that came from a store, as <see cref="Search"/> does: the same hits in the same order, where
    /// the candidates hold at least all that match (see <see cref="NameKeys"/>).
    /// </summary>
    public static NameHits Rank(NameQuery query, IEnumerable<Entity> candidates, int limit, int offset = 0) =>
        Page(query, asYouType: false, Scored(query, asYouType: false, candidates), limit, offset);

    /// <summary>As <see cref="Suggest"/>, among entities that came from a store.</summary>
    public static NameHits RankSuggestions(NameQuery query, IEnumerable<Entity> candidates, int limit) =>
        Page(query, asYouType: true, Scored(query, asYouType: true, candidates), limit, 0);

    /// <summary>
    /// As <see cref="Match"/> for one name, among entities that came from a store.
    /// </summary>
    /// <param name="query">The name.</param>
    /// <param name="asked">What the store was asked: the first of the name's <see cref="NameQuery.Shortened"/> that has hits.</param>
    /// <param name="candidates">What the store gave.</param>
    /// <param name="limit">At most so many.</param>
    public static NameCandidates RankMatches(NameQuery query, NameQuery asked, IEnumerable<Entity> candidates, int limit) =>
        MostSimilar(query, asked, Scored(asked, asYouType: false, candidates), limit);

    private NameCandidates CandidatesFor(NameQuery query, IReadOnlyCollection<EntityKind> kinds, int limit)
    {
        var tried = query.Shortened().Select(asked => MostSimilar(query, asked, Scored(asked, asYouType: false, kinds), limit));
        return tried.FirstOrDefault(found => found.Candidates.Count > 0) ?? new NameCandidates(query.Text, [], IsCertain: false, null);
    }

    private IEnumerable<ScoredEntity> Scored(NameQuery query, bool asYouType, IReadOnlyCollection<EntityKind> kinds)
    {
        var wanted = kinds.Count == 0 ? uint.MaxValue : kinds.Aggregate(0u, (mask, kind) => mask | (1u << (int)kind));
        foreach (var number in CandidateNumbers(query, asYouType))
        {
            var entity = snapshot.EntityAt(number);
            if (((wanted >> (int)entity.Kind) & 1) != 0
                && NameScoring.TryScore(query, asYouType, index.NamesOf(number), out var score))
            {
                yield return new ScoredEntity(entity, score);
            }
        }
    }

    private IEnumerable<int> CandidateNumbers(NameQuery query, bool asYouType)
    {
        if (query.Terms.Count == 0)
        {
            return [];
        }

        var all = new EntitySet(snapshot.EntityCount);
        index.Mark(query.Terms[0], asYouType, all);
        var one = query.Terms.Count > 1 ? new EntitySet(snapshot.EntityCount) : null;
        foreach (var term in query.Terms.Skip(1))
        {
            one!.Clear();
            index.Mark(term, asYouType, one);
            if (!all.IntersectWith(one))
            {
                break;
            }
        }

        return all.Members();
    }

    private static IEnumerable<ScoredEntity> Scored(NameQuery query, bool asYouType, IEnumerable<Entity> candidates)
    {
        var folded = new List<char>();
        foreach (var entity in candidates)
        {
            folded.Clear();
            FoldedNames.Append(entity.Names, folded);
            if (NameScoring.TryScore(query, asYouType, CollectionsMarshal.AsSpan(folded), out var score))
            {
                yield return new ScoredEntity(entity, score);
            }
        }
    }

    private static NameHits Page(NameQuery query, bool asYouType, IEnumerable<ScoredEntity> scored, int limit, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var best = new BestHits((int)Math.Min(int.MaxValue, (long)limit + offset));
        foreach (var (entity, score) in scored)
        {
            best.Add(entity, score);
        }

        return new NameHits([.. best.Take().Skip(offset).Select(hit => ToHit(query, asYouType, hit.Entity, hit.Score))], best.Total);
    }

    private static NameCandidates MostSimilar(NameQuery query, NameQuery asked, IEnumerable<ScoredEntity> scored, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);

        // Two at least, to see whether the best is alone.
        var best = new BestHits(Math.Max(limit, 2));
        foreach (var (entity, score) in scored)
        {
            best.Add(entity, MostSimilarName(query, entity, score.Match));
        }

        var hits = best.Take().ConvertAll(hit => ToHit(asked, asYouType: false, hit.Entity, hit.Score));
        var isCertain = hits is [{ Score: 1 }] or [{ Score: 1 }, { Score: < 1 }, ..];
        return new NameCandidates(query.Text, hits[..Math.Min(limit, hits.Count)], isCertain, null);
    }

    private static NameScore MostSimilarName(NameQuery query, Entity entity, NameMatch match)
    {
        var best = new NameScore(match, -1, 0, 0);
        var name = 0;
        foreach (var (written, _) in FoldedNames.In(entity.Names))
        {
            var folded = NameFolding.Fold(written);
            var similarity = SpellingDistance.Similarity(query.Folded, folded);
            if (similarity > best.Value || (similarity == best.Value && folded.Length < best.Length))
            {
                best = new NameScore(match, similarity, folded.Length, name);
            }

            name++;
        }

        return best;
    }

    private static NameHit ToHit(NameQuery query, bool asYouType, Entity entity, NameScore score)
    {
        var (name, origin) = FoldedNames.In(entity.Names).ElementAt(score.Name);
        return new NameHit(entity, score.Value, score.Match, name, origin, NameSpans.Of(query, asYouType, name));
    }

    private readonly record struct ScoredEntity(Entity Entity, NameScore Score);
}
