using Zhice.Domain.Programme;
using Zhice.Domain.Submitting;
using Zhice.Domain.Working;

namespace Zhice.Domain.Tests.Submitting;

/// <summary>Sources and bodies for the tests.</summary>
internal static class Bodies
{
    public static readonly OfficeName Anhui = new("office-340000", "安徽省知识产权局"), Hefei = new("office-340100", "合肥市知识产权局"), Nation = new("cnipa", "国家知识产权局");
    public static readonly PolicySentence First = new("t1.m1.c1", "修订专利资助办法。"), Second = new("t1.m1.c2", "建立商标恶意注册预警机制。");
    public static readonly EvidenceSource Whole = new(1, 1, "工作总结.pdf", new string('a', 64)), OfFirst = new(2, 3, "资助办法.pdf", new string('b', 64));

    public static SourceReport Report(string words, long key = 7, IReadOnlyList<(EvidenceSource, string?)>? evidence = null, params IReadOnlyList<PolicySentence> commitments) => new(
        new ReportSource(key, 2, new DateOnly(2026, 7, 1), new DateOnly(2026, 9, 30)), words, WorkStatus.Done, WorkResult.Met, commitments, evidence ?? []);

    public static SourceDuty Duty(OfficeName office, SourceReport? report, ObligationLevel level = ObligationLevel.Mandatory, OptChoice choice = OptChoice.Undecided,
        WorkStatus status = WorkStatus.NotStarted, string? reason = null) => new(
            office, level, choice, report is not null && status == WorkStatus.NotStarted ? report.Status : status, report?.Result ?? WorkResult.None, reason, report);

    public static SourceTask Task(string id, string title, IReadOnlyList<SourceDuty>? own = null, IReadOnlyList<SourceDuty>? below = null, string section = "一、完善制度\n（一）法规") =>
        new(new TaskSource(new string('d', 64), "年度任务清单", id, id[1..], 1), section, title, [], [], own ?? [], below ?? []);

    public static BodySource Source(params IReadOnlyList<SourceTask> tasks) => new("2026年度工作", 2026, Anhui, Nation, tasks, None);

    public static readonly IReadOnlyDictionary<string, IndicatorField> None = new Dictionary<string, IndicatorField>();

    public static SubmissionBody Body(string words, IReadOnlyList<(EvidenceSource, string?)>? evidence = null) =>
        BodyBuilder.Build(Source(Task("t1", "修订办法", [Duty(Anhui, Report(words, evidence: evidence ?? [(Whole, null)]))])));

    public static BodyItem Item(this SubmissionBody body, string title) => body.Items.Single(item => item.Title == title);

    public static T Accept<T>(this Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new Xunit.Sdk.XunitException($"Refused: {refusal}");

    public static string Code<T>(this Outcome<T> outcome) where T : notnull => outcome.Accepted(out _, out var refusal) ? "accepted" : refusal.Code;
}
