using System.Globalization;
using Zhice.Domain.Accounts;
using Zhice.Records.Analysis;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Search;
using Zhice.Records.Store;
using Zhice.Web.Features.Records.Figures;
using Zhice.Web.Papers;
using Zhice.Web.Visits;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Records.Navigation;

/// <summary>The paper of a navigation report: method, data, pictures and tables, and marked places for what only its author can find.</summary>
static class NavigationPaper
{
    const int MostRows = 25, MostTiles = 150;

    /// <summary>Steps that the making tells of.</summary>
    internal static int Steps(NavigationReport report) => 2 + NavigationPlan.Chapters(report.Kind).Sum(c => c.Parts.Sum(p => p.Figures.Count)) + report.Comparisons().Count;

    /// <summary>Makes the paper from the records of this moment.</summary>
    /// <param name="report">The report.</param>
    /// <param name="store">The records.</param>
    /// <param name="inside">Whether records of the office's own datasets count.</param>
    /// <param name="abnormal">Whether charts count what bears the mark of an abnormal filing.</param>
    /// <param name="today">The day of the analysis.</param>
    /// <param name="excluded">Who stands on exclusion sets.</param>
    /// <param name="told">Called with the number of each step as it begins.</param>
    /// <returns>The paper, the records that its query found, and the number of the last record of the store.</returns>
    internal static (OfficialPaper Paper, int Records, long Last) Of(NavigationReport report, RecordStore store, bool inside, bool abnormal, DateOnly today, IReadOnlyList<Excluded> excluded, Action<int> told)
    {
        var writer = new Writer(report, store, inside, abnormal, today, excluded, told);
        return (writer.Paper(), writer.Records, writer.Last);
    }

    sealed class Writer(NavigationReport report, RecordStore store, bool inside, bool abnormal, DateOnly today, IReadOnlyList<Excluded> excluded, Action<int> told)
    {
        readonly WordTable words = WordTable.Chinese;
        readonly RecordSnapshot snapshot = store.Snapshot();
        readonly HashSet<Dataset> drawnOn = [];
        HitSet? outside;
        readonly List<PaperPart> parts = [];
        int step, figures, tables;

        internal int Records { get; private set; }
        internal long Last => snapshot.Last;

        internal OfficialPaper Paper()
        {
            told(++step);
            outside = Exclusions.Of(store, snapshot, excluded, inside: true);
            var (text, node, hits, whole) = Found(report.Scope);
            Records = whole.Count;
            var result = RecordAnalysis.Of(hits, today, outside);
            var gross = hits.Count == whole.Count ? result.HighValue : RecordAnalysis.Of(whole, today, outside).HighValue;
            About(node, whole, result);
            var drawn = new AnalysisFigures(store, text, node, words, result.Basis.Condition);
            foreach (var chapter in NavigationPlan.Chapters(report.Kind))
            {
                parts.Add(new(PaperLevel.First, chapter.Heading));
                foreach (var (heading, codes, asks) in chapter.Parts)
                {
                    parts.Add(new(PaperLevel.Second, heading));
                    foreach (var code in codes)
                    {
                        told(++step);
                        Show(drawn, result.Basis.Hits, result with { HighValue = gross }, code);
                    }
                    Open(asks);
                }
            }
            Compare();
            told(++step);
            parts.Add(new(PaperLevel.First, "结论与建议"));
            foreach (var (heading, asks) in NavigationPlan.Findings(report.Kind))
            {
                parts.Add(new(PaperLevel.Second, heading));
                Open(asks);
            }
            Remarks();
            var insideOnly = RecordQuery.InsideOnly(words, drawnOn);
            if (insideOnly.Length > 0) parts.Insert(0, new(PaperLevel.Text, insideOnly));
            return new OfficialPaper(report.Title, $"（专利导航·{words.Of(report.Kind)}{(insideOnly.Length > 0 ? "·仅供内部使用" : "")}）", null, parts, null, null, [], null);
        }

        // What is analysed, and all that the query finds.
        (string Text, QueryNode Node, HitSet Hits, HitSet Whole) Found(string query)
        {
            // What was kept was understood then; a wildcard may mean too many words today, and finds nothing.
            if (!QueryParser.Parse(query).Accepted(out var node, out _) || !RecordSearch.Collect(snapshot, node, inside).Accepted(out var whole, out _)) return (query, new AllNode(), HitSet.None(snapshot), HitSet.None(snapshot));
            drawnOn.UnionWith(RecordQuery.DatasetsOf(whole));
            return !abnormal && AbnormalFilings.LeftOut(query, node) is { } without && RecordSearch.Collect(snapshot, without.Read, inside).Accepted(out var hits, out _) ? (without.Text, without.Read, hits, whole) : (query, node, whole, whole);
        }

        void About(QueryNode node, HitSet hits, AnalysisResult result)
        {
            parts.Add(new(PaperLevel.First, "项目与方法"));
            parts.Add(new(PaperLevel.Second, "目的与范围"));
            Open("本次导航的需求方、要回答的问题、技术和地域边界");
            parts.Add(new(PaperLevel.Second, "数据与检索"));
            var datasets = hits.ByDataset().Select(count => (Set: snapshot.Datasets.FirstOrDefault(d => d.Id == count.Value), count.Count)).Where(d => d.Set is not null).ToList();
            Table("数据与检索条件", [("项目", 36), ("内容", 120)],
            [
                ["检索式", report.Scope.Length == 0 ? "（全部记录）" : report.Scope], ["系统读作", node.ToString()], ["检索日期", ChineseNumbers.Day(today)], ["数据截至", $"本库第 {Last} 号记录"],
                ["命中记录", $"{Visit.Number(hits.Count)} 件"],
                ["计入图表的申请", $"{Visit.Number(result.Counted)} 件；另有同一申请的其他公布 {Visit.Number(result.Basis.Again)} 件、不是所统计权利的记录 {Visit.Number(result.Basis.Rest)} 件，不计入"], ["其中合成数据", $"{Visit.Number(hits.CountOf(RecordFacts.Synthetic))} 件"],
                ["已认定的非正常申请", $"{Visit.Number(hits.CountOf(RecordFacts.Abnormal))} 件；{(hits.Count == result.Total ? "计入各图表" : "不计入各图表")}，连同剔除名单（{excluded.Count} 个对象）上的申请人、代理机构的专利，在高价值发明专利中扣除"],
                .. datasets.Select(d => (IReadOnlyList<string>)["数据集", $"{d.Set!.Name}（{d.Set.Code}）；{(d.Set.Inside ? "仅供内部使用；" : "")}命中 {Visit.Number(d.Count)} 件；来源：{Or(d.Set.Source)}；许可：{Or(d.Set.Licence)}；最近接入：{(d.Set.Updated is { } at ? Visit.Moment(at) : "–")}"]),
            ]);
            parts.Add(new(PaperLevel.Second, "方法"));
            foreach (var line in (string[])
            [
                "各图表由系统对检索命中的记录按申请逐件计数：同一申请的公布和授权文本只计一件，许可、转让、质押等不计为申请。图与表数字相同，表中只列前若干行的另有说明。同一申请有多个分类或多个申请人的，在各类、各申请人中分别计入。",
                abnormal ? "各图表按编制人的选择计入已标明的非正常申请。" : "各图表不含已标明的非正常申请；检索式本身限定非正常申请的除外。剔除名单上的申请人、代理机构只在高价值发明专利中扣除。",
                "地区按第一申请人地址归入行政区划；年度按申请日；授权按授权公告日。近两年申请尚未全部公开，趋势末端偏低。",
                "合作网络按同一记录的共同申请人计，取关系最强的一部分画出；技术流向按引用计，由被引一方流向施引一方，只计本库收录的文献。",
                "集中度 CR4 为前四名第一申请人占比，HHI 为各申请人占比（百分数）平方和；近五年年均增长不含最近两年。",
                $"高价值发明专利按五类情形取并集，有效且权利人在国内，每件计一次，海外同族只看已授权的外国成员，扣除已认定的非正常申请和剔除名单上的申请人、代理机构的专利；较高质押融资金额以 1,000 万元为参数（官方未公布标准）。",
            ])
                parts.Add(new(PaperLevel.Text, line));
            if (result.Total == 0) parts.Add(new(PaperLevel.Text, "检索没有命中记录，以下各章没有图表。请先修改检索式。"));
        }

        static string Or(string text) => text.Length == 0 ? "–" : text;

        void Show(AnalysisFigures drawn, HitSet hits, AnalysisResult result, string code)
        {
            if (hits.Count == 0) return;
            switch (code.Split(':'))
            {
                case ["years"]: Figure(drawn.Years(result)); break;
                case ["life"]: Figure(drawn.Life(result)); break;
                case ["heat"]: Figure(drawn.Heat(result)); break;
                case ["pendency"]: Figure(drawn.Pendency(result), "没有已授权的发明。"); break;
                // The tiles of the picture are subclasses, and so are the rows of its table.
                case ["treemap"]: Figure(drawn.Treemap(hits), rows: row => row.Name.Length == 4); break;
                case ["network"]:
                    if (drawn.Network(hits) is { } network)
                    {
                        Figure(network.Figure);
                        Table(network.Ties);
                    }
                    else parts.Add(new(PaperLevel.Text, "没有两个以上申请人的记录。"));
                    break;
                case ["flow", var from, var to]: Figure(drawn.Flow(hits, Enum.Parse<FlowSide>(from), Enum.Parse<FlowSide>(to), inside), "检索命中的记录没有引用本库收录的文献。"); break;
                case ["concentration"]: Table("集中程度与增长", [("指标", 80), ("数值", 76)], [["第一申请人数", Visit.Number(result.Concentration.Applicants)], ["CR4", Percent(result.Concentration.Cr4)], ["HHI", Whole(result.Concentration.Hhi)], ["近五年年均增长", result.Growth is { } g ? Percent(g) : "–"]]); break;
                case ["high-value"]: HighValue(result.HighValue); break;
                default: Figure(drawn.Ranking(result, code)); break;
            }
        }

        void HighValue(HighValue value) => Table("高价值发明专利", [("项目", 110), ("件数", 46)],
        [
            ["有效发明专利（国内权利人）", Visit.Number(value.InForce)], ["战略性新兴产业的发明专利", Visit.Number(value.Emerging)], ["在海外有同族专利权的发明专利", Visit.Number(value.Foreign)],
            ["维持年限超过10年的发明专利", Visit.Number(value.Kept)], ["实现较高质押融资金额的发明专利", Visit.Number(value.Pledged)], ["获得国家科学技术奖或中国专利奖的发明专利", Visit.Number(value.Awarded)],
            ["符合任一情形（不重复）", Visit.Number(value.Union)], ["其中已认定的非正常申请，扣除", Visit.Number(value.Excluded)], ["高价值发明专利", Visit.Number(value.Reported)],
        ]);

        void Figure(Figure? figure, string without = "", Func<(string Name, IReadOnlyList<string> Figures, string? Query), bool>? rows = null)
        {
            if (figure is null || figure.Table.Rows.Count == 0)
            {
                parts.Add(new(PaperLevel.Text, without.Length == 0 ? "没有可以画出的数据。" : without));
                return;
            }
            var name = words["table." + figure.Code];
            parts.Add(new(PaperLevel.Figure, $"图{++figures} {name}") { Drawing = figure.Picture, Says = figure.Says.Length == 0 ? name : figure.Says });
            Table(rows is null ? figure.Table : figure.Table with { Rows = [.. figure.Table.Rows.Where(rows)] }, rows is null ? MostRows : MostTiles);
        }

        void Table(FigureTable table, int most = MostRows)
        {
            var first = table.Heads.Count > 6 ? 24 : table.Heads.Count == 2 ? 96 : table.Heads.Count == 3 ? 76 : 60;
            var other = (OfficialDocx.TextWidth - first) / (table.Heads.Count - 1);
            Table(words["table." + table.Code], [.. table.Heads.Select((h, i) => (FigureTable.Head(h, words), i == 0 ? OfficialDocx.TextWidth - other * (table.Heads.Count - 1) : other))],
                [.. table.Rows.Take(most).Select(r => (IReadOnlyList<string>)[r.Name, .. r.Figures])], table.Rows.Count - most, most);
        }

        void Table(string title, IReadOnlyList<(string Head, int Width)> columns, IReadOnlyList<IReadOnlyList<string>> rows, int left = 0, int most = MostRows)
        {
            parts.Add(new(PaperLevel.Table, $"表{++tables} {title}") { Table = new(title, columns, rows) });
            if (left > 0) parts.Add(new(PaperLevel.Note, $"表中为前 {most} 行，其余 {left} 行见系统中的分析页面。"));
        }

        void Compare()
        {
            var others = report.Comparisons();
            if (others.Count == 0) return;
            parts.Add(new(PaperLevel.First, "对比分析"));
            var rows = new List<IReadOnlyList<string>>();
            var bars = new List<Valued>();
            foreach (var (name, query) in others.Prepend(new NavigationComparison("本次分析对象", report.Scope)))
            {
                if (rows.Count > 0) told(++step);
                var result = RecordAnalysis.Of(Found(query).Hits, today, outside);
                bars.Add(new(name, result.Counted));
                rows.Add([name, Visit.Number(result.Counted), result.Growth is { } g ? Percent(g) : "–", Visit.Number(result.HighValue.InForce), Visit.Number(result.HighValue.Reported), Percent(result.Concentration.Cr4), result.Pendency is { } p ? p.Median.ToString("0.0", CultureInfo.InvariantCulture) : "–"]);
            }
            parts.Add(new(PaperLevel.Figure, $"图{++figures} 对比对象的申请件数") { Drawing = Charts.Bars(bars), Says = "对比对象的申请件数" });
            Table("对比", [("对象", 36), ("申请件数", 20), ("近五年年均增长", 22), ("有效发明（国内）", 20), ("高价值发明专利", 20), ("CR4", 16), ("授权周期中位数（月）", 22)], rows);
            Table("对比检索式", [("对象", 36), ("检索式", 120)], [.. others.Select(o => (IReadOnlyList<string>)[o.Name, o.Query])]);
            Open("与对比对象的差距、优势及其原因");
        }

        void Remarks()
        {
            parts.Add(new(PaperLevel.First, "编制说明"));
            parts.Add(new(PaperLevel.Text, $"本报告的种类依照{NavigationPlan.Part(report.Kind)}。【待核】该标准正文未能取得，各章名称和次序为本系统草案，使用单位应按标准文本核对后定稿。"));
            parts.Add(new(PaperLevel.Text, "标有“待编制人填写”之处由编制人填写，系统不作判断。图表由系统按上列检索式生成，用同一名称的报告可以随时按当日数据重新生成。"));
        }

        void Open(string asks) => parts.Add(new(PaperLevel.Open, $"【待编制人填写】{asks}。"));

        static string Percent(double share) => (100 * share).ToString("0.0", CultureInfo.InvariantCulture) + "%";

        static string Whole(double value) => value.ToString("0", CultureInfo.InvariantCulture);
    }
}
