using System.Diagnostics;
using System.IO.Compression;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace IndustryGraph.Benchmarks;

/// <summary>Requests made to hurt, sent to the real service: what each is told, and the processor time that it takes.</summary>
internal sealed class Abuse(HttpClient http, Uri url, int pid)
{
    // The processor's time is told in ticks of 10 ms.
    private const int Times = 20;
    private const int SlowConnections = 500;

    public static async Task RunAsync()
    {
        var home = Directory.CreateTempSubdirectory("industrygraph-abuse-").FullName;
        try
        {
            var (server, url) = await PinnedProcess.ServeAsync(
                "0", home, "dotnet", Path.Combine(AppContext.BaseDirectory, "IndustryGraph.Server.dll"), "--urls=http://127.0.0.1:0",
                $"--Sqlite:Path={Path.Combine(home, "graph.db")}");
            await using var running = server;
            using var http = new HttpClient();
            http.DefaultRequestHeaders.Accept.ParseAdd("application/graphql-response+json");
            while (!(await http.GetAsync(new Uri(url, "/health/ready"))).IsSuccessStatusCode)
            {
                await Task.Delay(100);
            }

            var abuse = new Abuse(http, new Uri(url, "/graphql"), server.Id);
            await abuse.RequestsAsync();
            await abuse.SlowConnectionsAsync();
            Console.WriteLine($"\nThe same process answers after all of it: {(await abuse.GoodAsync()).IsSuccessStatusCode}.");
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }

    private static IEnumerable<(string What, Func<HttpContent> Body)> Requests()
    {
        yield return ("a good query", Query("{ graph { version } }"));
        yield return ("40 KB of `{a{a{a`", Query(Repeat("{a", 20_000)));
        yield return ("the same, zipped", Zipped(Body(Repeat("{a", 20_000))));
        yield return ("4 KB of `{a{a{a`", Query(Repeat("{a", 2_000)));
        yield return ("`[[[[` in a value, 4,900 deep", Query("{ entity(id: " + Repeat("[", 4_900)));
        yield return ("`[[[Int]]]` in a type, 2,000 deep", Query("query ($a: " + Repeat("[", 2_000) + "Int" + Repeat("]", 2_000) + ") { graph { version } }"));
        yield return ("variables nested 10,000 deep", Text("{\"query\":\"{ graph { version } }\",\"variables\":{\"a\":" + Repeat("[", 10_000) + Repeat("]", 10_000) + "}}"));
        foreach (var count in new[] { 31, 101, 2_000 })
        {
            yield return ($"{count} aliases of the dearest field", Query("{" + string.Concat(Enumerable.Range(0, count).Select(i =>
                $"a{i}: paths(from: \"industry:agriculture\", to: \"industry:metaverse\", choose: ALL, first: 100) {{ complete }} ")) + "}"));
        }

        yield return ("500 repeats of a field", Query("{" + Repeat("graph { version } ", 500) + "}"));
        yield return ("50,000 repeats of a field", Query("{" + Repeat("__typename ", 50_000) + "}"));
        yield return ("200 x 100 inline fragments with one name", Query("{" + Repeat("... on Query { " + Repeat("__typename ", 100) + "} ", 200) + "}"));
        yield return ("two fragments in a circle", Query("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }"));
        yield return ("30 doubling fragments", Query("{ ...f0 } " + string.Concat(Enumerable.Range(0, 30).Select(i => $"fragment f{i} on Query {{ ...f{i + 1} ...f{i + 1} }} ")) + "fragment f30 on Query { __typename }"));
        yield return ("500 levels of fields", Query("{ entity(id: \"industry:metaverse\") " + Repeat("{ citations { source ", 500) + "{ id }" + Repeat("} }", 500) + "}"));
        yield return ("10 unknown directives", Query("{ __typename " + Repeat("@aa ", 10) + "}"));
        yield return ("1,000 directives", Query("{ __typename " + Repeat("@aa ", 1_000) + "}"));
        foreach (var first in new[] { "0", "101", "2147483648" })
        {
            yield return ($"`first: {first}`", Query($"{{ entitiesOfKind(kind: PRODUCT, first: {first}) {{ nodes {{ id }} }} }}"));
        }

        yield return ("100,000 ids", Text(JsonSerializer.Serialize(new
        {
            query = "query ($ids: [ID!]!) { entities(ids: $ids) { id } }", variables = new { ids = Enumerable.Repeat("industry:metaverse", 100_000) },
        })));
        yield return ("lists of 100 in lists of 100 in lists of 100, by variables", Text(JsonSerializer.Serialize(new
        {
            query = "query ($n: Int!) { entitiesOfKind(kind: INDUSTRY, first: $n) { nodes { ... on Industry { products(first: $n) { nodes { suppliers(first: $n) { nodes { name } } } } } } } }",
            variables = new { n = 100 },
        })));
        foreach (var count in new[] { 2, 10, 1_000 })
        {
            yield return ($"a batch of {count}", Text("[" + string.Join(',', Enumerable.Repeat(Body("{ __typename }"), count)) + "]"));
        }

        yield return ("introspection in circles", Query("{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }"));
        yield return ("a mutation without a key", Query("mutation { revert(version: 1, message: \"x\") { version { number } } }"));
        yield return ("`text/plain`", () => new StringContent(Body("{ __typename }"), Encoding.UTF8, "text/plain"));
        yield return ("a body of 2 MB", Text(Body("{ __typename #" + new string('x', 2_000_000) + "\n}")));
        yield return ("a zip bomb, 1 GB in 1 MB", Bomb());
        yield return ("bytes that are no UTF-8", () => Json([.. "{\"query\":\"{ a"u8, 0xC3, 0x28, 0xFF, .. "}\"}"u8]));
        yield return ("NUL in a document", Query("{ __typename \0 }"));
        yield return ("a name of 60,000 letters", Query("{ " + Repeat("a", 60_000) + " }"));
    }

    private async Task RequestsAsync()
    {
        // The compiler's work is no part of a refusal.
        for (var i = 0; i < 200; i++)
        {
            await GoodAsync();
        }

        Console.WriteLine($"| request, {Times} times each | status | code | processor time each, ms | memory after, MiB |\n| --- | ---: | --- | ---: | ---: |");
        foreach (var (what, body) in Requests())
        {
            var (status, code) = await SendAsync(body);
            var before = Processor();
            for (var i = 0; i < Times; i++)
            {
                await SendAsync(body);
            }

            using var process = Process.GetProcessById(pid);
            Console.WriteLine(FormattableString.Invariant(
                $"| {what} | {status} | {code} | {(Processor() - before).TotalMilliseconds / Times:0.0} | {process.WorkingSet64 / 1048576} |"));
        }
    }

    /// <summary>Good queries alone, and beside connections that send their body a byte a second.</summary>
    private async Task SlowConnectionsAsync()
    {
        var alone = await PercentileAsync();
        var slow = new List<Socket>();
        for (var i = 0; i < SlowConnections; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(url.Host, url.Port);
            await socket.SendAsync(Encoding.ASCII.GetBytes($"POST /graphql HTTP/1.1\r\nHost: {url.Authority}\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{{"));
            slow.Add(socket);
        }

        using var end = new CancellationTokenSource();
        var dripping = Task.Run(async () =>
        {
            while (!end.IsCancellationRequested)
            {
                foreach (var socket in slow)
                {
                    try
                    {
                        await socket.SendAsync("x"u8.ToArray());
                    }
                    catch (SocketException)
                    {
                        // The service has closed it.
                    }
                }

                await Task.Delay(1_000);
            }
        });
        var beside = await PercentileAsync();
        await Task.Delay(TimeSpan.FromSeconds(15));
        var closed = slow.Count(socket => socket.Poll(0, SelectMode.SelectRead));
        await end.CancelAsync();
        await dripping;
        slow.ForEach(socket => socket.Dispose());
        Console.WriteLine(FormattableString.Invariant(
            $"\nGood queries, 2,000 one after another: p99 {alone:0.00} ms alone, {beside:0.00} ms beside {SlowConnections} connections that send a byte a second (ratio {beside / alone:0.00}); of those {closed} were answered or closed 15 s later."));
    }

    private async Task<double> PercentileAsync()
    {
        var times = new List<double>();
        for (var i = 0; i < 2_000; i++)
        {
            var started = Stopwatch.GetTimestamp();
            (await GoodAsync()).Dispose();
            times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
        }

        return times.Order().ElementAt(times.Count * 99 / 100);
    }

    private Task<HttpResponseMessage> GoodAsync() => http.PostAsync(url, Query("{ graph { version } }")());

    private async Task<(int Status, string Code)> SendAsync(Func<HttpContent> body)
    {
        using var response = await http.PostAsync(url, body());
        var text = await response.Content.ReadAsStringAsync();
        try
        {
            var first = JsonNode.Parse(text)?["errors"]?[0]?["extensions"];
            return ((int)response.StatusCode, $"{first?["code"]} {first?["limit"]?["name"] ?? first?["limit"]}".Trim());
        }
        catch (JsonException)
        {
            return ((int)response.StatusCode, "no JSON");
        }
    }

    private TimeSpan Processor()
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    private static Func<HttpContent> Query(string query) => Text(Body(query));

    private static string Body(string query) => JsonSerializer.Serialize(new { query });

    private static Func<HttpContent> Text(string json) => () => Json(Encoding.UTF8.GetBytes(json));

    private static Func<HttpContent> Zipped(string json) => () => Json(Zip(stream => stream.Write(Encoding.UTF8.GetBytes(json))), "gzip");

    private static Func<HttpContent> Bomb()
    {
        var bytes = Zip(stream =>
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i < 1 << 10; i++)
            {
                stream.Write(zeros);
            }
        });
        return () => Json(bytes, "gzip");
    }

    private static byte[] Zip(Action<Stream> write)
    {
        using var bytes = new MemoryStream();
        using (var zip = new GZipStream(bytes, CompressionLevel.Optimal))
        {
            write(zip);
        }

        return bytes.ToArray();
    }

    private static ByteArrayContent Json(byte[] bytes, string? encoding = null)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (encoding is not null)
        {
            content.Headers.ContentEncoding.Add(encoding);
        }

        return content;
    }

    private static string Repeat(string text, int times) => string.Concat(Enumerable.Repeat(text, times));
}
