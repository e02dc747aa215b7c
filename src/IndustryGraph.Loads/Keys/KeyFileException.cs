namespace IndustryGraph.Loads.Keys;

/// <summary>The file of the keys cannot be read or written.</summary>
/// <param name="message">Why, and what to do.</param>
/// <param name="inner">What the file system or the reader said.</param>
public sealed class KeyFileException(string message, Exception inner) : Exception(message, inner);
