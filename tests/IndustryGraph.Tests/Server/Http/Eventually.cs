using System.Diagnostics;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>Waits for what comes about by itself, for as long as a busy machine may need.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task HoldsAsync(Func<Task<bool>> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException("It did not come about.");
            }

            await Task.Delay(20);
        }
    }
}
