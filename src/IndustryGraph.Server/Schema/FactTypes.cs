using GraphQL.Types;
using IndustryGraph.Model;
using IndustryGraph.Storage;
using static IndustryGraph.Server.Schema.Types;

namespace IndustryGraph.Server.Schema;

/// <summary>The types of what a fact carries: names, validity, citations; and of links.</summary>
internal static class FactTypes
{
    /// <summary>All of them.</summary>
    public static IEnumerable<IGraphType> All() => [OfNames(), OfValidity(), OfCitations(), OfLinks()];

    private static ObjectGraphType<Names> OfNames()
    {
        var type = new ObjectGraphType<Names> { Name = "Names", Description = "The names of an entity." };
        type.Give("zh", Of("String"), "The preferred Chinese name.", c => c.Source.Chinese);
        type.Give("en", Of("String"), "The preferred English name.", c => c.Source.English);
        type.Give("alternatives", Many("String"), "Other names, of any language (skos:altLabel).", c => c.Source.Alternatives);
        return type;
    }

    private static ObjectGraphType<Validity> OfValidity()
    {
        var type = new ObjectGraphType<Validity> { Name = "Validity", Description = "When a fact holds." };
        type.Give("from", Of("String"), "Its first day, as precise as the source gives it: YYYY, YYYY-MM or YYYY-MM-DD; null where open.", c => c.Source.From?.ToString());
        type.Give("to", Of("String"), "Its last day, likewise; null where open.", c => c.Source.To?.ToString());
        return type;
    }

    private static ObjectGraphType<Citation> OfCitations()
    {
        var type = new ObjectGraphType<Citation> { Name = "Citation", Description = "Where a fact comes from." };
        type.Give("source", Required("Source"), "The document or data set.", c => c.Reader().Entity(c.Source.Source).Result);
        type.Give("locator", Of("String"), "The place in the source: a section, table or row.", c => c.Source.Locator);
        type.Give("quote", Of("String"), "A few words of the source, at most 20 characters.", c => c.Source.Quote);
        type.Give("evidence", Required("Evidence"), "How the source supports the fact.", c => c.Source.Evidence);
        return type;
    }

    private static ObjectGraphType<AdjacentLink> OfLinks()
    {
        var type = new ObjectGraphType<AdjacentLink> { Name = "Link", Description = "A directed statement about two entities." };
        type.Give("id", Required("ID"), "Its id: `from|KIND|to`, and `#qualifier` behind it where two statements about one pair are kept apart.", c => c.Source.Link.Id.ToString());
        type.Give("kind", Required("LinkKind"), "What it means.", c => c.Source.Link.Kind);
        type.Give("from", Required("Entity"), "Where it starts.", c => c.Source.Link.From == c.Source.Other.Id ? c.Source.Other : c.Reader().Entity(c.Source.Link.From).Result);
        type.Give("to", Required("Entity"), "Where it leads.", c => c.Source.Link.To == c.Source.Other.Id ? c.Source.Other : c.Reader().Entity(c.Source.Link.To).Result);
        type.Give("evidence", Required("Evidence"), "The strongest evidence that its citations give.", c => c.Source.Link.Citations.Strongest);
        type.Give("citations", Many("Citation"), "Where it is taken from: at least one.", c => c.Source.Link.Citations);
        type.Give("validity", Required("Validity"), "When it holds.", c => c.Source.Link.Validity);
        type.Give("order", Of("Int"), "Position in a list, from 1.", c => Whole(c.Source, AttributeName.Order));
        type.Give("stage", Of("ChainPosition"), "The stage of the chain.", c => Text(c.Source, AttributeName.Stage));
        type.Give("coefficient", Of("Float"), "Input coefficient: value of the supplier's input per unit of the user's output, in one currency; 0 to 1.", c => Number(c.Source, AttributeName.Coefficient));
        type.Give("flow", Of("Float"), "Value of the flow from supplier to user in `unit`.", c => Number(c.Source, AttributeName.Flow));
        type.Give("unit", Of("String"), "Unit of `flow`.", c => Text(c.Source, AttributeName.Unit));
        type.Give("year", Of("Int"), "Year that the figures are of.", c => Whole(c.Source, AttributeName.Year));
        type.Give("match", Of("Match"), "Quality of a concordance.", c => Text(c.Source, AttributeName.Match));
        type.Give("practice", Of("String"), "How it transforms, in a few words.", c => Text(c.Source, AttributeName.Practice));
        type.Give("relation", Of("String"), "The source's own verb, where the kind does not say it.", c => Text(c.Source, AttributeName.Relation));
        type.Give("note", Of("String"), "A remark.", c => Text(c.Source, AttributeName.Note));
        return type;
    }

    private static string? Text(AdjacentLink item, AttributeName name) => item.Link.Attributes[name]?.Text;

    private static double? Number(AdjacentLink item, AttributeName name) => item.Link.Attributes[name]?.Number;

    private static int? Whole(AdjacentLink item, AttributeName name) => (int?)item.Link.Attributes[name]?.Whole;
}
