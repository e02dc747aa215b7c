using IndustryGraph.Benchmarks;

var arguments = new Arguments(args);
switch (args.FirstOrDefault())
{
    case "core":
        CoreQuestions.Run(arguments);
        return 0;
    case "http":
        await HttpPeers.RunAsync(arguments);
        return 0;
    case "abuse":
        await Abuse.RunAsync();
        return 0;
    case "cypher":
        await CypherQuestions.RunAsync(arguments);
        return 0;
    case "loads":
        await BundleLoads.RunAsync(arguments);
        return 0;
    case "load-latency":
        await LoadLatency.RunAsync(arguments);
        return 0;
    case "load-faults":
        await LoadFaults.RunAsync(arguments);
        return 0;
    case "neo4j-load":
        await Neo4jLoad.RunAsync(arguments);
        return 0;
    default:
        Console.Error.WriteLine("""
            Name what to measure:
              core [--large] [--rounds N] [--python /usr/bin/python3]
              http [--rounds N] [--seconds N] [--neo4j http://127.0.0.1:7474 --bolt bolt://127.0.0.1:7687]
              abuse
              cypher --neo4j http://127.0.0.1:7474 [--entities 100000] [--links 500000] [--rounds N] [--warm-up N]
              neo4j-load --neo4j http://127.0.0.1:7474 [--server-pid N] [--large] [--rounds N]
              loads [--entities 100000] [--links 500000] [--rounds N]
              load-latency [--entities 100000] [--links 500000] [--rate 100] [--seconds 20] [--rounds N] [--by command]
              load-faults [--neo4j http://127.0.0.1:7474] [--kills N]
            """);
        return 2;
}
