return await Zhice.Cli.CommandLine.Run(args).ConfigureAwait(false);
