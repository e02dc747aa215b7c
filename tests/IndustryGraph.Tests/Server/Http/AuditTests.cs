using Xunit;

namespace IndustryGraph.Tests.Server.Http;

/// <summary>The public audit of GraphQL over HTTP: npm's graphql-http, pinned in tests/audit.</summary>
public sealed class AuditTests
{
    [Fact]
    public async Task The_public_audit_of_graphql_over_http_passes_whole()
    {
        var node = Tools.Find("node");
        var npm = Tools.Find("npm");
        Assert.SkipWhen(node is null || npm is null, "node and npm are not installed.");
        var folder = Directory.CreateTempSubdirectory("industry-graph-audit-").FullName;
        try
        {
            foreach (var file in new[] { "package.json", "package-lock.json", "audit.mjs" })
            {
                File.Copy(Path.Combine(Tools.Checkout, "tests", "audit", file), Path.Combine(folder, file));
            }

            var (installed, log) = await Tools.RunAsync(npm!, folder, TimeSpan.FromMinutes(3), "ci", "--no-audit", "--no-fund", "--ignore-scripts");
            Assert.SkipWhen(installed != 0 && Environment.GetEnvironmentVariable("CI") is null, "npm ci failed, most likely without network: " + log);
            Assert.True(installed == 0, log);

            await using var server = await ThingServer.StartAsync();
            var (code, output) = await Tools.RunAsync(node!, folder, TimeSpan.FromMinutes(2), "audit.mjs", new Uri(server.Address, "/graphql").ToString());

            Assert.True(code == 0, output);
            TestContext.Current.TestOutputHelper?.WriteLine(output);
            Assert.Contains(" 0 notice, 0 warn, 0 error", output, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
