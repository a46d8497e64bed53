using Zhice.Data.Publishing;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Policy;

namespace Zhice.Data.Tests;

/// <summary>An office at work in a test store: accounts, a document, a reading.</summary>
static class Office
{
    public static readonly TimeProvider Clock = TimeProvider.System;
    public static readonly DateOnly Day = new(2023, 6, 1);

    public static Organisation Organisation(this ZhiceDb db, string code) => db.Organisations.Single(o => o.Code == code);

    public static Actor Actor(this ZhiceDb db, Role role, string at)
    {
        var organisation = db.Organisation(at);
        return new Actor(new AccountId(1), "测试员", [new HeldRole(role, organisation.Id, organisation.Path)]);
    }

    public static ImportedDocument Document(this ZhiceDb db, Disclosure disclosure = Disclosure.Public, string owner = "cnipa", string title = "任务清单")
    {
        var document = new ImportedDocument
        {
            Title = title, Kind = "task-list", Disclosure = disclosure, OwnerId = db.Organisation(owner).Id, FileName = "a.txt", FileDigest = new string('a', 64),
            TextDigest = new string('b', 64), ImportedAt = Clock.GetUtcNow(),
        };
        db.Documents.Add(document);
        db.SaveChanges();
        return document;
    }

    public static PublicationRequest Request(ImportedDocument document, params PolicyTask[] tasks) =>
        new(document.Id, null, 2023, "2023年年度工作", Day, Reading(tasks));

    public static PolicyDocument Reading(params PolicyTask[] tasks) => new() { Text = new string('文', 1000), Tasks = tasks };

    public static PolicyTask Task(string id, string title, params Measure[] measures) =>
        new() { Id = id, Title = title, Span = new Span(0, 10), Measures = measures };

    public static Measure Measure(string id, ActorScope scope, string words, params ApplicabilityRule[] rules) => new()
    {
        Id = id, Scope = scope, Text = words, Span = new Span(0, words.Length), Applicability = rules,
        Commitments = [new Commitment { Id = $"{id}.c1", Text = words, Span = new Span(0, words.Length) }],
    };

    public static ApplicabilityRule Rule(RegionLevel level, string words) =>
        new(level, words, words.EndsWith("必做", StringComparison.Ordinal), new Span(0, words.Length));

    public static Assignment By(string name) => new(name, AssignmentRole.Responsible, AssignmentMode.Joint, new Span(0, name.Length));

    public static T Accept<T>(this Domain.Outcome<T> outcome) where T : notnull =>
        outcome.Accepted(out var value, out var refusal) ? value : throw new Xunit.Sdk.XunitException($"Refused: {refusal}");

    public static string Refusal<T>(this Domain.Outcome<T> outcome) where T : notnull => outcome.Accepted(out _, out var refusal) ? "accepted" : refusal.Code;
}
