using System.ComponentModel;
using System.Runtime.InteropServices;

namespace IndustryGraph.Benchmarks;

/// <summary>
/// The processor time of this thread: what else the machine does is not in it. Both sides of every comparison work on one
/// thread. Linux only.
/// </summary>
internal static class ThreadClock
{
    private const int ThreadProcessorTime = 3;

    public static double Milliseconds => Read(ThreadProcessorTime, out var time) == 0
        ? (time.Seconds * 1e3) + (time.Nanoseconds / 1e6) : throw new Win32Exception();

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public nint Seconds;
        public nint Nanoseconds;
    }

    [DllImport("libc", EntryPoint = "clock_gettime", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Read(int clock, out Time time);
}
