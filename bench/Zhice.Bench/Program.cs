using Zhice.Bench;

if (LargeBench.IsChild(args)) return;

// The same open loop against another server's pages, for bench/redmine.sh.
if (args is ["loop", var other, .. { Length: > 0 } pages])
{
    using var client = WebBench.Client(other);
    await OpenLoop.Run(client, pages, 10, 5);
    foreach (var rate in (int[])[5, 20, 100]) Console.WriteLine($"{$"{rate} requests/s",-20} {await OpenLoop.Run(client, pages, rate, 20)}");
    return;
}

if (args is ["records", .. { Length: <= 2 } rest])
{
    Console.WriteLine($"# {Machine.Line()}");
    RecordsBench.Run(rest.Length == 0 ? 1_000_000 : int.Parse(rest[0], System.Globalization.CultureInfo.InvariantCulture), rest.Length == 2 ? rest[1] : null);
    return;
}

if (args is ["engines", .. { Length: <= 2 } plain])
{
    Console.WriteLine($"# {Machine.Line()}");
    EnginesBench.Run(Whole(plain.ElementAtOrDefault(0), 100_000), plain.ElementAtOrDefault(1));
    return;
}

if (args is ["services", .. { Length: <= 2 } sizes])
{
    Console.WriteLine($"# {Machine.Line()}");
    await ServicesBench.Run(Whole(sizes.ElementAtOrDefault(0), 20_000), Whole(sizes.ElementAtOrDefault(1), 0));
    return;
}

if (args is ["timers", .. { Length: <= 3 } clocks])
{
    Console.WriteLine($"# {Machine.Line()}");
    await TimersBench.Run(Whole(clocks.ElementAtOrDefault(0), 1_000_000), Whole(clocks.ElementAtOrDefault(1), 20_000), clocks.ElementAtOrDefault(2));
    return;
}

static int Whole(string? text, int otherwise) => text is null ? otherwise : int.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

string[] known = ["parse", "large", "pdf", "start", "demo", "publish", "lineage", "year", "evidence", "statistics", "assessment", "survey"];
if (args.Except(known).Except(args.Contains("year") ? YearBench.Parts : []).Any())
{
    Console.Error.WriteLine($"dotnet run -c Release --project bench/Zhice.Bench [-- {string.Join(" | ", known)}]; all without a name; records [N [FOLDER]], engines [N [POSTGRESQL]], services [CASES] [MINUTES OF SOAK], timers [LIVE] [DUE] [POSTGRESQL] alone; after year any of {string.Join(" ", YearBench.Parts)}");
    Environment.ExitCode = 2;
    return;
}

bool Wanted(string what) => args.Length == 0 || args.Contains(what);

Console.WriteLine($"# {Machine.Line()}");
if (Wanted("parse")) ParseBench.Run(Places.Policies);
if (Wanted("lineage")) LineageBench.Run(Places.Policies);
if (Wanted("large")) LargeBench.Text();
if (Wanted("pdf")) LargeBench.Pdf();
if (Wanted("start")) StartBench.Run();
if (Wanted("demo"))
{
    var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
    try
    {
        Console.WriteLine($"## The demonstration: built in {Child.Run(Child.Zhice, ["demo"], home).Milliseconds / 1000:F1} s");
        await WebBench.Run(home, "/programmes/1", ["/organisations/office-340000", "/organisations/office-330000", "/organisations/office-320000", "/organisations/office-340100", "/organisations/office-330100"]);
    }
    finally
    {
        Directory.Delete(home, recursive: true);
    }
}
if (Wanted("evidence"))
{
    var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
    try
    {
        Child.Run(Child.Zhice, ["demo"], home);
        await EvidenceBench.Run(home);
    }
    finally
    {
        Directory.Delete(home, recursive: true);
    }
}
if (Wanted("survey")) await SurveyBench.Run();
if (Wanted("assessment"))
{
    var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
    try
    {
        Child.Run(Child.Zhice, ["demo"], home);
        await AssessmentBench.Run(home);
    }
    finally
    {
        Directory.Delete(home, recursive: true);
    }
}
if (Wanted("publish"))
{
    var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
    try
    {
        Child.Run(Child.Zhice, ["demo"], home);
        var programme = await PublishBench.Run(home);
        await WebBench.Run(home, $"/programmes/{programme.Value}",
            [.. Enumerable.Range(11, 5).Select(province => $"/organisations/office-{province}0000?programme={programme.Value}")]);
    }
    finally
    {
        Directory.Delete(home, recursive: true);
    }
}
if (Wanted("statistics")) await StatisticsBench.Run();
if (Wanted("year"))
{
    var parts = args.Intersect(YearBench.Parts).ToList();
    // A large demonstration that is there already is used again: it takes half a minute to build.
    if (Environment.GetEnvironmentVariable("ZHICE_HOME") is { Length: > 0 } there) await YearBench.Run(there, parts);
    else
    {
        var home = Directory.CreateTempSubdirectory("zhice-bench-").FullName;
        try
        {
            Console.WriteLine($"## The large demonstration: built in {Child.Run(Child.Zhice, ["demo", "--large"], home).Milliseconds / 1000:F1} s");
            await YearBench.Run(home, parts);
        }
        finally
        {
            Directory.Delete(home, recursive: true);
        }
    }
}
