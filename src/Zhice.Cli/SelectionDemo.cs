using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Selection;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Documents;
using Zhice.Domain.Reporting;
using Zhice.Domain.Selection;

namespace Zhice.Cli;

/// <summary>评选演示: one selection that is awarded, one that is being published, one that is open. Applicants, words and scores are invented.</summary>
internal sealed class SelectionDemo(ZhiceStore store, TimeProvider clock)
{
    internal async Task Build(Actor nation, Actor city, IReadOnlyList<Actor> experts)
    {
        var today = ChinaTime.Today(clock);
        // Awarded a year ago: two universities.
        var universities = await Call(nation, "university-demonstration", "国家知识产权示范高校认定（演示）", today.AddDays(-420), today.AddDays(-390), 2).ConfigureAwait(false);
        foreach (var (office, name, score) in ((string, string, decimal)[])[("office-340000", "演示大学（安徽）", 91), ("office-320000", "演示大学（江苏）", 88.5m)])
            await Scored(nation, experts, await Apply(city, universities, office, name, today.AddDays(-400)).ConfigureAwait(false), score, today.AddDays(-385)).ConfigureAwait(false);
        if (await Published(nation, universities, today.AddDays(-380)).ConfigureAwait(false))
            await Do(db => AwardDesk.Award(db, nation, universities, VersionOf(db, universities), On(today.AddDays(-360)), CancellationToken.None)).ConfigureAwait(false);

        // Being published: three cities, two places.
        var zones = await Call(nation, "protection-zone", $"{today.Year}年国家知识产权保护示范区申报（演示）", today.AddDays(-60), today.AddDays(-20), 2).ConfigureAwait(false);
        foreach (var (office, score) in ((string, decimal)[])[("office-340200", 90), ("office-340300", 86.25m), ("office-320100", 84)])
            await Scored(nation, experts, await Apply(city, zones, office, null, today.AddDays(-40)).ConfigureAwait(false), score, today.AddDays(-10)).ConfigureAwait(false);
        await Published(nation, zones, today.AddDays(-1)).ConfigureAwait(false);

        // Open: one that is being written, one that waits for the check, one with a sheet that waits for its expert.
        var open = await Call(nation, "enterprise-demonstration", $"{today.Year}年国家知识产权示范企业申报（演示）", today.AddDays(-10), today.AddDays(30), 5).ConfigureAwait(false);
        await Do(db => ApplicationDesk.Begin(db, city, open, "office-340100", "演示科技有限公司", clock, CancellationToken.None)).ConfigureAwait(false);
        await Apply(city, open, "office-340200", "演示材料有限公司", today.AddDays(-5)).ConfigureAwait(false);
        var passed = await Apply(city, open, "office-320100", "演示装备有限公司", today.AddDays(-5)).ConfigureAwait(false);
        await Step(passed, (db, v) => ApplicationDesk.Check(db, nation, passed, v, ApplicationMove.Pass, [], clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => ScoreDesk.Assign(db, nation, passed, Login(db, experts[0]), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task<CallId> Call(Actor nation, string kindCode, string title, DateOnly opens, DateOnly closes, int quota)
    {
        var kind = SelectionFiles.Find(kindCode) ?? throw new InvalidOperationException($"There is no kind {kindCode}.");
        var call = await Do(db => CallDesk.Draft(db, nation, new(kind.Code, "cnipa", title, opens, closes, quota, null, kind.Terms with { Experts = 2 }) { Demonstration = true }, On(opens), CancellationToken.None)).ConfigureAwait(false);
        await Do(db => CallDesk.Move(db, nation, call.Id, 0, CallMove.Open, null, On(opens), CancellationToken.None)).ConfigureAwait(false);
        return call.Id;
    }

    // Offices without an account of the demonstration: its one city officer writes for them.
    async Task<ApplicationKey> Apply(Actor city, CallId call, string office, string? institution, DateOnly day)
    {
        using var reading = store.CreateContext();
        var from = await reading.Organisations.AsNoTracking().SingleAsync(o => o.Code == office).ConfigureAwait(false);
        var terms = TermsJson.Read(await reading.SelectionCalls.Where(c => c.Id == call).Select(c => c.Terms).SingleAsync().ConfigureAwait(false));
        var actor = city with { Roles = [new HeldRole(Role.RegionalOfficer, from.Id, from.Path)] };
        var at = On(day);
        var id = (await Do(db => ApplicationDesk.Begin(db, actor, call, office, institution, at, CancellationToken.None)).ConfigureAwait(false)).Id;
        await Step(id, (db, v) => ApplicationDesk.Save(db, actor, id, v, $"{institution ?? from.Name}符合申报条件，建设基础和目标见所附材料。（演示，虚构）", at, CancellationToken.None)).ConfigureAwait(false);
        foreach (var material in terms.Materials.Where(m => m.Required))
        {
            var content = await Kept($"{office}-{material.Code}.txt", $"{institution ?? from.Name}{material.Name}（演示，虚构）").ConfigureAwait(false);
            var evidence = (await Do(db => EvidenceRegister.Add(db, actor, from, EvidenceKind.File, new($"{material.Name}（演示）", day, null, Disclosure.OnRequest), content, at, CancellationToken.None)).ConfigureAwait(false)).Id;
            await Step(id, (db, v) => ApplicationDesk.Attach(db, actor, id, v, material.Code, evidence, at, CancellationToken.None)).ConfigureAwait(false);
        }
        await Step(id, (db, v) => ApplicationDesk.Submit(db, actor, id, v, at, CancellationToken.None)).ConfigureAwait(false);
        return id;
    }

    async Task Scored(Actor nation, IReadOnlyList<Actor> experts, ApplicationKey id, decimal score, DateOnly day)
    {
        var at = On(day);
        await Step(id, (db, v) => ApplicationDesk.Check(db, nation, id, v, ApplicationMove.Pass, [], at, CancellationToken.None)).ConfigureAwait(false);
        foreach (var (expert, by) in experts.Zip((decimal[])[1, -1]))
        {
            var sheet = await Do(db => ScoreDesk.Assign(db, nation, id, Login(db, expert), at, CancellationToken.None)).ConfigureAwait(false);
            await Do(async db =>
            {
                var terms = TermsJson.Read(await db.SelectionApplications.Where(a => a.Id == id).Join(db.SelectionCalls, a => a.CallId, c => c.Id, (_, c) => c.Terms).SingleAsync().ConfigureAwait(false));
                return await ScoreDesk.Save(db, expert, sheet.Id, [.. terms.Sheet.Select(i => new GivenScore(i.Code, score + by))], "demonstration", at, CancellationToken.None).ConfigureAwait(false);
            }).ConfigureAwait(false);
            await Do(db => ScoreDesk.HandIn(db, expert, sheet.Id, at, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    /// <summary>False where the calendar does not know the days yet: around New Year the demonstration stops before the shortlist.</summary>
    async Task<bool> Published(Actor nation, CallId call, DateOnly day)
    {
        using var db = store.CreateContext();
        var outcome = await PublicityDesk.Shortlist(db, nation, call, VersionOf(db, call), null, null, On(day), CancellationToken.None).ConfigureAwait(false);
        return outcome.Accepted(out _, out var refusal) || (refusal.Code == "calendar.year-missing" ? false : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code}"));
    }

    async Task<EvidenceContent> Kept(string name, string text)
    {
        var incoming = store.Files.Begin();
        await using (incoming.ConfigureAwait(false))
        {
            await incoming.Take(new MemoryStream(Encoding.UTF8.GetBytes(text)), long.MaxValue).ConfigureAwait(false);
            var digests = await incoming.Finish().ConfigureAwait(false);
            FileType? type;
            using (var content = incoming.Open())
                if (!FileInspection.Run(content, name).Accepted(out type, out var refusal)) throw new InvalidOperationException($"The demonstration was refused: {refusal.Code}");
            await incoming.Keep().ConfigureAwait(false);
            return EvidenceContent.File(name, type, digests);
        }
    }

    Task<SelectionApplication> Step(ApplicationKey id, Func<ZhiceDb, int, Task<Outcome<SelectionApplication>>> step) =>
        Do(async db => await step(db, await db.SelectionApplications.Where(a => a.Id == id).Select(a => a.Version).SingleAsync().ConfigureAwait(false)).ConfigureAwait(false));

    static int VersionOf(ZhiceDb db, CallId id) => db.SelectionCalls.Where(c => c.Id == id).Select(c => c.Version).Single();

    static string Login(ZhiceDb db, Actor expert) => db.Accounts.Where(a => a.Id == expert.AccountId).Select(a => a.Login).Single();

    static Earlier On(DateOnly day) => new(day);

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done
            : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }

    sealed class Earlier(DateOnly day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => new(day.ToDateTime(new TimeOnly(2, 0)), TimeSpan.Zero);
    }
}
