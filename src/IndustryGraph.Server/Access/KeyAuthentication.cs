using System.Security.Claims;
using System.Text.Encodings.Web;
using IndustryGraph.Loads.Keys;
using IndustryGraph.Server.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace IndustryGraph.Server.Access;

/// <summary>Knows who asks by the key in <c>Authorization: Bearer</c>, and by nothing else: an address would be kept in histories and logs.</summary>
internal sealed class KeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, KeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string Name = "Key";

    private const string Bearer = "Bearer ";

    /// <inheritdoc/>
    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count != 1 || header[0] is not { } value || !value.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (keys.Find(value[Bearer.Length..].Trim()) is not { } key)
        {
            return Task.FromResult(AuthenticateResult.Fail("The key is not known."));
        }

        var identity = new ClaimsIdentity(Roles(key.Role).Select(role => new Claim(ClaimTypes.Role, role.ToString())).Append(new(ClaimTypes.Name, key.Name)), Scheme.Name);
        return Task.FromResult(AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(identity), Scheme.Name)));
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        HttpAnswer.Refuse(Context, AccessSetup.NoKey());
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        HttpAnswer.Refuse(Context, AccessSetup.WeakKey());
        return Task.CompletedTask;
    }

    private static IEnumerable<KeyRole> Roles(KeyRole role) => Enum.GetValues<KeyRole>().Where(item => item <= role);
}
