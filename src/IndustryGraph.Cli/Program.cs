using IndustryGraph.Cli;

// As UTF-8 whatever the terminal's language: names are Chinese.
Console.OutputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await new Commands(Console.Out, Console.Error).RunAsync(args, CancellationToken.None);
