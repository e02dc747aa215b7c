using GraphQL.Types;
using IndustryGraph.Model;

namespace IndustryGraph.Server.Schema;

/// <summary>The interface <c>Entity</c> and the type of each kind of entity.</summary>
internal static class EntityTypes
{
    /// <summary>All of them.</summary>
    public static IEnumerable<IGraphType> All()
    {
        var shared = new InterfaceGraphType<Entity>
        {
            Name = "Entity",
            Description = "A thing of the graph: an industry, a technology, a product, an item of a classification, a source, ….",
        };
        EntityFields.AddTo(shared);
        var types = EntityKinds.All.ToDictionary(kind => kind, Of);
        foreach (var type in types.Values)
        {
            type.AddResolvedInterface(shared);
            shared.AddPossibleType(type);
        }

        shared.ResolveType = value => types[((Entity)value).Kind];
        return [shared, .. types.Values];
    }

    private static ObjectGraphType<Entity> Of(EntityKind kind)
    {
        var type = new ObjectGraphType<Entity> { Name = kind.Code(), Description = Description(kind) };
        EntityFields.AddTo(type);
        foreach (var relation in Relations.All.Where(relation => relation.On.Contains(kind)))
        {
            EntityFields.AddTo(type, relation);
        }

        foreach (var attribute in AttributeNames.Of(kind))
        {
            AddAttribute(type, attribute);
        }

        return type;
    }

    private static void AddAttribute(ObjectGraphType<Entity> type, AttributeName attribute)
    {
        _ = attribute switch
        {
            AttributeName.Scheme => type.Give("scheme", Types.Of("Classification"), "The classification that the item belongs to.",
                c => EntityId.TryParse(c.Source.Attributes[AttributeName.Scheme]?.Text, out var id) ? c.Reader().Entity(id).Result : null),
            AttributeName.Code => Text("Its code (skos:notation): text, leading zeros kept."),
            AttributeName.Level => type.Give("level", Types.Of("Int"), "Its depth in the classification, from 1.",
                c => (int?)c.Source.Attributes[AttributeName.Level]?.Whole),
            AttributeName.Output => type.Give("output", Types.Of("Float"), "Gross output of the sector, million USD.",
                c => c.Source.Attributes[AttributeName.Output]?.Number),
            AttributeName.Issuer => Text("Who issued it."),
            AttributeName.Number => Text("Its number, as the document gives it."),
            AttributeName.Date => Text("Its date, as the document gives it."),
            AttributeName.Address => Text("Where it was read."),
            _ => throw new InvalidOperationException($"The attribute {attribute.Code()} has no field."),
        };

        object Text(string description) => type.Give(attribute.Code(), Types.Of("String"), description,
            c => c.Source.Attributes[attribute]?.Text);
    }

    /// <summary>What the kind means.</summary>
    public static string Description(EntityKind kind) => kind switch
    {
        EntityKind.Industry => "An industry: emerging, future or traditional.",
        EntityKind.IndustryGroup => "A named group of industries, such as the eight emerging industries.",
        EntityKind.Field => "A field within an industry (子领域).",
        EntityKind.Technology => "A technology.",
        EntityKind.Product => "A product that is sold as a unit.",
        EntityKind.Material => "A material or raw material.",
        EntityKind.Service => "A service.",
        EntityKind.Process => "A production process.",
        EntityKind.Practice => "A way of working that transforms an industry, such as precision agriculture (精准农业).",
        EntityKind.Scenario => "A scenario of use (应用场景).",
        EntityKind.ChainStage => "A stage of an industry's chain.",
        EntityKind.Classification => "A classification scheme (skos:ConceptScheme).",
        EntityKind.ClassificationItem => "An item of a classification scheme (skos:Concept with a notation).",
        EntityKind.Policy => "A policy document or campaign.",
        EntityKind.Source => "A document or data set that facts are cited from. It is its own citation.",
        EntityKind.Concept => "What a source states that is none of the other kinds.",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a kind of entity."),
    };
}
