using IndustryGraph.Model;
using IndustryGraph.Paths;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Analysis;

/// <summary>What belongs to an industry.</summary>
internal static class IndustryMembers
{
    /// <summary>
    /// The numbers, ascending, of the products, materials and services that are <c>PART_OF</c> the industry or of one of
    /// its fields, or of a field of these.
    /// </summary>
    public static List<int> Products(GraphSnapshot snapshot, int industry, SearchBudget budget)
    {
        var (products, fields) = (new SortedSet<int>(), new HashSet<int> { industry });
        var open = new Stack<int>(fields);
        while (open.TryPop(out var whole))
        {
            var members = snapshot.InSources(whole);
            var links = snapshot.InLinks(whole);
            if (!budget.GrantWhole(links.Length))
            {
                break;
            }

            for (var i = 0; i < links.Length; i++)
            {
                if (snapshot.KindOf(links[i]) != LinkKind.PartOf)
                {
                    continue;
                }

                var kind = snapshot.EntityAt(members[i]).Kind;
                if (kind == EntityKind.Field && fields.Add(members[i]))
                {
                    open.Push(members[i]);
                }
                else if (IsProduct(kind))
                {
                    products.Add(members[i]);
                }
            }
        }

        return [.. products];
    }

    /// <summary>Whether entities of this kind are what industries deliver.</summary>
    public static bool IsProduct(EntityKind kind) => kind is EntityKind.Product or EntityKind.Material or EntityKind.Service;
}
