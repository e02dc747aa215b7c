using IndustryGraph.Benchmarks;

var arguments = new Arguments(args);
switch (args.FirstOrDefault())
{
    case "core":
        CoreQuestions.Run(arguments);
        return 0;
    default:
        Console.Error.WriteLine("Name what to measure: core [--large] [--rounds N] [--python /usr/bin/python3].");
        return 2;
}
