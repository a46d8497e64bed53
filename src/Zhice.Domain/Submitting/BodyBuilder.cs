using System.Globalization;
using System.Text.RegularExpressions;
using Zhice.Domain.Programme;
using Zhice.Domain.Working;

namespace Zhice.Domain.Submitting;

/// <summary>Makes the body of a submission from accepted reports: their words, and nothing else.</summary>
public static partial class BodyBuilder
{
    /// <summary>Sentences taken from one report of the office itself; the rest is counted, and said.</summary>
    public const int MostOwn = 60;

    /// <summary>Sentences taken from one report of an office below.</summary>
    public const int MostBelow = 12;

    // Below a fifth of its pairs, a report's sentence speaks of the task rather than of one sentence of the document.
    const double LeastWithin = 0.2;

    /// <summary>The body.</summary>
    public static SubmissionBody Build(BodySource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var sections = new List<BodySection>();
        var number = 0;
        foreach (var group in source.Tasks.GroupBy(task => (task.Source.Document, Heading(task.Section))))
            sections.Add(new BodySection(group.Key.Item2,
                [.. group.Select(task => Item((++number).ToString(CultureInfo.InvariantCulture), task, source.Figures))]));
        return new SubmissionBody(Title(source), source.Receiver.Name, Opening(source), sections);
    }

    /// <summary>A heading of the first level without its number: 一、, 第一部分, （一）.</summary>
    public static string Heading(string section)
    {
        ArgumentNullException.ThrowIfNull(section);
        return HeadingNumber().Replace(section.Split('\n')[0].Trim(), "").Trim();
    }

    /// <summary>The sentences of a report, each with its evidence and the sentence of the document that it answers.</summary>
    public static IReadOnlyList<BodyParagraph> Paragraphs(SourceReport report, OfficeName? office, IReadOnlyList<TaskTarget> targets)
    {
        var most = office is null ? MostOwn : MostBelow;
        var lines = Sentences.Paragraphs(report.Narrative).Select(Sentences.Of).ToList();
        var all = lines.Sum(line => line.Count);
        var paragraphs = new List<BodyParagraph>();
        var taken = 0;
        // What an office below says is one paragraph; the office's own paragraphs stay as it made them.
        foreach (var line in office is null ? lines : [lines.SelectMany(line => line).ToList()])
        {
            var here = line.Take(most - taken).ToList();
            taken += here.Count;
            if (here.Count == 0) break;
            paragraphs.Add(new BodyParagraph(office, report.Source, Touched: false, Newer: false, LeftOut: 0, [.. here.Select(text => Sentence(text, report, targets))]));
        }
        if (taken < all && paragraphs.Count > 0) paragraphs[^1] = paragraphs[^1] with { LeftOut = all - taken };
        return paragraphs;
    }

    static BodyItem Item(string key, SourceTask task, IReadOnlyDictionary<string, IndicatorField> figures)
    {
        var own = task.Own.Where(duty => duty.Report is not null).ToList();
        List<BodyParagraph> paragraphs =
        [
            .. own.SelectMany(duty => Paragraphs(duty.Report!, null, task.Targets)),
            .. task.Below.Where(duty => duty.Report is not null).SelectMany(duty => Paragraphs(duty.Report!, duty.Office, task.Targets)),
        ];
        var standing = paragraphs.Count > 0 ? ItemStanding.Reported
            : task.Own.Count > 0 && task.Own.All(duty => duty.Status == WorkStatus.NotApplicable) ? ItemStanding.NotApplicable
            : task.Own.Count > 0 && task.Own.All(duty => duty.Choice == OptChoice.Declined) ? ItemStanding.Declined
            : ItemStanding.Silent;
        // Several measures of one task: the weakest status and result, as the task is no further than they are.
        return new BodyItem(key, task.Source, task.Title, Level(task.Own), standing,
            standing is ItemStanding.Declined or ItemStanding.NotApplicable ? task.Own.Select(duty => duty.Reason).FirstOrDefault(reason => reason is not null) : null,
            own.Count == 0 ? null : own.Min(duty => duty.Status), own.Count == 0 ? null : own.Min(duty => duty.Result), paragraphs)
        {
            Fields = Fields(task, figures),
        };
    }

    static List<IndicatorField>? Fields(SourceTask task, IReadOnlyDictionary<string, IndicatorField> figures)
    {
        var fields = task.Indicators.Where(i => figures.ContainsKey(i.Code)).DistinctBy(i => i.Code)
            .Select(i => figures[i.Code] with { What = i.Target.What, Target = SentenceFigures.Words(i.Target), Aim = i.Aim }).Take(BodyEditing.MostFields).ToList();
        return fields.Count == 0 ? null : fields;
    }

    // 必做 before "not said" before 选做: the strictest of several measures.
    static ObligationLevel? Level(IReadOnlyList<SourceDuty> own) =>
        own.Count == 0 ? null
        : own.Any(duty => duty.Level == ObligationLevel.Mandatory) ? ObligationLevel.Mandatory
        : own.Any(duty => duty.Level == ObligationLevel.Unstated) ? ObligationLevel.Unstated
        : ObligationLevel.Optional;

    static BodySentence Sentence(string text, SourceReport report, IReadOnlyList<TaskTarget> targets)
    {
        var commitment = report.Commitments.Count switch
        {
            0 => null,
            1 => report.Commitments[0],
            _ => report.Commitments.Select(c => (Commitment: c, Within: Sentences.Within(text, c.Words)))
                .OrderByDescending(c => c.Within).Where(c => c.Within >= LeastWithin).Select(c => c.Commitment).FirstOrDefault(),
        };
        return new BodySentence(text, Edited: false, report.Source, commitment,
            [.. report.Evidence.Where(e => e.Commitment is null || e.Commitment == commitment?.Id).Select(e => e.Evidence)],
            SentenceFigures.Find(text, targets));
    }

    static string Title(BodySource source) =>
        string.Create(CultureInfo.InvariantCulture, $"{source.Office.Name}关于{source.Year}年度知识产权工作成效的报告");

    static string Opening(BodySource source)
    {
        var documents = source.Tasks.Select(task => task.Source.DocumentTitle).Distinct(StringComparer.Ordinal).ToList();
        var basis = documents.Count is 0 or > 4 ? $"“{source.Programme}”" : string.Join('、', documents.Select(title => $"《{title.Trim('《', '》')}》"));
        return string.Create(CultureInfo.InvariantCulture, $"根据{basis}要求，现将{source.Year}年度工作成效报告如下。");
    }

    [GeneratedRegex(@"^(?:第[一二三四五六七八九十百]+[部章节]分?[、\s　]*|[（(][一二三四五六七八九十百]+[）)]\s*|[一二三四五六七八九十百]+[、.．]\s*|\d+[、.．]\s*)")]
    private static partial Regex HeadingNumber();
}
