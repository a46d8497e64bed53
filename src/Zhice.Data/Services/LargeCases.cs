using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Organisations;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>Cases by the hundred thousand, for measuring: each with its chain of ten actions, nine of ten granted and entered in the register, the rest open on the desk; or received and waiting for their clock. Actions are not signed and certificates not made: signing takes 4 ms each.</summary>
public static class LargeCases
{
    const string Code = "open_licence";
    const int Batch = 5_000;

    // Received, returned, answered, accepted, assigned, passed on, stopped, gone on, decided, delivered.
    static readonly CaseActionKind[] way =
    [
        CaseActionKind.Submit, CaseActionKind.Return, CaseActionKind.Answer, CaseActionKind.Accept, CaseActionKind.Assign, CaseActionKind.Pass, CaseActionKind.Suspend, CaseActionKind.Resume, CaseActionKind.Decide,
        CaseActionKind.Deliver,
    ];

    /// <summary>Writes that many cases of an applicant at an office; answers the number of actions.</summary>
    /// <param name="db">A context without a transaction.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="applicant">Whose they are.</param>
    /// <param name="office">The competent office.</param>
    /// <param name="officer">Who handled them.</param>
    /// <param name="count">How many.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static long Write(ZhiceDb db, ServiceHouse house, ServiceApplicant applicant, OrganisationId office, AccountId officer, int count, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(applicant);
        return Each(db, house, count, 30, number => number % 10 == 0 ? 1 + number / 10 % 8 : way.Length, applicant, office, officer, null, cancel); // one of ten is on its way still
    }

    /// <summary>Writes that many cases that were handed in weeks ago, each with a live clock.</summary>
    /// <param name="db">A context without a transaction.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="applicant">Whose they are.</param>
    /// <param name="office">The competent office.</param>
    /// <param name="count">How many.</param>
    /// <param name="due">How many of them have a clock that is due; the others' are due in the coming two months.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static void Wait(ZhiceDb db, ServiceHouse house, ServiceApplicant applicant, OrganisationId office, int count, int due, CancellationToken cancel = default)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(house);
        ArgumentNullException.ThrowIfNull(applicant);
        var now = house.Clock.GetUtcNow();
        // Spread over all, so that what is due does not lie together.
        var every = Math.Max(1, count / Math.Max(1, due));
        Each(db, house, count, 25, _ => 1, applicant, office, new AccountId(1), number => number % every == 0 && number / every < due ? now.AddSeconds(-1 - number % 3600) : now.AddDays(1 + number % 60), cancel);
    }

    static long Each(ZhiceDb db, ServiceHouse house, int count, int daysAgo, Func<int, int> steps, ServiceApplicant applicant, OrganisationId office, AccountId officer, Func<int, DateTimeOffset>? timer, CancellationToken cancel)
    {
        var today = ChinaTime.Today(house.Clock);
        var item = house.Catalogue.Find(Code, today) ?? throw new InvalidOperationException($"There is no item {Code}.");
        var actions = 0L;
        var basis = AlarmDesk.Basis(house.Limits, Supervision.Calendars.Load(db, cancel).GetAwaiter().GetResult());
        for (var from = 0; from < count; from += Batch)
        {
            cancel.ThrowIfCancellationRequested();
            using var transaction = db.Database.BeginTransaction();
            var first = BulkInsert.NextId(db, "svc_case");
            var made = Enumerable.Range(from, Math.Min(Batch, count - from)).AsParallel().AsOrdered().Select(number => new Made(house, item, number, first + number - from, today, officer, daysAgo, steps(number), timer?.Invoke(number))).ToList();
            BulkInsert.Write(db, "svc_case", ["id", "number", "item", "item_version", "office_id", "applicant_id", "by", "at", "title", "subject", "draft", "phase", "step", "handler", "due_on", "submitted_on", "decided_on", "decision", "rated", "demonstration", "version", "yellow_on", "red_on", "alarm_basis", "closed_on", "keep_until"],
                made.Select(m => new object?[]
                {
                    m.Id, m.Number, Code, item.Version, office.Value, applicant.Id.Value, officer.Value, m.Began.UtcDateTime, CaseWork.TitleOf(item, m.Values), CaseWork.SubjectOf(item, m.Values), "{}", (int)m.State.Phase,
                    item.Steps[m.State.Step].Code, m.State.Handler?.Value, m.DueOn, m.State.SubmittedOn, m.State.DecidedOn, m.State.Decision, false, true, m.State.Sequence, m.DueOn?.AddDays(-1), m.DueOn?.AddDays(1), basis, m.ClosedOn, m.ClosedOn is { } on ? CaseArchives.KeepUntil(item, on) : null,
                }));
            actions += BulkInsert.Write(db, "svc_action", ["case_id", "sequence", "kind", "party", "by", "organisation_id", "at", "reason", "payload", "key", "digest", "signature"], made.SelectMany(m => m.Rows(office)));
            BulkInsert.Write(db, "svc_timer", ["case_id", "kind", "sequence", "due_at", "fired_at", "acted"], made.Where(m => m.Timer is not null).Select(m => new object?[] { m.Id, (int)CaseActionKind.DeemAccepted, 1, m.Timer!.Value.UtcDateTime, null, false }));
            BulkInsert.Write(db, "svc_count", ["case_id", "element", "office_id", "division", "on", "amount", "known_from"], made.SelectMany(m => m.Counts.Select(c => new object?[]
            {
                m.Id, c.Element, office.Value, CaseCounting.DivisionOf(applicant.CreditCode), c.On, (long)(c.Amount * CaseCounting.Scale), m.Began.UtcDateTime,
            })));
            var entered = made.Where(m => m.State.Granted).ToList();
            var entry = BulkInsert.NextId(db, "svc_register");
            var entries = entered.Select((m, i) => (Id: entry + i, Entry: new RegisterEntry
            {
                CaseId = new(m.Id), Item = Code, Number = m.Number, Holder = applicant.Name, Subject = CaseWork.SubjectOf(item, m.Values), OfficeId = office, EnteredOn = m.State.DecidedOn!.Value, Demonstration = true,
                Values = CaseDrafts.Write(item.RegisterFields.Where(m.Values.ContainsKey).ToDictionary(code => code, code => m.Values[code], StringComparer.Ordinal)),
            })).ToList();
            BulkInsert.Write(db, "svc_register", ["id", "case_id", "item", "number", "holder", "subject", "office_id", "values", "entered_on", "valid_to", "ended_on", "demonstration"], entries.Select(e => new object?[]
            {
                e.Id, e.Entry.CaseId.Value, Code, e.Entry.Number, e.Entry.Holder, e.Entry.Subject, office.Value, e.Entry.Values, e.Entry.EnteredOn, null, null, true,
            }));
            RegisterIndex.Fill(db, entries.Select(e => (e.Id, RegisterIndex.Tokens(e.Entry, item))));
            BulkInsert.Write(db, "svc_stay", ["case_id", "item", "step", "days", "ended_on"], made.SelectMany(m => m.State.Stays.Where(s => s.To is not null).Select(s => new object?[] { m.Id, Code, s.Step, s.To!.Value.DayNumber - s.From.DayNumber, s.To.Value })));
            foreach (var table in (string[])["svc_case", "svc_register"]) BulkInsert.MoveSequence(db.Database.GetDbConnection(), transaction.GetDbTransaction(), table);
            transaction.Commit();
        }
        return actions;
    }

    // One case with all that follows from its number.
    sealed class Made
    {
        readonly List<(CaseAction Action, string Digest)> actions = [];

        public Made(ServiceHouse house, ServiceItem item, int number, long id, DateOnly today, AccountId officer, int daysAgo, int steps, DateTimeOffset? timer)
        {
            (Id, Number) = (id, string.Create(CultureInfo.InvariantCulture, $"OPEN-LICENCE-LOAD-{id:D9}"));
            Values = ExampleForm.Of(item, number, today);
            Timer = timer;
            Began = house.Clock.GetUtcNow().AddDays(-daysAgo - (timer is null ? number % 700 : 0));
            State = CaseState.Begun;
            for (var (i, digest) = (0, ""); i < steps; i++)
            {
                var party = CaseMoves.Parties(way[i])[0];
                var action = new CaseAction(i + 1, way[i], party, officer, null, At(i), way[i] == CaseActionKind.Submit ? "" : "测量用", Payload(way[i], officer), string.Create(CultureInfo.InvariantCulture, $"load-{i}"));
                actions.Add((action, digest = action.Digest(Number, digest)));
                State = State.After(item, action);
            }
            Counts = CaseCounts.Of(item, actions.Select(a => a.Action), _ => false);
            ClosedOn = State.Closed ? ChinaTime.DayOf(actions[^1].Action.At) : null; // by the last action
            DueOn = State.Closed ? null : today.AddDays(number % 30 - 3);
        }

        public long Id { get; }
        public string Number { get; }
        public IReadOnlyDictionary<string, string> Values { get; }
        public DateTimeOffset Began { get; }
        public CaseState State { get; }
        public DateOnly? DueOn { get; }
        public DateOnly? ClosedOn { get; }
        public DateTimeOffset? Timer { get; }
        public IReadOnlyList<CaseCount> Counts { get; }

        public IEnumerable<object?[]> Rows(OrganisationId office) => actions.Select(a => new object?[]
        {
            Id, a.Action.Sequence, (int)a.Action.Kind, (int)a.Action.Party, a.Action.By?.Value, a.Action.Party == CaseParty.Applicant ? null : office.Value, a.Action.At.UtcDateTime, a.Action.Reason, a.Action.Payload.Write(), a.Action.Key, a.Digest, null,
        });

        // To the microsecond, as both stores keep it.
        DateTimeOffset At(int i) => Began.AddDays(i * 2) is var at ? new DateTimeOffset(at.UtcTicks - at.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) : at;

        CasePayload Payload(CaseActionKind kind, AccountId officer) => kind switch
        {
            CaseActionKind.Submit or CaseActionKind.Answer => new() { Values = Values },
            CaseActionKind.Return => new() { Until = ChinaTime.DayOf(Began).AddDays(14) },
            CaseActionKind.Assign => new() { Account = officer.Value },
            CaseActionKind.Suspend => new() { Special = "检验、检测、检疫、鉴定" },
            CaseActionKind.Decide => new() { Decision = "publish" },
            _ => new(),
        };
    }
}
