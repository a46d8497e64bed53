using System.Data.Common;
using Zhice.Cli.Verbs;

namespace Zhice.Cli;

/// <summary>The <c>zhice</c> command: finds the verb, runs it, and turns what went wrong into one line on standard error.</summary>
/// <remarks>
/// Each verb lives in a class of its own, so that one which needs neither the web nor the database loads neither: the runtime
/// loads an assembly when a method that names it is first compiled.
/// </remarks>
internal static class CommandLine
{
    /// <summary>0 done; 1 refused or failed; 2 not understood.</summary>
    internal static async Task<int> Run(string[] arguments)
    {
        try
        {
            return arguments switch
            {
                [] => HelpVerb.Misused(),
                ["help" or "--help" or "-h", .. var rest] => HelpVerb.Run(rest),
                [_, "--help" or "-h"] => HelpVerb.Run(arguments[..1]),
                ["version" or "--version"] => HelpVerb.Version(),
                ["policy", .. var rest] => PolicyVerbs.Run(rest),
                ["serve", .. var rest] => await ServeVerb.Run(rest).ConfigureAwait(false),
                ["demo", .. var rest] => await DemoVerb.Run(rest).ConfigureAwait(false),
                ["import", .. var rest] => await ImportVerb.Run(rest).ConfigureAwait(false),
                ["indicators", .. var rest] => await IndicatorVerb.Run(rest).ConfigureAwait(false),
                ["services", .. var rest] => await ServicesVerb.Run(rest).ConfigureAwait(false),
                ["submission", .. var rest] => await SubmissionVerb.Run(rest).ConfigureAwait(false),
                ["backup", .. var rest] => await StoreVerbs.BackUp(rest).ConfigureAwait(false),
                ["restore", .. var rest] => await StoreVerbs.Restore(rest).ConfigureAwait(false),
                ["move-to-postgres", .. var rest] => await StoreVerbs.Move(rest).ConfigureAwait(false),
                ["assessment", .. var rest] => await AssessmentVerb.Run(rest).ConfigureAwait(false),
                ["statistics", .. var rest] => await StatisticsVerb.Run(rest).ConfigureAwait(false),
                ["records", .. var rest] => RecordsVerb.Run(rest),
                ["audit", .. var rest] => await StoreVerbs.Audit(rest).ConfigureAwait(false),
                ["migrate", .. var rest] => StoreVerbs.Migrate(rest),
                _ => HelpVerb.Unknown(arguments[0]),
            };
        }
        catch (UsageException wrong)
        {
            Console.Error.WriteLine(wrong.Message);
            return 2;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException or DbException or RefusedException)
        {
            Console.Error.WriteLine(failure.Message);
            return 1;
        }
    }
}

/// <summary>The command was not understood: exit code 2, and what to write instead.</summary>
internal sealed class UsageException(string message) : Exception(message);

/// <summary>The command was understood and cannot be done: exit code 1, and why.</summary>
internal sealed class RefusedException(string message) : Exception(message);
