namespace IndustryGraph.Loads;

/// <summary>The rejected rows of a load cannot be written where it was asked for, so that nothing was loaded.</summary>
/// <param name="message">Where, and why: for whoever runs the program, as it names a folder of the machine.</param>
/// <param name="inner">What the file system said, where it is known.</param>
public sealed class RejectsException(string message, Exception? inner = null) : Exception(message, inner);
