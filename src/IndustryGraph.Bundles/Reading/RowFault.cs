namespace IndustryGraph.Bundles.Reading;

/// <summary>What is wrong with the text of a row before anybody asks what its cells mean.</summary>
/// <param name="Cell">The cell, from 0; null for the row as a whole.</param>
/// <param name="Code">What kind of problem.</param>
/// <param name="Message">What is wrong and what to do about it.</param>
/// <param name="Value">The text that is wrong, where that helps.</param>
internal readonly record struct RowFault(int? Cell, BundleProblemCode Code, string Message, string? Value = null);
