using System.Reflection;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice help [VERB]</c> and <c>zhice version</c>.</summary>
internal static class HelpVerb
{
    sealed record Verb(string Name, string Form, string Chinese, string English, string ChineseMore = "", string EnglishMore = "");

    static readonly Verb[] Verbs =
    [
        new("serve", ServeVerb.Form, "启动网站", "serve the web site",
            "--port 默认 5080；--url 指定完整地址，例如 http://0.0.0.0:8080。\n--real 拒绝演示目录，--demonstration 拒绝非演示目录；都不写则目录里是什么就服务什么。\n还没有账号时，打印设立第一位管理员的一次性地址。",
            "--port is 5080 unless given; --url gives a whole address, such as http://0.0.0.0:8080.\n--real refuses a folder of the demonstration, --demonstration any other; with neither, what is there is served.\nWhile there is no account, a one-time address to make the first administrator is printed."),
        new("policy", PolicyVerbs.Form, "读取政策文件，或与对照文件比较", "read a policy document, or score a reading",
            "policy parse FILE [--json|--text|--akn]：打印读取结果（默认 JSON）、规范文本或 Akoma Ntoso。\npolicy check FILE GOLD [--differences]：逐字段打印查准率和查全率；全部为 1.00 时退出码为 0，否则为 1，文件无法读取为 2。",
            "policy parse FILE [--json|--text|--akn] prints the reading (JSON unless told), its canonical text, or Akoma Ntoso.\npolicy check FILE GOLD [--differences] prints precision and recall for each field; exit code 0 when all are 1.00, 1 when not, 2 when a file cannot be read."),
        new("demo", DemoVerb.Form, "在空目录中建立演示库", "build the demonstration in an empty folder"),
        new("import", ImportVerb.Form, "导入政策文件", "import policy documents",
            "服务器运行时经由服务器导入，否则占用数据目录的锁直接导入。\n--disclosure 指定公开属性：public 主动公开，on-request 依申请公开，withheld 不予公开（默认）；导入后可在文件信息中更改。\n--real 拒绝演示目录。",
            "Through the running server where there is one, else under the data folder's lock.\n--disclosure: public, on-request, or withheld (unless told); it can be changed on the document's metadata page.\n--real refuses a folder of the demonstration."),
        new("indicators", IndicatorVerb.Form, "检查、复制指标定义", "check and copy definitions of indicators",
            "check 不写 FOLDER：检查随程序提供的定义加上本实例 ZHICE_HOME/data 下的 elements、indicators、forms、rules；写 FOLDER：只检查其中的 elements/*.yaml 和 indicators/*.yaml。copy 把随程序提供的定义抄到 ZHICE_HOME/data，供增加版本。错误逐条列出文件和行号；没有错误时退出码为 0，否则为 1。",
            "Without FOLDER the definitions of the program are checked with those of the instance over them: elements, indicators, forms and rules in ZHICE_HOME/data. FOLDER holds elements/*.yaml and indicators/*.yaml of its own. copy writes a definition of the program into ZHICE_HOME/data, to add versions to. Each fault names file and line; exit code 0 when there is none, else 1."),
        new("services", ServicesVerb.Form, "检查服务事项定义", "check definitions of service items",
            "FOLDER 下每个 *.yaml 是一个事项；不写则检查随程序提供的定义。错误逐条列出文件和行号；没有错误时退出码为 0，否则为 1。",
            "Each *.yaml in FOLDER is an item; without one, those that come with the program are checked. Each fault names file and line; exit code 0 when there is none, else 1."),
        new("submission", SubmissionVerb.Form, "导入其他平台的签名报送包或回执", "take signed submissions or answers from other instances",
            "签名所用的公钥须先在“签名公钥”页面登记。伪造、改动、发错、过期的文件会说明原因并拒绝；重复导入没有影响。",
            "The signing key must have been registered before, on the page of signing keys. A forged, altered, misdirected or outdated file is refused with the reason; the same file again changes nothing."),
        new("backup", StoreVerbs.BackupForm, "备份数据库、文件和密钥", "back up database, files and keys",
            "服务器运行时也可以备份。使用 PostgreSQL 时请用 pg_dump。", "A running server may go on. With PostgreSQL, use pg_dump."),
        new("restore", StoreVerbs.RestoreForm, "从备份恢复", "restore a backup",
            "--force 替换已有数据；原有数据移到旁边的目录，不删除。", "--force replaces what is there, which is moved aside and not deleted."),
        new("move-to-postgres", StoreVerbs.MoveForm, "把 SQLite 数据迁移到空的 PostgreSQL 数据库", "move SQLite data into an empty PostgreSQL database",
            "CONNECTION 是连接串，或写着连接串的文件。迁移后逐值核对；原数据库保持不变。", "CONNECTION is a connection string, or a file that holds one. All values are compared; the old database stays as it was."),
        new("statistics", StatisticsVerb.Form, "校验统计发布链和干预记录，或导入统计数据", "check releases and protected notes, or load figures",
            "statistics verify：从头核对发布链，并按当时已知的数据重新计算每一个已发布的数字；有问题时退出码为 1。\nstatistics load FILE：导入 CSV（element,organisation,period,value[,unit]），有一行错误就全部不收，错误逐行打印。年与月、本级与下级不一致而确需并存时，用 --reason 说明。",
            "statistics verify follows the chain of releases from its beginning and makes every published figure anew from what was known then; exit code 1 where anything is wrong.\nstatistics load FILE takes a CSV file (element,organisation,period,value[,unit]): where a line is wrong nothing is taken, and each fault is printed with its line. --reason says why a year may disagree with its months, or an office with those below it."),
        new("assessment", AssessmentVerb.Form, "重算已公布的考核得分", "make published scores anew",
            "按公布时留存的方案和冻结的事实重算每一版已公布的得分，并逐位比较；有任何不一致时退出码为 1。",
            "From the scheme and the frozen facts that were kept with each publication, all scores are made anew and compared digit by digit; exit code 1 where any differs."),
        new("records", RecordsVerb.Form, "生成、导入、检索知识产权数据", "generate, take in and search IP records",
            "records generate N：生成合成专利，仅可进入演示目录；--out 写成 JSON 行文件。\nrecords ingest FILE…：读取 XML、CSV、TSV、XLSX、JSON 行文件或目录；中断后重新运行即接续，同一文件再次导入不产生变化。有退回记录时退出码为 3。\nrecords search QUERY：检索式见 docs/search.md。\nrecords terms CODE：修改数据集说明；--inside 改为仅供内部，--open 公开。records ingest 不会公开内部数据集，也不会清空已有说明。\nrecords industries FILE：导入战略性新兴产业与国际专利分类参照关系表（CSV：ipc, code, 关键词, 不包括），全部记录随即重新标注。\nrecords rebuild：按现有记录重建索引（升级后启动服务时自动进行）。\nrecords former NAME NOW：登记主体的曾用名，已有记录一并归入现名。",
            "records generate N makes synthetic patents, into a demonstration folder only; --out writes JSON lines instead.\nrecords ingest FILE… reads XML, CSV, TSV, XLSX, JSON lines or folders of them; run again after a stop it goes on, and the same file changes nothing. Exit code 3 where records were refused.\nrecords search QUERY: docs/search.md has the language.\nrecords terms CODE changes the terms of a dataset; --inside keeps it to the office, --open opens it. An ingest opens nothing and blanks nothing.\nrecords industries FILE takes in the table of IPC classes and emerging industries (CSV: ipc, code, only, without); all records are marked anew.\nrecords rebuild writes the index anew from the records (the server does so by itself after an upgrade).\nrecords former NAME NOW registers a former name, also for records that are there."),
        new("audit", StoreVerbs.VerifyForm, "校验审计链", "check the chain of audit entries"),
        new("migrate", StoreVerbs.MigrateForm, "更新数据库结构，补充机构和区划", "bring tables, divisions and organisations up to date",
            "服务启动时也会做同样的事。", "The server does the same when it starts."),
        new("version", "version", "打印版本", "print the version"),
        new("help", "help [VERB]", "打印本说明，或某个命令的说明", "print this, or what a verb does"),
    ];

    internal static int Run(string[] rest)
    {
        if (rest is [])
        {
            Console.Out.WriteLine(Overview());
            return 0;
        }

        if (Array.Find(Verbs, verb => verb.Name == rest[0]) is not { } found) return Unknown(rest[0]);
        Console.Out.WriteLine($"zhice {found.Form}\n  {Say(found.Chinese, found.English)}");
        if (Say(found.ChineseMore, found.EnglishMore) is { Length: > 0 } more) Console.Out.WriteLine($"\n{more}");
        return 0;
    }

    internal static int Version()
    {
        Console.Out.WriteLine(typeof(HelpVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion);
        return 0;
    }

    internal static int Misused()
    {
        Console.Error.WriteLine(Overview());
        return 2;
    }

    internal static int Unknown(string verb) =>
        throw new UsageException(Say($"没有“{verb}”这个命令。运行 zhice help 查看全部命令。", $"There is no verb “{verb}”. `zhice help` lists them."));

    static string Overview()
    {
        // A synopsis as long as a line is left to `help VERB`.
        static string Form(Verb verb) => verb.Form.Length > 36 ? $"{verb.Name} …" : verb.Form;
        var width = Verbs.Max(verb => Form(verb).Length) + 2;
        var lines = Verbs.Select(verb => $"  {Form(verb).PadRight(width)}{Say(verb.Chinese, verb.English)}");
        return Say("知策：从政策文件到年度工作\n\n命令：\n", "Zhice: from policy file to living programme\n\nVerbs:\n") + string.Join('\n', lines) + "\n\n" + Say(
            "ZHICE_HOME 指定数据目录；ZHICE_DB 指定 PostgreSQL 连接串，或写着连接串的文件；ZHICE_RECORDS_DB 指定由哪个 PostgreSQL 回答知识产权记录的检索。\n退出码：0 完成，1 未完成，2 命令有误。",
            "ZHICE_HOME names the data folder; ZHICE_DB a PostgreSQL connection string, or a file that holds one; ZHICE_RECORDS_DB the PostgreSQL that answers searches of IP records.\nExit codes: 0 done, 1 not done, 2 not understood.");
    }
}
