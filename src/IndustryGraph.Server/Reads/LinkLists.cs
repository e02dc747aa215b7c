using IndustryGraph.Model;
using IndustryGraph.Search;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Reads;

/// <summary>Filters, orders and cuts lists of links: the same for links from a snapshot and from a store.</summary>
internal static class LinkLists
{
    /// <summary>The wanted part of the links that pass the query's filters on what links carry, in the query's order.</summary>
    public static Page<AdjacentLink> PageOf(LinkPageQuery query, IEnumerable<AdjacentLink> links)
    {
        var text = query.Text is null ? null : NameFolding.Fold(query.Text);
        var kept = links.Where(item => Passes(query, item) && (text is null || IsNamed(item.Other.Names, text))).ToList();
        kept.Sort((left, right) => Compare(query, left, right));
        return Paging.Of(kept, query.Page, item => item.Link.Id.ToString());
    }

    private static bool Passes(LinkPageQuery query, AdjacentLink item) =>
        (query.Source is not { } source || item.Link.Citations.Any(citation => citation.Source == source))
        && (query.ValidOn is not { } day || item.Link.Validity.Covers(day))
        && (query.Stage is not { } stage || item.Link.Attributes[AttributeName.Stage]?.Text == stage);

    private static bool IsNamed(Names names, string folded) =>
        names.Alternatives.Append(names.Chinese).Append(names.English)
            .Any(name => name is not null && NameFolding.Fold(name).Contains(folded, StringComparison.Ordinal));

    private static int Compare(LinkPageQuery query, AdjacentLink left, AdjacentLink right)
    {
        var order = query.Order switch
        {
            LinkOrder.Position => Position(left).CompareTo(Position(right)),
            LinkOrder.Coefficient => Coefficient(right).CompareTo(Coefficient(left)),
            LinkOrder.Name => string.CompareOrdinal(
                left.Other.Names.In(query.Language), right.Other.Names.In(query.Language)),
            _ => 0,
        };
        return order != 0 ? order : left.Link.Id.CompareTo(right.Link.Id);
    }

    private static long Position(AdjacentLink item) => item.Link.Attributes[AttributeName.Order]?.Whole ?? long.MaxValue;

    private static double Coefficient(AdjacentLink item) => item.Link.Attributes[AttributeName.Coefficient]?.Number ?? -1;
}
