using System.Globalization;
using Zhice.Data.Submitting;
using Zhice.Domain.Calendar;
using Zhice.Domain.Submitting;
using Zhice.Web.Exports;
using Zhice.Web.Papers;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Submitting;

/// <summary>A submission as an official paper, and its annexes as tables. The paper is Chinese in every language of the screen.</summary>
public static class SubmissionPaper
{
    static readonly WordTable Words = WordTable.Chinese;

    /// <summary>The paper: headings, tasks, what was done, the tables of tasks and evidence, and the digest of the electronic copy.</summary>
    public static OfficialPaper Of(OpenedSubmission opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var signed = opened.Submission.State is SubmissionState.Submitted or SubmissionState.Received && opened.Submission.Revision == opened.Revision.Number;
        var parts = new List<PaperPart> { new(PaperLevel.Text, opened.Body.Opening) };
        foreach (var section in opened.Body.Sections)
        {
            // A document without headings leaves its tasks on the first level.
            var level = section.Heading.Length == 0 ? PaperLevel.First : PaperLevel.Second;
            if (section.Heading.Length > 0) parts.Add(new(PaperLevel.First, section.Heading));
            foreach (var item in section.Items)
            {
                parts.Add(new(level, item.Title));
                parts.AddRange(Texts(item, marked: !signed).Select(text => new PaperPart(PaperLevel.Text, text)));
            }
        }
        var digest = opened.Revision.Digest;
        return new OfficialPaper(opened.Body.Title, signed ? null : "（未签发，送审稿）", opened.Body.Addressee, parts, opened.Office.Name,
            signed && opened.Submission.SubmittedAt is { } at ? ChinaTime.DayOf(at) : null,
            Figures(opened.Body) is { } figures ? [Tasks(opened.Body), Evidence(opened.Body), figures] : [Tasks(opened.Body), Evidence(opened.Body)],
            new PaperCode(QrPicture.Png(digest), $"电子件摘要（SM3）：{digest}　第{opened.Revision.Number}稿", QrPicture.Text(digest)));
    }

    /// <summary>What is said of a task, a paragraph a line; where nothing is, that is said.</summary>
    /// <param name="item">The task.</param>
    /// <param name="marked">True for a draft: who signs on paper sees which sentence stands on nothing. What was signed carries no marks.</param>
    public static IReadOnlyList<string> Texts(BodyItem item, bool marked = false)
    {
        ArgumentNullException.ThrowIfNull(item);
        var reason = item.Reason is { } why ? Words["paper.reason", why] : "";
        IReadOnlyList<string> said = item.Standing switch
        {
            ItemStanding.Declined => [Words["paper.declined", reason]],
            ItemStanding.NotApplicable => [Words["paper.not-applicable", reason]],
            ItemStanding.Silent => [Words["paper.silent"]],
            _ => [.. item.Paragraphs.Where(p => p.Sentences.Count > 0).Select(p =>
                (p.Office is { } office ? $"{office.Name}：" : "") + (marked ? string.Concat(p.Sentences.Select(Marked)) : p.Words) + (p.LeftOut > 0 ? Words["paper.left-out", p.LeftOut] : ""))],
        };
        return item.Fields is not { Count: > 0 } fields ? said : [.. said, Words["paper.figures", string.Join('；', fields.Select(Text))]];
    }

    /// <summary>A figure in one line: name, value, unit, growth, year, source, target, and how they compare.</summary>
    static string Text(IndicatorField field) =>
        $"{field.Name}{Value(field)}（{FigureWords.Year(field, Words)}，{FigureWords.Source(field, Words)}{(field.Target is { } target ? $"；目标{target}，{FigureWords.Compared(field, Words)}" : "")}）";

    static string Value(IndicatorField field) => $"{field.Value}{field.Unit}{(FigureWords.Growth(field, Words) is { Length: > 0 } growth ? $"，{growth}" : "")}";

    /// <summary>附件3: one row a figure; null where the submission holds none.</summary>
    public static PaperAnnex? Figures(SubmissionBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var rows = FigureRows(body).Select((f, i) => (IReadOnlyList<string>)[Number(i + 1), f.Task, f.Field.Name, FigureWords.Year(f.Field, Words), Value(f.Field), f.Field.Target ?? "—", f.Field.Target is null ? "—" : FigureWords.Compared(f.Field, Words), FigureWords.Source(f.Field, Words)]).ToList();
        return rows.Count == 0 ? null : new(Words["paper.annex-figures"], [("序号", 11), ("任务", 11), ("指标", 30), ("年度", 20), ("数值", 22), ("目标", 20), ("与目标比较", 20), ("来源", 22)], rows);
    }

    static IEnumerable<(string Task, IndicatorField Field)> FigureRows(SubmissionBody body) =>
        from row in Rows(body)
        from field in row.Item.Fields ?? []
        select (row.Number, field);

    static string Marked(BodySentence sentence) => sentence.Support switch
    {
        SentenceSupport.Evidence => sentence.Text,
        SentenceSupport.Unchecked => sentence.Text + Words["paper.unchecked"],
        _ => sentence.Text + Words["paper.unsupported"],
    };

    /// <summary>附件1: one row a task.</summary>
    public static PaperAnnex Tasks(SubmissionBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Words["paper.annex-tasks"],
            [("序号", 11), ("任务", 55), ("状态", 20), ("结果", 20), ("语句", 14), ("有佐证", 17), ("无佐证", 19)],
            [.. Rows(body).Select(r => (IReadOnlyList<string>)
                [r.Number, r.Item.Title, r.Status, r.Result, Number(r.Sentences), Number(r.Supported), Number(r.Sentences - r.Supported)])]);
    }

    /// <summary>附件2: one row a piece of evidence, with the tasks that it stands behind.</summary>
    public static PaperAnnex Evidence(SubmissionBody body)
    {
        ArgumentNullException.ThrowIfNull(body);
        return new(Words["paper.annex-evidence"], [("序号", 11), ("佐证材料", 66), ("版本", 14), ("支撑的任务", 33), ("SHA-256（前16位）", 32)],
            [.. Pieces(body).Select((piece, i) => (IReadOnlyList<string>)
                [Number(i + 1), piece.Evidence.Title, Number(piece.Evidence.Number), string.Join('、', piece.Tasks), piece.Evidence.Sha256 is { } sha ? sha[..16] : "—"])]);
    }

    /// <summary>The annex as a workbook: tasks, sentences with what stands behind each, evidence.</summary>
    public static Stream Workbook(OpenedSubmission opened)
    {
        ArgumentNullException.ThrowIfNull(opened);
        var file = TableFile.Scratch();
        using (var book = new XlsxWriter(file))
        {
            Sheet(book, Words["paper.annex-tasks"], [("序号", 8), ("标题", 24), ("任务", 50), ("状态", 14), ("结果", 12), ("语句", 8), ("有佐证", 8), ("无佐证", 8)],
                Rows(opened.Body).Select(r => (Cell[])
                    [Cell.Of(r.Number), Cell.Of(r.Section), Cell.Of(r.Item.Title), Cell.Of(r.Status), Cell.Of(r.Result), Cell.Of(r.Sentences), Cell.Of(r.Supported), Cell.Of(r.Sentences - r.Supported)]));
            Sheet(book, Words["paper.sheet-sentences"], [("任务序号", 10), ("机构", 22), ("语句", 80), ("佐证情况", 16), ("佐证材料", 40), ("对应的文件原文", 50), ("数据", 24)],
                from row in Rows(opened.Body)
                from paragraph in row.Item.Paragraphs
                from sentence in paragraph.Sentences
                select (Cell[])
                [
                    Cell.Of(row.Number), Cell.Of(paragraph.Office?.Name ?? opened.Office.Name), Cell.Of(sentence.Text), Cell.Of(Words.Of(sentence.Support)),
                    Cell.Of(string.Join('；', sentence.Evidence.Select(e => e.Title))), Cell.Of(sentence.Commitment?.Words),
                    Cell.Of(string.Join('；', sentence.Figures.Select(f => $"{f.What} {f.Text}（目标{f.Target}）"))),
                ]);
            Sheet(book, Words["paper.annex-figures"], [("任务序号", 10), ("指标", 40), ("指标代码", 26), ("年度", 24), ("数值", 14), ("单位", 12), ("较上年（%）", 12), ("目标", 22), ("与目标比较", 30), ("来源", 36), ("取数日期", 12)],
                FigureRows(opened.Body).Select(f => (Cell[])
                    [Cell.Of(f.Task), Cell.Of(f.Field.Name), Cell.Of(f.Field.Indicator), Cell.Of(FigureWords.Year(f.Field, Words)), Cell.Of(Decimal(f.Field.Value)), Cell.Of(f.Field.Unit), Cell.Of(f.Field.Growth is { } growth ? Decimal(growth) : null), Cell.Of(f.Field.Target), Cell.Of(FigureWords.Compared(f.Field, Words)), Cell.Of(FigureWords.Source(f.Field, Words)), Cell.Of(f.Field.ReadOn)]));
            Sheet(book, Words["paper.annex-evidence"], [("序号", 8), ("佐证材料", 50), ("版本", 8), ("支撑的任务", 24), ("SHA-256", 68)],
                Pieces(opened.Body).Select((piece, i) => (Cell[])
                    [Cell.Of(i + 1), Cell.Of(piece.Evidence.Title), Cell.Of(piece.Evidence.Number), Cell.Of(string.Join('、', piece.Tasks)), Cell.Of(piece.Evidence.Sha256)]));
        }
        file.Position = 0;
        return file;
    }

    static decimal Decimal(string number) => decimal.Parse(number, NumberStyles.Number, CultureInfo.InvariantCulture);

    internal static void Sheet(XlsxWriter book, string name, IReadOnlyList<(string Head, double Width)> columns, IEnumerable<Cell[]> rows)
    {
        book.Begin(new SheetLayout(name, [.. columns.Select(c => c.Width)]) { FrozenRows = 1, FilterRow = 1 });
        book.Row([.. columns.Select(c => Cell.Of(c.Head, CellStyle.Head))]);
        foreach (var row in rows) book.Row(row);
    }

    sealed record Row(string Number, string Section, BodyItem Item, string Status, string Result, int Sentences, int Supported);

    static IEnumerable<Row> Rows(SubmissionBody body)
    {
        var number = 0;
        foreach (var section in body.Sections)
            foreach (var item in section.Items)
            {
                var sentences = item.Paragraphs.SelectMany(p => p.Sentences).ToList();
                yield return new Row(Number(++number), section.Heading, item,
                    item.Status is { } status ? Words[$"paper.status.{status}"] : Words[$"paper.standing.{item.Standing}"],
                    item.Result is { } result ? Words[$"paper.result.{result}"] : "—",
                    sentences.Count, sentences.Count(s => s.Support == SentenceSupport.Evidence));
            }
    }

    static IEnumerable<(EvidenceSource Evidence, IReadOnlyList<string> Tasks)> Pieces(SubmissionBody body) =>
        from row in Rows(body)
        from sentence in row.Item.Paragraphs.SelectMany(p => p.Sentences)
        from piece in sentence.Evidence
        group row.Number by piece into uses
        select (uses.Key, (IReadOnlyList<string>)[.. uses.Distinct()]);

    static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
