using IndustryGraph.Loads;
using IndustryGraph.Storage;

namespace IndustryGraph.Server.Loads;

/// <summary>What a <see cref="LoadWorker"/> is to do: a line of JSON on its standard input, which then stays open until the load is to end.</summary>
/// <param name="Store">The store to load into. It may have a password: it goes through the pipe, and stands in no command line.</param>
/// <param name="Request">What to load.</param>
internal sealed record LoadOrder(StoreLocation Store, LoadRequest Request);
