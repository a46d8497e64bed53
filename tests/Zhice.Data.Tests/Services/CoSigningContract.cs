using Microsoft.EntityFrameworkCore;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Data.Tests.Services;

public sealed class SqliteCoSigning(PostgresCluster cluster) : CoSigningContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresCoSigning(PostgresCluster cluster) : CoSigningContract(StoreProvider.PostgreSql, cluster);

/// <summary>Several signatures on one application: each with an account of its own, over what stands, and all of them before it is handed in.</summary>
public abstract class CoSigningContract(StoreProvider provider, PostgresCluster cluster) : CaseOffice(provider, cluster)
{
    [Fact]
    public async Task An_application_is_handed_in_when_every_co_applicant_has_signed_what_stands()
    {
        var ((who, applicant), (second, owner), (third, other)) = (await Applicant("li"), await Applicant("wang"), await Applicant("zhao"));
        var row = await Joint(who, applicant, owner, other);
        Assert.Equal(["申请人wang", "申请人zhao"], await Open(who, row));
        Assert.Equal("case.sign-missing", await Refused(who, row.Id, CaseActionKind.Submit));

        await Signed(second, row, owner);
        Assert.Equal(["申请人zhao"], await Open(who, row));
        Assert.Equal("case.sign-missing", await Refused(who, row.Id, CaseActionKind.Submit));
        Assert.Equal("case.signed", await TriedToSign(second, row, owner));
        Assert.Equal("case.party", await TriedToSign(second, row, other)); // for oneself only
        Assert.Equal("case.party", await TriedToSign(who, row, other));
        Assert.Equal("case.sign-changed", (await CoSigning.Sign(Db, House, third, row.Id, other.Id, new string('0', 64), Cancel)).Refusal());
        await Signed(third, row, other);
        await Do(who, row.Id, CaseActionKind.Submit);

        var kept = Assert.Single(Actions(row.Id)).Action.Payload.Signatures!;
        Assert.Equal([("申请人wang", "Manager"), ("申请人zhao", "Manager")], kept.Select(s => (s.Name, s.As)));
        Assert.All(kept, s => Assert.True(Data.Submitting.InstanceKey.Verify(House.Key.PublicKey, CoSigning.Words(row.Number, new(s.Applicant), new(s.Account), s.Digest, s.At), s.Signature)));
        var opened = (await CaseBook.Open(Db, House, second, row.Id, Cancel)).Accept(); // a co-applicant follows the case, and acts in no part of it
        Assert.Equal((true, false), (opened.IsSigner, opened.IsApplicant));
        Assert.Empty(opened.Allowed);
        Assert.Null(CaseBook.Broken(opened.Row, opened.Actions, House.Key.PublicKey));
        Assert.Equal("case.not-now", (await CoSigning.TakeBack(Db, House, second, row.Id, owner.Id, Cancel)).Refusal());
    }

    [Theory]
    [InlineData("form")]
    [InlineData("paper")]
    [InlineData("paper-out")]
    [InlineData("named")]
    [InlineData("back")]
    public async Task Whatever_changes_after_a_signature_voids_it(string change)
    {
        var ((who, applicant), (second, owner), (_, other)) = (await Applicant("li"), await Applicant("wang"), await Applicant("zhao"));
        var row = await Joint(who, applicant, owner);
        await Signed(second, row, owner);
        Assert.Empty(await Open(who, row));
        var form = new Dictionary<string, string>(CaseDrafts.Read(Row(row.Id).Draft), StringComparer.Ordinal);
        switch (change)
        {
            case "form": form["amount"] = "200000"; await Save(who, row, form); break;
            case "paper": await Paper(who, row, 'c'); break;
            case "paper-out": (await CaseDrafts.Detach(Db, House, who, row.Id, Db.CaseMaterials.Where(m => m.CaseId == row.Id).Select(m => m.Id).Max(), Cancel)).Accept(); break;
            case "named": form["co_owner_1"] = other.Number; await Save(who, row, form); break;
            case "back": (await CoSigning.TakeBack(Db, House, second, row.Id, owner.Id, Cancel)).Accept(); break;
        }
        Assert.Equal([change == "named" ? "申请人zhao" : "申请人wang"], await Open(who, row));
        var end = Assert.Single(Db.CaseSignatures.AsNoTracking()).End;
        Assert.Equal(change switch { "named" => SignatureEnd.NotNamed, "back" => SignatureEnd.TakenBack, _ => SignatureEnd.Changed }, end);
        Db.ChangeTracker.Clear();
        Assert.NotEqual("", await Refused(who, row.Id, CaseActionKind.Submit));
        Assert.Empty(Actions(row.Id));
        if (change == "named") Assert.Equal("case.missing", (await CaseBook.Open(Db, House, second, row.Id, Cancel)).Refusal()); // no longer named, no longer there
        else if (change != "paper-out")
        {
            await Signed(second, row, owner); // what stands now may be signed anew
            await Do(who, row.Id, CaseActionKind.Submit);
        }
    }

    [Fact]
    public async Task The_same_words_saved_again_void_nothing()
    {
        var ((who, applicant), (second, owner)) = (await Applicant("li"), await Applicant("wang"));
        var row = await Joint(who, applicant, owner);
        await Signed(second, row, owner);
        await Save(who, row, new(CaseDrafts.Read(Row(row.Id).Draft), StringComparer.Ordinal));
        Assert.Empty(await Open(who, row));
    }

    [Fact]
    public async Task An_agent_signs_while_its_power_of_attorney_lasts_and_sees_nothing_after_it()
    {
        var ((who, applicant), (second, owner)) = (await Applicant("li"), await Applicant("wang"));
        var agent = Account("agent");
        (await Applicants.Add(Db, second, owner.Id, "agent", MemberKind.Agent, new(2026, 9, 1), new(2026, 9, 7), Now, Cancel)).Accept();
        var row = await Joint(who, applicant, owner);
        Assert.Contains(row.Id, await CoSigning.Waiting(Db, agent, new(2026, 9, 7)).Select(c => c.Id).ToListAsync(Cancel));
        Now.Moment = Now.Moment.AddDays(1); // the power ended
        Assert.Equal("case.missing", await TriedToSign(agent, row, owner));
        Assert.Empty(await CoSigning.Waiting(Db, agent, new(2026, 9, 8)).ToListAsync(Cancel));
        Now.Moment = Now.Moment.AddDays(-1);
        await Signed(agent, row, owner);
        await Do(who, row.Id, CaseActionKind.Submit);
        Assert.Equal(nameof(MemberKind.Agent), Assert.Single(Actions(row.Id)[0].Action.Payload.Signatures!).As);
    }

    [Fact]
    public async Task Nobody_but_those_named_sees_the_draft_and_a_named_officer_keeps_away_from_the_case()
    {
        var ((who, applicant), (stranger, _)) = (await Applicant("li"), await Applicant("sun"));
        var officer = Account("officer", Role.DepartmentOfficer, "cnipa-utilisation");
        var own = (await Applicants.Register(Db, officer, new(ApplicantKind.Person, "共有人", null, "共有人", "010-12345678"), false, Now, Cancel)).Accept();
        var row = await Joint(who, applicant, own);
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, stranger, row.Id, Cancel)).Refusal());
        Assert.Equal("case.missing", (await CaseBook.Open(Db, House, Admin, row.Id, Cancel)).Refusal()); // a draft
        await Signed(officer, row, own);
        await Do(who, row.Id, CaseActionKind.Submit);
        Assert.Equal("case.party", await Refused(officer, row.Id, CaseActionKind.Accept)); // 回避
        Assert.Equal("case.officer", await Refused(Admin, row.Id, CaseActionKind.Assign, new() { Account = officer.AccountId!.Value.Value }));
    }

    [Fact]
    public async Task Who_is_not_registered_or_named_twice_is_refused_and_not_kept()
    {
        var ((who, applicant), (_, owner)) = (await Applicant("li"), await Applicant("wang"));
        var row = await Begun(who, applicant);
        var form = JointForm(owner.Number, owner.Number);
        form["co_owner_3"] = "A999999";
        var check = (await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept();
        Assert.Equal([("case.signer-twice", "f-co_owner_2"), ("case.signer-unknown", "f-co_owner_3")], check.Defects.Select(d => (d.Code, d.Field)));
        Db.ChangeTracker.Clear();
        Assert.False(CaseDrafts.Read(Row(row.Id).Draft).ContainsKey("co_owner_3"));
        Assert.Equal(owner.Id, Assert.Single(Db.CaseSigners.AsNoTracking()).ApplicantId);
        form["co_owner_1"] = applicant.Number;
        Assert.Contains((await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept().Defects, d => d is { Code: "case.signer-twice", Field: "f-co_owner_1" }); // oneself
        Db.ChangeTracker.Clear();
        (await CaseDrafts.Discard(Db, House, who, row.Id, Cancel)).Accept();
        Assert.Empty(Db.CaseSigners.AsNoTracking());
    }

    [Fact]
    public async Task Of_signatures_given_at_once_for_the_same_co_applicant_one_stands()
    {
        var ((who, applicant), (second, owner)) = (await Applicant("li"), await Applicant("wang"));
        for (var i = 0; i < 3; i++) (await Applicants.Add(Db, second, owner.Id, Account($"agent{i}").Name!, MemberKind.Agent, new(2026, 9, 1), new(2026, 12, 1), Now, Cancel)).Accept();
        var row = await Joint(who, applicant, owner);
        var digest = await DigestOf(who, row);
        var agents = Db.Accounts.AsNoTracking().Where(a => a.Login.StartsWith("agent")).AsEnumerable().Select(a => new Actor(a.Id, a.Login, [])).Append(second).ToList();
        var turns = await Task.WhenAll(agents.Select(async agent =>
        {
            await using var db = Store.CreateContext();
            return (await CoSigning.Sign(db, House, agent, row.Id, owner.Id, digest, Cancel)).Accepted(out _, out var refusal) ? "" : refusal.Code;
        }));
        Assert.Single(turns, "");
        Assert.All(turns.Where(t => t.Length > 0), code => Assert.Equal("case.signed", code));
        Assert.Single(Db.CaseSignatures.AsNoTracking().Where(s => s.VoidedAt == null));
    }

    [Fact]
    public async Task What_is_handed_in_while_it_is_changed_is_what_was_signed_or_is_refused()
    {
        var ((who, applicant), (second, owner)) = (await Applicant("li"), await Applicant("wang"));
        for (var turn = 0; turn < 8; turn++)
        {
            var row = await Joint(who, applicant, [owner], $"2020101234{turn:00}");
            await Signed(second, row, owner);
            var form = new Dictionary<string, string>(CaseDrafts.Read(Row(row.Id).Draft), StringComparer.Ordinal) { ["amount"] = "999" };
            var before = Row(row.Id).Draft;
            async Task<bool> Submitting()
            {
                await using var db = Store.CreateContext();
                return (await CaseWork.Act(db, House, who, row.Id, new(CaseActionKind.Submit, Key(), null, "", new()), Cancel)).Accepted(out _, out _);
            }
            async Task<bool> Changing()
            {
                await using var db = Store.CreateContext();
                return (await CaseDrafts.Save(db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accepted(out _, out _);
            }
            var submitting = turn % 2 == 0 ? Submitting() : Task.Run(Changing, Cancel);
            var changing = turn % 2 == 0 ? Task.Run(Changing, Cancel) : Submitting();
            await Task.WhenAll(submitting, changing);
            Db.ChangeTracker.Clear();
            var actions = Actions(row.Id);
            if (actions.Count == 0) continue; // refused: the signature was void by then
            Assert.Equal("100000", actions[0].Action.Payload.Values!["amount"]);
            Assert.Single(actions[0].Action.Payload.Signatures!);
            Assert.NotEqual("", before);
        }
    }

    static Dictionary<string, string> JointForm(string first, string? second = null, string patent = "202010123456.2")
    {
        var form = Declaration(patent);
        (form["co_owned"], form["co_sign"], form["co_owner_1"]) = ("yes", "yes", first);
        if (second is not null) form["co_owner_2"] = second;
        return form;
    }

    Task<ServiceCase> Joint(Actor who, ServiceApplicant applicant, params ServiceApplicant[] owners) => Joint(who, applicant, owners, "202010123456");

    Task<ServiceCase> Joint(Actor who, ServiceApplicant applicant, ServiceApplicant[] owners, string digits) =>
        Begun(who, applicant, JointForm(owners[0].Number, owners.ElementAtOrDefault(1)?.Number, $"{digits}.{Check(digits)}"));

    static char Check(string digits) => (digits.Select((c, place) => (c - '0') * (2 + place % 8)).Sum() % 11) switch { 10 => 'X', var rest => (char)('0' + rest) };

    async Task Save(Actor who, ServiceCase row, Dictionary<string, string> form)
    {
        Assert.Empty((await CaseDrafts.Save(Db, House, who, row.Id, form.GetValueOrDefault, Cancel)).Accept().Defects);
        Db.ChangeTracker.Clear();
    }

    async Task Paper(Actor who, ServiceCase row, char digit)
    {
        (await CaseDrafts.Attach(Db, House, who, row.Id, "declaration", new EvidenceContent("附件.pdf", "application/pdf", 3, new string(digit, 64), new string('b', 64), null), new FileDigests(3, new string(digit, 64), new string('b', 64)), Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    async Task<SigningState> State(Actor reader, ServiceCase row)
    {
        Db.ChangeTracker.Clear();
        var opened = (await CaseBook.Open(Db, House, reader, row.Id, Cancel)).Accept();
        return await CoSigning.Of(Db, reader, opened, await Db.CaseMaterials.AsNoTracking().Where(m => m.CaseId == row.Id && m.RemovedAt == null).OrderBy(m => m.Id).ToListAsync(Cancel), Cancel);
    }

    async Task<string> DigestOf(Actor reader, ServiceCase row) => (await State(reader, row)).Digest;

    async Task<List<string>> Open(Actor reader, ServiceCase row) => [.. (await State(reader, row)).Open.Select(s => s.Applicant.Name)];

    async Task Signed(Actor signer, ServiceCase row, ServiceApplicant applicant)
    {
        var digest = await DigestOf(signer, row);
        (await CoSigning.Sign(Db, House, signer, row.Id, applicant.Id, digest, Cancel)).Accept();
        Db.ChangeTracker.Clear();
    }

    async Task<string> TriedToSign(Actor signer, ServiceCase row, ServiceApplicant applicant)
    {
        var opened = await CaseBook.Open(Db, House, signer, row.Id, Cancel);
        var digest = opened.Accepted(out _, out _) ? await DigestOf(signer, row) : "";
        return (await CoSigning.Sign(Db, House, signer, row.Id, applicant.Id, digest, Cancel)).Refusal();
    }
}
