using IndustryGraph.Loads.Keys;

namespace IndustryGraph.Server.Access;

/// <summary>The keys as they are now: the file is read again a second after it was read last, so that a key that is made or revoked counts soon.</summary>
internal sealed partial class KeyRing(KeyFile file, TimeProvider time, ILogger<KeyRing> log)
{
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private IReadOnlyList<AccessKey> keys = [];
    private long? readAt;
    private bool broken;

    /// <summary>The key of a text; null where there is none. Where the file cannot be read there are no keys.</summary>
    public AccessKey? Find(string text) => AccessKey.Find(Keys(), text);

    private IReadOnlyList<AccessKey> Keys()
    {
        lock (gate)
        {
            if (readAt is { } last && time.GetElapsedTime(last) < Fresh)
            {
                return keys;
            }

            try
            {
                keys = file.Read();
                broken = false;
            }
            catch (KeyFileException wrong)
            {
                keys = [];
                if (!broken)
                {
                    LogBroken(wrong.Message);
                }

                broken = true;
            }

            readAt = time.GetTimestamp();
            return keys;
        }
    }

    [LoggerMessage(LogLevel.Error, "{Reason} Until then no key is accepted.")]
    private partial void LogBroken(string reason);
}
