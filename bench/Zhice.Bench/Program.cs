using Zhice.Bench;

if (LargeBench.IsChild(args)) return;

string[] known = ["parse", "large", "pdf", "start"];
if (args.Except(known).Any())
{
    Console.Error.WriteLine($"dotnet run -c Release --project bench/Zhice.Bench [-- {string.Join(" | ", known)}]; all without a name");
    Environment.ExitCode = 2;
    return;
}

bool Wanted(string what) => args.Length == 0 || args.Contains(what);

Console.WriteLine($"# {Machine.Line()}");
if (Wanted("parse")) ParseBench.Run(Places.Policies);
if (Wanted("large")) LargeBench.Text();
if (Wanted("pdf")) LargeBench.Pdf();
if (Wanted("start")) StartBench.Run();
