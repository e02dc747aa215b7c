using System.CommandLine;

return await new RootCommand("Loads bundles into an IndustryGraph, and shows and takes back what was loaded.").Parse(args).InvokeAsync();
