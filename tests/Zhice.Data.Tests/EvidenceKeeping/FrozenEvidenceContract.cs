using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Data.Tests.Services;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Indicators;
using Zhice.Domain.Reporting;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;

namespace Zhice.Data.Tests.EvidenceKeeping;

public sealed class SqliteFrozenEvidence(PostgresCluster cluster) : FrozenEvidenceContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresFrozenEvidence(PostgresCluster cluster) : FrozenEvidenceContract(StoreProvider.PostgreSql, cluster);

/// <summary>A case and an indicator value as evidence: taken by who may see them, kept as they were, naming nobody.</summary>
public abstract class FrozenEvidenceContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    Task<Domain.Outcome<EvidenceContent>> Freeze(Actor actor, EvidenceKind kind, string? reference)
    {
        Db.ChangeTracker.Clear();
        return EvidenceFreezing.Freeze(Db, Store.Files, House, DefinitionFiles.Shipped, actor, kind, reference, Cancel);
    }

    async Task<string> Words(EvidenceContent content) => Encoding.UTF8.GetString((await Store.Files.Read(content.Sha256!, Cancel))!);

    [Fact]
    public async Task A_case_says_as_evidence_what_it_said_then_and_who_applied_is_not_in_it()
    {
        var (who, applicant) = await Applicant("li");
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var row = await Ready(who, applicant, officer);
        var content = (await Freeze(Admin, EvidenceKind.Case, $" {row.Number.ToLowerInvariant()} ")).Accept();
        var evidence = (await EvidenceRegister.Add(Db, Admin, Db.Organisation("cnipa"), EvidenceKind.Case, new("开放许可办件", new(2026, 9, 7), null, Disclosure.Public), content, Now, Cancel)).Accept();
        Db.ChangeTracker.Clear();
        Assert.Equal("evidence.unchanged", (await EvidenceRegister.AddVersion(Db, Admin, evidence.Id, evidence.Version, (await Freeze(Admin, EvidenceKind.Case, row.Number)).Accept(), Now, Cancel)).Refusal());

        await Do(officer, row.Id, CaseActionKind.Decide, new() { Decision = "publish" });
        var later = (await Freeze(Admin, EvidenceKind.Case, row.Number)).Accept();
        (await EvidenceRegister.AddVersion(Db, Admin, evidence.Id, evidence.Version, later, Now, Cancel)).Accept();
        var (then, now) = (await Words(content), await Words(later));
        Assert.Equal((row.Number, "application/json"), (content.Reference, content.MediaType));
        Assert.Contains("\"phase\":\"Handling\"", then, StringComparison.Ordinal);
        Assert.Contains("\"phase\":\"Decided\"", now, StringComparison.Ordinal);
        Assert.Contains(Actions(row.Id)[2].Digest, then, StringComparison.Ordinal); // the chain as it was
        Assert.Contains(Actions(row.Id)[^1].Digest, now, StringComparison.Ordinal);
        Assert.Contains("ZL202010123456.2", now, StringComparison.Ordinal); // the public register says it, too
        foreach (var words in (string[])[then, now])
            foreach (var person in (string[])["申请人li", "张三", "12345678"]) Assert.DoesNotContain(person, words, StringComparison.Ordinal);
        Assert.Equal($"/service-cases?which=all&number={row.Number}", EvidenceFreezing.Address(EvidenceKind.Case, content.Reference));
    }

    [Fact]
    public async Task A_case_is_taken_by_who_may_see_it_and_whether_there_is_one_is_told_to_nobody_else()
    {
        var (who, applicant) = await Applicant("li");
        var draft = await Begun(who, applicant);
        var sent = await Begun(who, applicant, Declaration("202010123457.7"));
        await Do(who, sent.Id, CaseActionKind.Submit);
        Actor[] readers = [Admin, Account("department", Role.DepartmentOfficer, "cnipa-utilisation"), Account("auditor", Role.Auditor, "cnipa"), who, Account("anhui", Role.RegionalOfficer, "office-340000"), Account("nobody"), Actor.Public];
        foreach (var (reader, place) in readers.Select((r, i) => (r, i)))
        {
            Assert.Equal(place < 4 ? "accepted" : "evidence.case-missing", (await Freeze(reader, EvidenceKind.Case, sent.Number)).Refusal());
            Assert.Equal("evidence.case-missing", (await Freeze(reader, EvidenceKind.Case, draft.Number)).Refusal());
            foreach (var wrong in (string?[])[null, "", "X", new string('9', 2000), "' OR 1=1 --"]) Assert.Equal("evidence.case-missing", (await Freeze(reader, EvidenceKind.Case, wrong)).Refusal());
        }
        // To see a case is not to keep evidence for an office.
        var content = (await Freeze(who, EvidenceKind.Case, sent.Number)).Accept();
        Assert.Equal("access.denied", (await EvidenceRegister.Add(Db, who, Db.Organisation("cnipa"), EvidenceKind.Case, new("办件", new(2026, 9, 7), null, Disclosure.Public), content, Now, Cancel)).Refusal());
    }

    [Fact]
    public async Task An_indicator_value_says_as_evidence_what_it_was_and_to_those_who_may_see_it()
    {
        var definition = DefinitionFiles.Shipped.InForce("pledge_financing", Period.OfYear(2025))!;
        Db.Add(new LoadedDefinition { Id = 901, Code = definition.Code, Version = definition.Version, ValidFrom = definition.ValidFrom, Digest = new string('c', 64), At = Now.GetUtcNow() });
        Db.Add(new IndicatorFigure { Definition = 901, Period = Period.OfYear(2025).Key, OrganisationId = Db.Organisation("office-340000").Id, State = FigureState.Known, Value = 12.345m, Known = 16, Expected = 17 });
        await Db.SaveChangesAsync(Cancel);
        const string reference = "pledge_financing office-340000 2025";
        var (anhui, jiangsu) = (Account("anhui", Role.RegionalOfficer, "office-340000"), Account("jiangsu", Role.RegionalOfficer, "office-320000"));
        var content = (await Freeze(anhui, EvidenceKind.IndicatorValue, reference)).Accept();
        var words = await Words(content);
        Assert.Contains("\"unit\":\"亿元\",\"known\":16,\"expected\":17", words, StringComparison.Ordinal);
        Assert.Contains($"\"figure\":\"{(definition.Decimals == 2 ? "12.35" : "12.3")}\"", words, StringComparison.Ordinal);
        await Db.IndicatorFigures.ExecuteUpdateAsync(set => set.SetProperty(f => f.Value, 13m), Cancel);
        Assert.Equal(words, await Words(content));
        Assert.NotEqual(content.Sha256, (await Freeze(anhui, EvidenceKind.IndicatorValue, reference)).Accept().Sha256);
        foreach (var (reader, asked, code) in ((Actor, string, string)[])
        [
            (jiangsu, reference, "evidence.indicator-missing"), (Actor.Public, reference, "evidence.indicator-missing"), (anhui, "pledge_financing office-340000 2024", "evidence.indicator-missing"),
            (anhui, "no_such office-340000 2025", "evidence.indicator-missing"), (anhui, "pledge_financing", "evidence.indicator-form"), (anhui, "pledge_financing office-340000 someday", "evidence.indicator-form"),
        ])
            Assert.Equal(code, (await Freeze(reader, EvidenceKind.IndicatorValue, asked)).Refusal());
    }
}
