using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Domain.Accounts;
using Zhice.Domain.Services;
using Zhice.Web.Features.Services;

namespace Zhice.Web.Tests.Services;

/// <summary>The desk puts together what its indexes give: page after page the same as all of it sorted.</summary>
public sealed class CaseDeskTests(SampleSite site) : IClassFixture<SampleSite>
{
    [Fact]
    public async Task The_pages_of_a_desk_are_all_open_cases_of_its_offices_by_what_is_due_first()
    {
        var random = new Random(6);
        var house = site.Services.GetRequiredService<ServiceHouse>();
        var today = new DateOnly(2026, 4, 1);
        await site.With(async db =>
        {
            var handler = new AccountId(9_000);
            db.Add(new Account { Id = handler, Login = "desk-handler", DisplayName = "经办", PasswordHash = "-", CreatedAt = DateTimeOffset.UnixEpoch });
            var (like, offices) = (await db.ServiceCases.AsNoTracking().FirstAsync(), await db.Organisations.Where(o => o.Code == "cnipa" || o.Code == "office-340000").Select(o => o.Id).ToListAsync());
            for (var i = 0; i < 90; i++)
                db.Add(new ServiceCase
                {
                    Number = $"DESK-{i:D4}", Item = like.Item, ItemVersion = like.ItemVersion, OfficeId = offices[i % 2], ApplicantId = like.ApplicantId, By = like.By, At = like.At, Title = "办件", Subject = "办件", Draft = "{}", Step = "",
                    Phase = (CasePhase)random.Next(12), DueOn = random.Next(3) == 0 ? null : today.AddDays(random.Next(9)), SubmittedOn = today, Handler = i % 5 == 0 ? handler : null,
                });
            return await db.SaveChangesAsync();
        });
        var compared = 0;
        foreach (var (role, code) in ((Role, string)[])[(Role.NationalAdministrator, "cnipa"), (Role.Auditor, "cnipa"), (Role.DepartmentOfficer, "cnipa-utilisation"), (Role.RegionalOfficer, "office-340000"), (Role.RegionalOfficer, "office-320000")])
            foreach (var phase in (CasePhase?[])[null, CasePhase.Handling])
                compared += await site.With(async db =>
                {
                    var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == code);
                    var actor = new Actor(new AccountId(9_000), "desk", [new HeldRole(role, office.Id, office.Path)]);
                    var own = Visibility.CaseOffices(actor);
                    var expected = (await db.ServiceCases.AsNoTracking().ToListAsync()).Where(c => c.Phase is >= CasePhase.Received and <= CasePhase.Decided && (phase is null || c.Phase == phase) && (AccessPolicy.ReadsAll(actor) || own.Contains(c.OfficeId)))
                        .OrderBy(c => c.DueOn ?? DateOnly.MaxValue).ThenBy(c => c.Id.Value).Select(c => c.Number).ToList();
                    var seen = new List<string>();
                    for (var page = 1; page <= (expected.Count + 6) / 7; page++)
                    {
                        Assert.True((await ListCases.Run(db, house, actor, new("open", phase, null, null), today, page, 7, default)).Accepted(out var view, out _));
                        Assert.Equal(expected.Count, view.Total);
                        seen.AddRange(view.Rows.Select(r => r.Case.Number));
                    }
                    Assert.Equal(expected, seen);
                    return seen.Count;
                });
        Assert.True(compared > 60, $"{compared}");

        // Whatever is asked for, the parts that the indexes walk hold what the one rule of who sees what holds.
        var (all, mine) = (0, 0);
        foreach (var (role, code) in ((Role, string)[])[(Role.NationalAdministrator, "cnipa"), (Role.DepartmentOfficer, "cnipa-utilisation"), (Role.RegionalOfficer, "office-340000"), (Role.RegionalOfficer, "office-320000")])
            foreach (var (phase, item, number) in ((CasePhase?, string?, string?)[])[(null, null, null), (CasePhase.Handling, null, null), (CasePhase.Delivered, null, null), (CasePhase.Archived, "open_licence", null), (null, "open_licence", null), (null, null, "DESK-000"), (null, null, "DESK"), (CasePhase.Received, null, "DESK-00"), (null, "no_such_item", null)])
                await site.With(async db =>
                {
                    var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == code);
                    var actor = new Actor(new AccountId(9_000), "desk", [new HeldRole(role, office.Id, office.Path)]);
                    var own = Visibility.CaseOffices(actor);
                    bool Asked(ServiceCase c) => (phase is null || c.Phase == phase) && (item is null || c.Item == item) && (number is null || c.Number.StartsWith(number, StringComparison.Ordinal));
                    var visible = (await db.VisibleCases(actor, today).Where(c => c.Phase != CasePhase.Draft).AsNoTracking().ToListAsync()).Where(Asked).OrderByDescending(c => c.Id.Value).Select(c => c.Number).ToList();
                    Assert.True((await ListCases.Run(db, house, actor, new("all", phase, item, number), today, 1, 1000, default)).Accepted(out var everything, out _));
                    Assert.Equal((visible.Count, string.Join(' ', visible)), (everything.Total, string.Join(' ', everything.Rows.Select(r => r.Case.Number))));
                    var handled = (await db.ServiceCases.AsNoTracking().Where(c => c.Handler == actor.AccountId).ToListAsync()).Where(c => Asked(c) && own.Contains(c.OfficeId) && c.Phase is >= CasePhase.Received and <= CasePhase.Decided).Select(c => c.Number).Order(StringComparer.Ordinal);
                    Assert.True((await ListCases.Run(db, house, actor, new("mine", phase, item, number), today, 1, 1000, default)).Accepted(out var desk, out _));
                    Assert.Equal(handled, desk.Rows.Select(r => r.Case.Number).Order(StringComparer.Ordinal));
                    (all, mine) = (all + visible.Count, mine + desk.Total);
                    return 0;
                });
        Assert.True(all > 200 && mine > 10, $"{all} {mine}");
    }
}
