using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Http;

/// <summary>What connections may take up: the section <c>Http:Limits</c>.</summary>
public sealed class HttpLimits
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Http:Limits";

    /// <summary>The connections that are open at once; one more is closed at once.</summary>
    [Range(1, 1_000_000)]
    public int Connections { get; set; } = 5_000;

    /// <summary>The seconds that the head of a request may take.</summary>
    [Range(1, 3_600)]
    public int HeadSeconds { get; set; } = 15;

    /// <summary>The seconds that a connection without a request is kept.</summary>
    [Range(1, 3_600)]
    public int IdleSeconds { get; set; } = 60;

    /// <summary>The bytes a second at which a body must come and an answer be read, after the first five seconds.</summary>
    [Range(1, 1_000_000)]
    public int BytesPerSecond { get; set; } = 240;

    /// <summary>The event streams and WebSockets that are open at once; one more is answered 429.</summary>
    [Range(1, 1_000_000)]
    public int Streams { get; set; } = 1_000;

    /// <summary>The exports that are made and read at once; one more is answered 429.</summary>
    [Range(1, 1_000)]
    public int Exports { get; set; } = 4;

    /// <summary>The operations that run at once on one WebSocket.</summary>
    [Range(1, 10_000)]
    public int OperationsPerSocket { get; set; } = 20;

    /// <summary>The seconds that a WebSocket may take to send <c>connection_init</c>.</summary>
    [Range(1, 3_600)]
    public int InitSeconds { get; set; } = 5;

    /// <summary>The seconds after which a quiet stream or WebSocket gets a sign of life; a WebSocket that does not answer one in as many seconds again is closed.</summary>
    [Range(1, 3_600)]
    public int PingSeconds { get; set; } = 15;
}

/// <summary>Refuses to start with settings out of their range.</summary>
[OptionsValidator]
public sealed partial class HttpLimitsValidator : IValidateOptions<HttpLimits>;

/// <summary>Gives the limits on connections to the web server.</summary>
internal sealed class ConnectionLimits(IOptions<HttpLimits> options) : IConfigureOptions<KestrelServerOptions>
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Configure(KestrelServerOptions kestrel)
    {
        var limits = options.Value;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;

        // A WebSocket no longer counts as a connection. One more than have a place gets in, to be told that there is none.
        kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Streams + 1;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(limits.HeadSeconds);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(limits.IdleSeconds);
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.BytesPerSecond, Grace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.BytesPerSecond, Grace);
    }
}
