using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.EvidenceKeeping;
using Zhice.Data.Services;
using Zhice.Data.Statistics;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Web.Features.Accounts;

namespace Zhice.Cli;

/// <summary>办件演示: an applicant with its agent, and cases of every item in different states. Names, contents and results are invented and marked so.</summary>
public sealed class ServiceDemo(ZhiceStore store, TimeProvider clock)
{
    /// <summary>Login of the company that applies.</summary>
    public const string Applicant = "shenqing";

    /// <summary>Login of its agent.</summary>
    public const string Agent = "daili";

    /// <summary>Login of the platform that holders of evaluation reports let read them.</summary>
    public const string Platform = "pingtai";

    static readonly string platformCode = ExampleForm.Credit(77);

    enum Plan { Granted, Received, Returned, Handled, Refused, Drafted, Noticed }

    int number = 1;
    IReadOnlyList<Actor> panel = [];

    internal async Task Build(Actor nation, Actor department, Actor province, Actor provinceOfficer, Actor colleague)
    {
        panel = [provinceOfficer, province, colleague];
        var today = ChinaTime.Today(clock);
        var (who, applicant) = await Person(Applicant, "演示·申请单位经办人", new(ApplicantKind.Company, "演示科技有限公司", ExampleForm.Credit(88), "演示联系人", "010-60000088")).ConfigureAwait(false);
        await Person(Agent, "演示·代理人", new(ApplicantKind.Person, "演示代理人", null, "演示代理人", "010-60000089")).ConfigureAwait(false);
        await Do(db => Applicants.Add(db, who, applicant, Agent, MemberKind.Agent, today.AddDays(-30), today.AddDays(300), clock, CancellationToken.None)).ConfigureAwait(false);
        var (platform, platformApplicant) = await Person(Platform, "演示·电商平台", new(ApplicantKind.Company, "演示电子商务平台有限公司", platformCode, "演示平台联系人", "010-60000077")).ConfigureAwait(false);
        var place = 0;
        foreach (var item in ServiceFiles.Shipped.On(today))
        {
            var (officer, approver, office) = item.LevelAt(0) == ServiceLevel.National ? (department, nation, "cnipa") : (provinceOfficer, province, "office-340000");
            Plan[] plans = item.Code == "open_licence" ? [Plan.Granted, Plan.Granted, Plan.Returned, Plan.Handled, Plan.Received, Plan.Drafted] : [Plan.Granted, (Plan)(1 + place++ % 5)];
            if (item.Notice is not null) plans = [.. plans, Plan.Noticed];
            // Nobody is matched with their own patent: somebody else wants it.
            var (asks, holder) = item.Code == Matches.Wants ? (platform, platformApplicant) : (who, applicant);
            foreach (var plan in plans) await One(item, plan, asks, holder, officer, approver, office, department, today).ConfigureAwait(false);
        }
        await Counted(who, applicant, nation, province, provinceOfficer, today).ConfigureAwait(false);
        await Questions(department, provinceOfficer).ConfigureAwait(false);
        await Compensated(province, provinceOfficer).ConfigureAwait(false);
    }

    // A pool of the province: what came in is approved, and a loss of a registered pledge waits for the second person.
    async Task Compensated(Actor province, Actor provinceOfficer)
    {
        var pool = await Do(db => Pools.Open(db, province, "office-340000", "演示省专利权质押融资风险补偿资金池", "演示省专利权质押融资风险补偿办法", 40, demonstration: true, clock, CancellationToken.None)).ConfigureAwait(false);
        var paid = await Do(db => Pools.Propose(db, provinceOfficer, pool.Id, new(PoolEntryKind.Deposit, 5_000_000, null, null, "年度财政资金（演示）"), clock, CancellationToken.None)).ConfigureAwait(false);
        await Do(db => Pools.Decide(db, province, pool.Id, paid.Id, approve: true, null, clock, CancellationToken.None)).ConfigureAwait(false);
        using var db = store.CreateContext();
        if (await db.RegisterEntries.Where(e => e.Item == "pledge_registration").OrderBy(e => e.Id).Select(e => e.Number).FirstOrDefaultAsync().ConfigureAwait(false) is { } pledge)
            await Do(context => Pools.Propose(context, provinceOfficer, pool.Id, new(PoolEntryKind.Compensation, 20_000, pledge, 50_000, "借款人不能偿还，处置质物后的净损失（演示）"), clock, CancellationToken.None)).ConfigureAwait(false);
    }

    // Help with rights in the month that the offices report now, and who vouches for it: so that a return has figures that are not asked.
    async Task Counted(Actor who, ApplicantId applicant, Actor nation, Actor province, Actor provinceOfficer, DateOnly today)
    {
        var month = new DateOnly(today.Year, today.Month, 1).AddMonths(-1);
        if (ServiceFiles.Shipped.Find("rights_protection_aid", month) is { } aid)
            for (var i = 0; i < 3; i++) await One(aid, Plan.Granted, who, applicant, provinceOfficer, province, "office-340000", provinceOfficer, today, month.AddDays(2 + 3 * i)).ConfigureAwait(false);
        foreach (var (source, actor, office) in ((string, Actor, string)[])
        [
            ("rights_protection_aid", province, "office-340000"), ("infringement_adjudication", province, "office-340000"), (CaseCoverage.Ratings, province, "office-340000"),
            ("open_licence", nation, "cnipa"), ("licence_contract_record", nation, "cnipa"), ("open_licence_record", nation, "cnipa"),
        ])
            await Do(db => CoverageDesk.Declare(db, actor, source, office, new DateOnly(today.Year, 1, 1), "本事项全部在本平台办理（演示）", clock, CancellationToken.None)).ConfigureAwait(false);
    }

    async Task One(ServiceItem item, Plan plan, Actor who, ApplicantId applicant, Actor officer, Actor approver, string office, Actor above, DateOnly today, DateOnly? on = null)
    {
        var began = on ?? plan switch { Plan.Granted or Plan.Refused => today.AddDays(-150 + number % 40), Plan.Handled => today.AddDays(-6), Plan.Noticed => today.AddDays(-2 - item.Steps.Count), _ => today.AddDays(-1) };
        if (ServiceFiles.Shipped.Find(item.Code, began)?.Version != item.Version) return; // the item is younger than the story
        var at = new Moving(began);
        var house = new ServiceHouse(ServiceFiles.Shipped, StatutoryLimits.Book, store.Settings.Home, at);
        var row = await Do(db => CaseDrafts.Begin(db, house, who, item.Code, applicant, office, demonstration: true, CancellationToken.None)).ConfigureAwait(false);
        var form = ExampleForm.Of(item, number++, began).ToDictionary(StringComparer.Ordinal);
        // What is wanted is what others of the story declare, so that both sides are told.
        if (item.Code == Matches.Wants) (form["words"], form["ipc"], form["until"]) = ("散热 装置 方法 材料", "H01L", today.AddDays(300).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (item.Access.Readers.Count > 0) form[item.Access.Readers[0]] = platformCode;
        // The officers of the story are its region's: what its form would send to the national office asks for advice instead.
        if (item.Routing.FirstOrDefault(r => r.When?.Holds(form.GetValueOrDefault) ?? true)?.Level == ServiceLevel.National) (form["need"], form["national"], form["breach"]) = ("advice", "no", "infringement");
        await Do(db => CaseDrafts.Save(db, house, who, row.Id, form.GetValueOrDefault, CancellationToken.None)).ConfigureAwait(false);
        foreach (var material in item.Materials.Where(m => !m.Exempt && FormCheck.Asked(m, form)))
        {
            if (material.Promisable) await Do(db => CaseDrafts.Promise(db, house, who, row.Id, material.Code, CancellationToken.None)).ConfigureAwait(false);
            else
            {
                var bytes = System.Text.Encoding.UTF8.GetBytes($"{material.Name}（演示，虚构）");
                var digest = await store.Files.Keep(bytes).ConfigureAwait(false);
                await Do(db => CaseDrafts.Attach(db, house, who, row.Id, material.Code, new EvidenceContent($"{material.Name}（演示）.txt", "text/plain", bytes.Length, digest, "", null), new(bytes.Length, digest, ""), CancellationToken.None)).ConfigureAwait(false);
            }
        }
        if (plan == Plan.Drafted) return;
        await Act(who, CaseActionKind.Submit).ConfigureAwait(false);
        if (plan == Plan.Received) return;
        at.Day = at.Day.AddDays(1);
        if (plan == Plan.Returned)
        {
            await Act(officer, CaseActionKind.Return, "请补充签名页。\n请核对金额与合同是否一致。", new() { Until = today.AddDays(14) }).ConfigureAwait(false);
            return;
        }
        await Act(officer, CaseActionKind.Accept).ConfigureAwait(false);
        await Act(officer, CaseActionKind.Assign).ConfigureAwait(false);
        if (plan == Plan.Handled)
        {
            await Act(officer, CaseActionKind.OpenHearing, "申请人要求听证。", new() { Until = today.AddDays(30) }).ConfigureAwait(false);
            return;
        }
        for (var step = 1; step < CaseMoves.DecisionStep(item) && item.Steps[step].Code != "notice"; step++)
        {
            at.Day = at.Day.AddDays(plan == Plan.Noticed ? 1 : 2 + number % 4);
            if (item.OtherParty is { } other && item.Steps[step].Code == other.ServedAt) await Act(officer, CaseActionKind.Serve, "", new() { On = at.Day, Delivery = "直接送达" }).ConfigureAwait(false);
            if (item.OtherParty is { } answering && item.Steps[step].Code == answering.AnswerAt) await Act(officer, CaseActionKind.AnswerClaim, "书面答复：愿意在主持下说明情况。（演示）", new() { Side = 1, Upheld = true }).ConfigureAwait(false);
            await Act(officer, CaseActionKind.Pass, "审查意见：符合规定。").ConfigureAwait(false);
            if (item.LevelAt(step + 1) != item.LevelAt(step)) officer = above;
        }
        at.Day = at.Day.AddDays(1);
        if (plan is Plan.Granted or Plan.Noticed && item.Notice is not null)
        {
            await Act(officer, CaseActionKind.Publicise).ConfigureAwait(false);
            if (plan == Plan.Noticed) return;
            using var db = store.CreateContext();
            var until = await db.ServiceCases.Where(c => c.Id == row.Id).Select(c => c.DueOn).SingleAsync().ConfigureAwait(false);
            if (until is not { } last || last >= today) return;
            at.Day = last.AddDays(1);
        }
        else if (CaseMoves.DecisionStep(item) is > 0 and var decided && item.Steps.Take(decided).Any(s => s.Code == "notice")) await Act(officer, CaseActionKind.Pass, "不需要公示。").ConfigureAwait(false);
        var decision = item.Decisions.FirstOrDefault(d => d.Grants == (plan == Plan.Granted)) ?? item.Decisions[0];
        if (decision.Grants && item.OtherParty?.Panel is not null)
        {
            await Act(officer, CaseActionKind.FormPanel, "", new() { Panel = [.. panel.Select(member => member.AccountId!.Value.Value)] }).ConfigureAwait(false);
            foreach (var member in panel)
                await Do(db => CaseWork.Act(db, house, member, row.Id, new(CaseActionKind.Deliberate, $"demo-vote-{member.AccountId!.Value.Value}", null, "技术特征逐一比对，同意承办人的意见。（演示）", new() { Decision = decision.Code }), CancellationToken.None)).ConfigureAwait(false);
        }
        await Act(officer, CaseActionKind.Decide, decision.Grants ? "符合法定条件。" : "不符合法定条件：材料之间不一致。", new() { Decision = decision.Code }).ConfigureAwait(false);
        at.Day = at.Day.AddDays(1);
        await Act(who, CaseActionKind.Deliver).ConfigureAwait(false);
        // One is struck out again, so that the list of revoked certificates is not empty.
        if (item.Code == "open_licence" && number % 2 == 0) await Act(approver, CaseActionKind.Revoke, "专利权人书面撤回声明。（演示）").ConfigureAwait(false);
        else if (plan == Plan.Granted) await Do(db => Ratings.Rate(db, house, who, row.Id, 5 - number % 4, number % 4 == 3 ? "等候时间较长。（演示）" : null, CancellationToken.None)).ConfigureAwait(false);

        Task Act(Actor actor, CaseActionKind kind, string reason = "", CasePayload? payload = null) =>
            Do(db => CaseWork.Act(db, house, actor, row.Id, new(kind, string.Create(CultureInfo.InvariantCulture, $"demo-{kind}-{at.Day.DayNumber}"), null, reason, payload ?? new()), CancellationToken.None));
    }

    // Questions of the public: answered in public, answered to who asked only, and one that waits.
    async Task Questions(Actor department, Actor provinceOfficer)
    {
        (string Item, string Office, Actor Officer, string Question, string? Answer, bool Publish)[] asked =
        [
            ("patent_transfer", "cnipa", department, "专利权共有人之一去世，转移登记要全体继承人签名吗？（演示）", "继承的，凭继承证明文件办理；有多名继承人的，提交全体继承人签名的材料，或者公证的继承文书。（演示）", true),
            ("evaluation_report_sharing", "cnipa", department, "撤回共享同意以后，平台多久查不到？（演示）", "登记机关撤销以后马上查不到；平台已经下载的结论不再更新。（演示）", true),
            ("gi_mark_use", "office-340000", provinceOfficer, "生产地址搬到产地范围以外，专用标志还能用吗？（演示）", "不能。请申请注销；登记簿会注明注销日期。（演示）", true),
            ("complaint", "office-340000", provinceOfficer, "举报以后能查到处理进度吗？（演示）", "可以在“我的办件”里查看；结果会电子送达。（演示）", false),
            ("patent_prereview", "office-340000", provinceOfficer, "预审不合格会影响之后的普通申请吗？（演示）", null, true),
        ];
        var house = new ServiceHouse(ServiceFiles.Shipped, StatutoryLimits.Book, store.Settings.Home, clock);
        foreach (var (item, office, officer, question, answer, publish) in asked)
        {
            var receipt = await Do(db => Consultations.Ask(db, house, new(item, office, question, "", publish), demonstration: true, CancellationToken.None)).ConfigureAwait(false);
            if (answer is null) continue;
            using var db = store.CreateContext();
            var id = (await Consultations.Find(db, receipt, CancellationToken.None).ConfigureAwait(false))!.Id;
            await Do(context => Consultations.Answer(context, house, officer, id, answer, publish, CancellationToken.None)).ConfigureAwait(false);
        }
    }

    async Task<(Actor Who, ApplicantId Applicant)> Person(string login, string name, ApplicantDetails details)
    {
        using var db = store.CreateContext();
        var account = new Account { Login = login, DisplayName = name, PasswordHash = Passwords.Hash(Demonstration.Password), Demonstration = true, CreatedAt = clock.GetUtcNow() };
        db.Add(account);
        await db.SaveChangesAsync().ConfigureAwait(false);
        var who = new Actor(account.Id, name, []);
        var began = new Moving(ChinaTime.Today(clock).AddDays(-200));
        return (who, (await Do(context => Applicants.Register(context, who, details, demonstration: true, began, CancellationToken.None)).ConfigureAwait(false)).Id);
    }

    async Task<T> Do<T>(Func<ZhiceDb, Task<Outcome<T>>> useCase) where T : notnull
    {
        using var db = store.CreateContext();
        return (await useCase(db).ConfigureAwait(false)).Accepted(out var done, out var refusal)
            ? done : throw new InvalidOperationException($"The demonstration was refused: {refusal.Code} {string.Join(", ", refusal.Defects)}");
    }

    // Ten in the morning of a day that the story moves on.
    sealed class Moving(DateOnly day) : TimeProvider
    {
        public DateOnly Day { get; set; } = day;
        public override DateTimeOffset GetUtcNow() => new DateTimeOffset(Day, new TimeOnly(10, 0), ChinaTime.Offset).ToUniversalTime();
    }
}
