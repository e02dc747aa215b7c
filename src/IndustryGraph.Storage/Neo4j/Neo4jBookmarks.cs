namespace IndustryGraph.Storage.Neo4j;

/// <summary>
/// The newest state that one client has seen. Sent with each request, it makes a server of a cluster wait until it is
/// at least as new, so that a client reads its own writes.
/// </summary>
/// <remarks>
/// The rule is that of the official drivers' bookmark manager: an answer's bookmarks replace those that its request
/// carried, so that concurrent answers in any order lose none.
/// </remarks>
internal sealed class Neo4jBookmarks
{
    private readonly Lock _gate = new();
    private volatile string[] _current = [];

    public string[] Current => _current;

    public void Replace(string[] sent, string[] received)
    {
        if (received.Length == 0)
        {
            return;
        }

        lock (_gate)
        {
            _current = [.. _current.Except(sent).Union(received)];
        }
    }

    /// <summary>Drops all: a server that was restored from an older copy would wait for them in vain.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _current = [];
        }
    }
}
