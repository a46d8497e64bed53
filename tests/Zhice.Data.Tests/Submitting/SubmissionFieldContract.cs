using Zhice.Data.Indicators;
using Zhice.Data.Storage;
using Zhice.Data.Submitting;
using Zhice.Domain.Accounts;
using Zhice.Domain.Indicators;
using Zhice.Domain.Programme;
using Zhice.Domain.Statistics;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Tests.Submitting;

public sealed class SqliteSubmissionFields(PostgresCluster cluster) : SubmissionFieldContract(StoreProvider.Sqlite, cluster);

public sealed class PostgresSubmissionFields(PostgresCluster cluster) : SubmissionFieldContract(StoreProvider.PostgreSql, cluster);

/// <summary>指标数据 in a yearly submission: read from what the platform holds, on both stores.</summary>
public abstract class SubmissionFieldContract(StoreProvider provider, PostgresCluster cluster) : SeededContract(provider, cluster)
{
    readonly WorkedYear.Standing clock = new("2026-12-01T02:00:00Z");

    void Hold(int key, string code, int year, decimal value, string office = "office-340000")
    {
        if (!Db.IndicatorDefinitions.Any(d => d.Id == key))
            Db.Add(new LoadedDefinition { Id = key, Code = code, Version = DefinitionFiles.Shipped.Versions(code)[^1].Version, ValidFrom = new(2020, 1, 1), Digest = new string('d', 64), At = clock.Now });
        Db.Add(new IndicatorFigure { Definition = key, Period = Period.OfYear(year).Key, OrganisationId = Db.Organisation(office).Id, State = FigureState.Known, Value = value, Known = 16, Expected = 17 });
        Db.SaveChanges();
    }

    void Confirm(WorkedYear year, string code)
    {
        var found = new FoundTarget
        {
            ProgrammeId = year.Programme.Id, DocumentId = year.First.DocumentId, TaskId = year.First.Id, What = "每万人口高价值发明专利拥有量", Comparator = ">=", Value = 14, Unit = "件",
            Quote = new("每万人口高价值发明专利拥有量达到14件", 0, 18),
        };
        Db.Add(found);
        Db.SaveChanges();
        Db.Add(new IndicatorTarget
        {
            Indicator = code, OrganisationId = Db.Organisation("cnipa").Id, Year = 2026, Comparator = TargetComparator.AtLeast, Value = 14, FoundTargetId = found.Id, Source = "任务清单", By = new(1), At = clock.Now,
        });
        Db.SaveChanges();
        Db.ChangeTracker.Clear();
    }

    [Fact]
    public async Task The_figure_of_a_confirmed_target_stands_beside_its_task_and_a_later_one_is_taken_over_on_request_only()
    {
        var year = WorkedYear.Fill(Db);
        Hold(901, "high_value_density", 2025, 15.2m);
        Confirm(year, "high_value_density");
        var writer = WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000");

        var id = (await SubmissionDesk.Begin(Db, writer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept().Id;
        var begun = (await SubmissionDesk.Open(Db, writer, id, null, Cancel)).Accept().Body;
        Hold(901, "high_value_density", 2026, 16.8m);
        Hold(901, "high_value_density", 2027, 99m); // after the programme's year
        Db.ChangeTracker.Clear();
        var stays = (await SubmissionDesk.Open(Db, writer, id, null, Cancel)).Accept().Body;
        var renewed = SubmissionDesk.BodyOf((await SubmissionDesk.Refresh(Db, writer, DefinitionFiles.Shipped, id, clock, Cancel)).Accept());

        var field = Assert.Single(begun.Items.First().Fields!);
        Assert.Equal(("high_value_density", "2025", "不低于14件", null), (field.Indicator, field.Period, field.Target, field.Release));
        Assert.Equal(15.2m, decimal.Parse(field.Value, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal("2025", stays.Items.First().Fields!.Single().Period);
        Assert.Equal("2026", renewed.Items.First().Fields!.Single().Period);
        Assert.Null(begun.Items.Last().Fields);
    }

    [Fact]
    public async Task A_figure_is_of_the_submission_s_year_or_says_that_it_is_older_and_carries_its_growth_over_the_year_before()
    {
        var year = WorkedYear.Fill(Db);
        Hold(901, "high_value_density", 2024, 12.5m);
        Hold(901, "high_value_density", 2025, 15m);
        Confirm(year, "high_value_density");
        var writer = WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000");

        var begun = (await SubmissionDesk.Begin(Db, writer, DefinitionFiles.Shipped, year.Programme.Id, year.Anhui.Id, clock, Cancel)).Accept();
        var older = Assert.Single((await SubmissionDesk.Open(Db, writer, begun.Id, null, Cancel)).Accept().Body.Items.First().Fields!);
        Hold(901, "high_value_density", 2026, 16.5m);
        Db.ChangeTracker.Clear();
        var now = SubmissionDesk.BodyOf((await SubmissionDesk.Refresh(Db, writer, DefinitionFiles.Shipped, begun.Id, clock, Cancel)).Accept()).Items.First().Fields!.Single();

        Assert.Equal(("2025", 2026, "20.0", true, TargetStanding.OtherYear), (older.Period, older.Year!.Value, older.Growth, older.IsOfAnotherYear, older.Compared()));
        Assert.Equal(("2026", "10.0", false, TargetStanding.Met), (now.Period, now.Growth, now.IsOfAnotherYear, now.Compared()));
    }

    [Fact]
    public async Task Figures_that_are_not_published_are_no_ones_but_the_office_s_and_those_above_it()
    {
        var year = WorkedYear.Fill(Db);
        Hold(901, "high_value_density", 2025, 15.2m);
        Db.ChangeTracker.Clear();

        var own = await SubmissionFigures.Of(Db, WorkedYear.Person(Db, Role.RegionalOfficer, "office-340000"), DefinitionFiles.Shipped, year.Anhui, 2026, new(2026, 12, 1), Cancel);
        var neighbour = await SubmissionFigures.Of(Db, WorkedYear.Person(Db, Role.RegionalOfficer, "office-330000"), DefinitionFiles.Shipped, year.Anhui, 2026, new(2026, 12, 1), Cancel);

        Assert.Equal("2025", own["high_value_density"].Period);
        Assert.Empty(neighbour);
    }
}
