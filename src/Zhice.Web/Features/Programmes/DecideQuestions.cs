using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Publishing;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Documents;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;
using Zhice.Web.Hosting;
using Zhice.Web.Ui;
using Zhice.Web.Visits;

namespace Zhice.Web.Features.Programmes;

/// <summary>待定事项: what the words leave open is decided by the issuing department, with a reason; equal rules in one go.</summary>
public static class DecideQuestions
{
    /// <summary>Groups of questions a page.</summary>
    public const int PageSize = 10;

    /// <summary>Offices below those of the programme's columns that are listed at once.</summary>
    public const int OfficesAtOnce = 60;

    /// <summary>Which offices of cities and counties are listed: several hundred, and some thousand, are looked for by name.</summary>
    /// <param name="Find">Parts of names, divided by 、 or spaces; empty for all.</param>
    /// <param name="Page">Page from 1.</param>
    public sealed record Search(string Find, int Page)
    {
        /// <summary>From what the address or the form says.</summary>
        public static Search Of(string? find, string? page) => new(find is { Length: > 0 and <= 200 } ? find.Trim() : "", int.TryParse(page, out var number) ? Math.Clamp(number, 1, 1_000) : 1);

        /// <summary>The parts.</summary>
        public IReadOnlyList<string> Parts => Find.Split(['、', '，', ',', ' ', '　'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }

    /// <summary>An answer to some questions.</summary>
    /// <param name="Questions">The questions, each with the version that the person saw.</param>
    /// <param name="Members">Organisations that were ticked.</param>
    /// <param name="Status">Name of a status whose holders, on the day that the publication counts, owe it as well; null for none.</param>
    /// <param name="Names">Further names, as typed.</param>
    /// <param name="Level">必做, 选做 or not said.</param>
    /// <param name="Reason">Why.</param>
    public sealed record Request(
        IReadOnlyList<(DecisionId Id, int Version)> Questions, IReadOnlyList<OrganisationId> Members, string? Status, IReadOnlyList<string> Names, ObligationLevel? Level, string Reason);

    /// <summary>The page.</summary>
    /// <param name="Programme">The programme.</param>
    /// <param name="Groups">Questions about equal words, of this page.</param>
    /// <param name="Open">Open questions in all.</param>
    /// <param name="Decided">Decided ones in all.</param>
    /// <param name="ShowDecided">True for the list of decided ones.</param>
    /// <param name="Page">Page from 1.</param>
    /// <param name="Total">Groups in all.</param>
    /// <param name="Provinces">Province-level offices to choose from.</param>
    /// <param name="Statuses">Names of statuses to choose by.</param>
    /// <param name="MayDecide">True when the actor may decide at least for the tasks of the own department.</param>
    /// <param name="AsOf">The day that the last publication to the programme counts: who holds a status is looked up on it.</param>
    public sealed record View(YearProgramme Programme, IReadOnlyList<Group> Groups, int Open, int Decided, bool ShowDecided, int Page, int Total,
        IReadOnlyList<Office> Provinces, IReadOnlyList<string> Statuses, bool MayDecide, DateOnly? AsOf)
    {
        /// <summary>Offices of the levels that rules of this page speak of, below those of <see cref="Provinces"/>: what was looked for.</summary>
        public ILookup<DivisionLevel, Office> Offices { get; init; } = Array.Empty<Office>().ToLookup(_ => default(DivisionLevel));

        /// <summary>Levels that have offices to look for.</summary>
        public IReadOnlyList<DivisionLevel> Levels { get; init; } = [];

        /// <summary>What was looked for.</summary>
        public Search Sought { get; init; } = new("", 1);

        /// <summary>True where a further page of offices follows.</summary>
        public bool MoreOffices { get; init; }

        /// <summary>Open names that the directory lacks, where the actor may take them in; else 0.</summary>
        public int Unregistered { get; init; }

        /// <summary>Open names that the directory knows by now, with the document to publish again.</summary>
        public IReadOnlyList<(string Name, DocumentId Document)> Registered { get; init; } = [];

        /// <summary>What was typed and refused: the form shows it again. Null where nothing was.</summary>
        public Request? Typed { get; init; }

        /// <summary>What was typed about a group's questions; null where the form is fresh.</summary>
        public Request? TypedFor(Group group) => Typed is { } typed && group.Items.Any(i => typed.Questions.Any(q => q.Id == i.Question.Id)) ? typed : null;
    }

    /// <summary>An office to choose.</summary>
    public sealed record Office(OrganisationId Id, string Code, string Name);

    /// <summary>Questions about equal words.</summary>
    /// <param name="Reason">Why they cannot be computed.</param>
    /// <param name="Words">The words in question.</param>
    /// <param name="Must">What the rule itself says; null where it says nothing.</param>
    /// <param name="Items">The questions.</param>
    /// <param name="Level">Level that the rule speaks of; null where no rule is in question.</param>
    public sealed record Group(PendingReason Reason, string Words, bool? Must, IReadOnlyList<Item> Items, DivisionLevel? Level = null);

    /// <summary>One question.</summary>
    public sealed record Item(PendingDecision Question, TaskId Task, string? Number, string Title, DocumentId Document, Quotation Measure, Quotation? Rule,
        string? DecidedBy, IReadOnlyList<Office> Members);

    internal static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/programmes/{id:long}/decisions", Show);
        routes.MapPost("/programmes/{id:long}/decisions", Handle).DisableAntiforgery();
    }

    /// <summary>The questions of a programme that the actor may see.</summary>
    public static async Task<Outcome<View>> Load(ZhiceDb db, Actor actor, ProgrammeId id, bool decided, int page, Search sought, CancellationToken cancel)
    {
        var head = await (
            from programme in db.VisibleProgrammes(actor)
            where programme.Id == id
            join owner in db.Organisations on programme.OwnerId equals owner.Id
            select new { Programme = programme, Owner = owner, owner.Path }).FirstOrDefaultAsync(cancel);
        if (head is null) return new Missing("programme.missing");
        if (!AccessPolicy.IsInside(actor)) return new Forbidden("access.denied");

        var rows = await (
            from question in db.VisibleDecisions(actor)
            where question.ProgrammeId == id && question.WithdrawnBy == null
            join measure in db.Measures on question.MeasureId equals measure.Id
            join task in db.Tasks on measure.TaskId equals task.Id
            from rule in db.Rules.Where(r => r.Id == question.RuleId).DefaultIfEmpty()
            from account in db.Accounts.Where(a => a.Id == question.DecidedBy).DefaultIfEmpty()
            orderby task.Ordinal, measure.Ordinal, question.Id
            select new { Question = question, Measure = measure, Task = task, Rule = rule, account.DisplayName }).AsNoTracking().ToListAsync(cancel);
        var shown = rows.Where(r => r.Question.DecidedAt is null != decided)
            .GroupBy(r => (r.Question.Reason, Words: r.Question.Subject ?? r.Rule?.Quote.Words ?? "", r.Rule?.Must)).ToList();
        page = Paging.Within(page, shown.Count, PageSize);
        var here = shown.Skip((page - 1) * PageSize).Take(PageSize).ToList();

        var ids = here.SelectMany(g => g.Select(r => r.Question.Id)).ToList();
        var members = (await (
            from member in db.DecisionMembers
            where ids.Contains(member.DecisionId)
            join organisation in db.Organisations on member.OrganisationId equals organisation.Id
            orderby organisation.Level, organisation.DivisionCode, organisation.Ordinal
            select new { member.DecisionId, Office = new Office(organisation.Id, organisation.Code, organisation.Name) }).ToListAsync(cancel)).ToLookup(m => m.DecisionId, m => m.Office);
        // Those that the programme can oblige: the provinces' offices, or the region's own office and those a level below it.
        var (region, below) = (head.Owner.Kind == OrganisationKind.LocalOffice ? head.Path : "/", RegionColumns.Of(head.Owner.Kind, head.Owner.Level).Level);
        var provinces = await db.Organisations.Where(o => o.Kind == OrganisationKind.LocalOffice && o.ValidTo == null && o.Path.StartsWith(region) && (o.Level == below || o.Id == head.Owner.Id))
            .OrderBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).Select(o => new Office(o.Id, o.Code, o.Name)).ToListAsync(cancel);
        // A rule about cities or counties asks for their offices.
        List<DivisionLevel> levels = [.. here.Select(g => g.First().Rule?.Level).OfType<DivisionLevel>().Where(level => level > below).Distinct()];
        var parts = sought.Parts;
        var offices = levels.Count == 0 ? [] : await db.Organisations
            .Where(o => o.Kind == OrganisationKind.LocalOffice && o.ValidTo == null && o.Path.StartsWith(region) && o.Level != null && levels.Contains(o.Level.Value) && (parts.Count == 0 || parts.Any(part => o.Name.Contains(part))))
            .OrderBy(o => o.DivisionCode).ThenBy(o => o.Ordinal).ThenBy(o => o.Id).Skip((sought.Page - 1) * OfficesAtOnce).Take(OfficesAtOnce + 1)
            .Select(o => new { Level = o.Level!.Value, Office = new Office(o.Id, o.Code, o.Name) }).ToListAsync(cancel);
        var statuses = await db.Statuses.Where(s => s.WithdrawnAt == null).Select(s => s.Name).Distinct().OrderBy(n => n).ToListAsync(cancel);
        var unknown = rows.Where(r => r.Question is { Reason: PendingReason.OrganisationUnknown, DecidedAt: null, Subject: not null }).Select(r => (Name: r.Question.Subject!, Document: r.Task.DocumentId)).ToList();
        var names = unknown.Select(u => u.Name).Distinct().Take(500).ToList();
        var registered = names.Count == 0 ? [] : await db.Organisations.Where(o => o.ValidTo == null && (head.Owner.Kind != OrganisationKind.LocalOffice || o.Path.StartsWith(head.Path)))
            .SelectMany(o => db.OrganisationAliases.Where(a => a.OrganisationId == o.Id && names.Contains(a.Name)).Select(a => a.Name)).ToListAsync(cancel);
        var day = await db.Publications.Where(p => p.ProgrammeId == id).OrderByDescending(p => p.Id).Select(p => (DateOnly?)p.AsOf).FirstOrDefaultAsync(cancel);

        return new View(head.Programme,
            [.. here.Select(g => new Group(g.Key.Reason, g.Key.Words, g.Key.Must, [.. g.Select(r => new Item(
                r.Question, r.Task.Id, r.Task.Number, r.Task.Title, r.Task.DocumentId, r.Measure.Quote, r.Rule?.Quote, r.DisplayName, [.. members[r.Question.Id]]))], g.First().Rule?.Level))],
            rows.Count(r => r.Question.DecidedAt is null), rows.Count(r => r.Question.DecidedAt is not null), decided, page, shown.Count, provinces, statuses,
            AccessPolicy.MayDecide(actor, head.Path, assigned: true), day)
        {
            Offices = offices.Take(OfficesAtOnce).ToLookup(o => o.Level, o => o.Office),
            Levels = levels,
            Sought = sought,
            MoreOffices = offices.Count > OfficesAtOnce,
            Unregistered = AccessPolicy.MayKeepDirectory(actor, head.Path) ? names.Except(registered).Count(Organisations.AddBodies.IsBody) : 0,
            Registered = AccessPolicy.MayPublish(actor, head.Path) ? [.. unknown.Where(u => registered.Contains(u.Name)).Distinct()] : [],
        };
    }

    /// <summary>Decides the questions one after another; the first refusal stops, what was decided before it stands.</summary>
    /// <returns>The number of questions decided.</returns>
    public static async Task<Outcome<Decided>> Run(ZhiceDb db, Actor actor, Request request, TimeProvider clock, CancellationToken cancel)
    {
        var defects = new List<Defect>();
        if (request.Questions.Count == 0) defects.Add(new Defect("decide.no-question", "question"));
        if (request.Level is null) defects.Add(new Defect("decide.level", "level"));
        if (string.IsNullOrWhiteSpace(request.Reason)) defects.Add(new Defect("decision.reason", "reason"));
        var members = request.Members.ToHashSet();
        if (request.Names.Count > 0)
        {
            var named = await db.Organisations.Where(o => request.Names.Contains(o.Name)).Select(o => new { o.Name, o.Id })
                .Union(db.OrganisationAliases.Where(a => request.Names.Contains(a.Name)).Select(a => new { a.Name, Id = a.OrganisationId })).ToListAsync(cancel);
            members.UnionWith(named.Select(n => n.Id));
            var unknown = request.Names.Except(named.Select(n => n.Name)).ToList();
            if (unknown.Count > 0) defects.Add(new Defect("decide.unknown", "names", string.Join('、', unknown)));
        }
        if (defects.Count > 0) return new Invalid(defects);

        foreach (var (id, version) in request.Questions)
        {
            db.ChangeTracker.Clear();
            var decision = new DecisionRequest(id, [.. members.OrderBy(m => m.Value)], request.Level!.Value, request.Reason, version, request.Status);
            if (!(await PendingQuestions.Decide(db, actor, decision, clock, cancel)).Accepted(out _, out var refusal)) return refusal;
        }
        return new Decided(request.Questions.Count, members.Count);
    }

    /// <summary>What was decided.</summary>
    public sealed record Decided(int Questions, int Organisations);

    static async Task<IResult> Show(long id, Visit visit, ZhiceDb db, CancellationToken cancel) =>
        (await Load(db, visit.Actor, new(id), visit.Asked("state") == "decided", int.TryParse(visit.Asked("page"), out var page) ? page : 1, Search.Of(visit.Asked("find"), visit.Asked("offices")), cancel)).Accepted(out var view, out var refusal)
            ? Answer.Page<DecisionsPage>(view)
            : Answer.Refused(visit, refusal);

    static async Task<IResult> Handle(long id, HttpRequest http, Visit visit, ZhiceDb db, TimeProvider clock, CancellationToken cancel)
    {
        var form = await http.ReadFormAsync(cancel);
        var request = new Request(
            [.. form["question"].Select(q => q!.Split(':')).Where(q => q.Length == 2 && long.TryParse(q[0], out _) && int.TryParse(q[1], out _))
                .Select(q => (new DecisionId(long.Parse(q[0], System.Globalization.CultureInfo.InvariantCulture)), int.Parse(q[1], System.Globalization.CultureInfo.InvariantCulture)))],
            [.. form["member"].Where(m => long.TryParse(m, out _)).Select(m => new OrganisationId(long.Parse(m!, System.Globalization.CultureInfo.InvariantCulture)))],
            form["status"].ToString() is { Length: > 0 } status ? status : null,
            Zhice.Policy.Corrections.Spelling.List(form["names"]),
            Enum.TryParse<ObligationLevel>(form["level"], out var level) && Enum.IsDefined(level) ? level : null,
            form["reason"].ToString());
        var again = form["state"] == "decided" ? "?state=decided" : "";
        if ((await Run(db, visit.Actor, request, clock, cancel)).Accepted(out _, out var refusal)) return Answer.Done(visit, $"/programmes/{id}/decisions{again}", "decide.done");
        db.ChangeTracker.Clear();
        return (await Load(db, visit.Actor, new(id), again.Length > 0, int.TryParse(form["page"], out var page) ? page : 1, Search.Of(form["find"], form["offices"]), cancel)).Accepted(out var view, out var unseen)
            ? Answer.Again<DecisionsPage>(visit, view with { Typed = request }, refusal)
            : Answer.Refused(visit, unseen);
    }
}
