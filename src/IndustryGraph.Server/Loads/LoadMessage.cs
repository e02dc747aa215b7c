using System.Text.Json;
using IndustryGraph.Loads;

namespace IndustryGraph.Server.Loads;

/// <summary>What a <see cref="LoadWorker"/> tells: a line of JSON on its standard output. The last one has a report, or why there is none.</summary>
internal sealed record LoadMessage
{
    /// <summary>How far the load is; null where this is the last message.</summary>
    public LoadProgress? Progress { get; init; }

    /// <summary>What the load did; null where it has not ended, and where it could not be tried to its end.</summary>
    public LoadReport? Report { get; init; }

    /// <summary>Why it could not be tried to its end; null where it has a report or has not ended.</summary>
    public LoadStop? Stop { get; init; }

    /// <summary>More on <see cref="Stop"/>, for the log.</summary>
    public string Reason { get; init; } = "";

    /// <summary>The message as a line.</summary>
    public string Write() => JsonSerializer.Serialize(this, LoadReportJson.Options);

    /// <summary>Reads what <see cref="Write"/> wrote; null where it was cut off, as by a kill.</summary>
    public static LoadMessage? Read(string line)
    {
        try
        {
            return JsonSerializer.Deserialize<LoadMessage>(line, LoadReportJson.Options);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Why a load could not be tried to its end.</summary>
internal enum LoadStop
{
    /// <summary>Its input was closed, or a signal asked it to end.</summary>
    Cancelled,

    /// <summary>The rejected rows cannot be written.</summary>
    RejectsUnwritable,

    /// <summary>The store cannot be reached.</summary>
    StoreAway,

    /// <summary>The disk of the store is full.</summary>
    StoreFull,

    /// <summary>The store cannot be used as it is.</summary>
    StoreRefused,

    /// <summary>It failed for a reason of its own.</summary>
    Failed,
}
