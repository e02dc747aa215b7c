namespace IndustryGraph.Server.Reads;

/// <summary>The order of a list of links. Ties are broken by the link's id, so that lists repeat.</summary>
internal enum LinkOrder
{
    /// <summary>By the id of the link.</summary>
    Id,

    /// <summary>By the position that the source gives (attribute <c>order</c>); links without one come last.</summary>
    Position,

    /// <summary>By the input coefficient, greatest first; links without one come last.</summary>
    Coefficient,

    /// <summary>By the name of the entity at the other end in the language of the request, in Unicode order.</summary>
    Name,
}
