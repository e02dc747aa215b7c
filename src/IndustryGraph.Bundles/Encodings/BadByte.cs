namespace IndustryGraph.Bundles.Encodings;

/// <summary>Where bytes of a file are not of its encoding.</summary>
/// <param name="Offset">The first of the bytes, from 0.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct BadByte(long Offset, int Line);
