using Zhice.Domain.Accounts;
using Zhice.Domain.Reporting;

namespace Zhice.Domain.Tests.Reporting;

/// <summary>All states that any sequence of actions can reach, explored to the end: the promises hold in every one of them.</summary>
public sealed class EveryWayOfAReport
{
    // Officers with one level each, one with two, an administrator with all of the office, a deputy, and two superiors, one of them from the office.
    static readonly WayPerson[] People =
    [
        Person(1, WayLevel.Write), Person(2, WayLevel.Write, WayLevel.Review), Person(3, WayLevel.Write, WayLevel.Review, WayLevel.SignOff),
        new(new(4), [new(WayLevel.Write, null), new(WayLevel.SignOff, new AccountId(3))]), Person(5, WayLevel.Superior), Person(6, WayLevel.SignOff, WayLevel.Superior), Person(7),
    ];

    static readonly OfficeSteps[] Offices = [On(true, true), On(true, false), On(false, true), On(false, false)];

    [Fact]
    public void No_approval_is_undone_below_a_level_that_has_approved_and_an_accepted_report_never_changes()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<(ReportWay Way, HashSet<AccountId> Authors)>([(ReportWay.Begun, [])]);
        var (moves, reached) = (0, new HashSet<ReportState>());
        while (waiting.TryDequeue(out var at))
        {
            reached.Add(at.Way.State);
            // The office may switch steps on and off at any moment, so every setting is tried at every place.
            foreach (var office in Offices)
                foreach (var person in People)
                    foreach (var action in Enum.GetValues<WayAction>())
                    {
                        if (!at.Way.Decide(action, person, office, at.Authors).Accepted(out var move, out _)) continue;
                        moves++;
                        Keeps(at.Way, at.Authors, action, person, office, move);
                        var authors = action == WayAction.Write ? [.. at.Authors, person.Id] : at.Authors;
                        var next = action == WayAction.Write ? at.Way : at.Way.Then(move.To, person.Id, move.For);
                        Assert.Equal(move.To, next.State);
                        if (seen.Add(Name(next, authors))) waiting.Enqueue((next, authors));
                    }
        }
        Assert.Equal(Enum.GetValues<ReportState>().Order(), reached.Order());
        Assert.True(moves > 5_000, $"{moves} moves");
    }

    static void Keeps(ReportWay way, HashSet<AccountId> authors, WayAction action, WayPerson person, OfficeSteps office, WayMove move)
    {
        Assert.NotEqual(ReportState.Accepted, way.State);
        Assert.Contains(person.Levels, l => l.For == move.For); // nobody acts in a name that is not theirs to use
        switch (action)
        {
            case WayAction.Write:
                Assert.Empty(way.Standing); // what somebody approved is not written on
                break;
            case WayAction.Forward:
                Assert.True(person.Holds(way.Turn!.Value));
                if ((way.State == ReportState.InReview && office.Review) || (way.State == ReportState.InSignOff && office.SignOff) || way.State == ReportState.Submitted)
                {
                    Assert.DoesNotContain(person.Id, authors);
                    Assert.True(move.For is not { } principal || !authors.Contains(principal));
                }
                if (way.State == ReportState.Submitted) Assert.DoesNotContain(way.Standing, s => s.By == person.Id || s.For == person.Id);
                if (move.To == ReportState.Submitted && way.State is ReportState.Draft or ReportState.Returned) Assert.False(office.Review || office.SignOff);
                break;
            case WayAction.Recall:
                var top = way.Standing[^1];
                Assert.True(person.Holds(top.Level)); // the level that approved last, not one below
                Assert.Equal(way.Standing.Max(s => s.Level), top.Level);
                Assert.Equal(top.From, move.To);
                break;
            case WayAction.Return:
                Assert.Equal(ReportState.Returned, move.To);
                Assert.True(person.Holds(way.Turn!.Value)); // only who would approve next sends back
                break;
        }
    }

    [Fact]
    public void The_way_read_from_its_steps_is_the_way_that_was_walked()
    {
        var random = new Random(20231215);
        for (var run = 0; run < 500; run++)
        {
            var (way, steps, authors) = (ReportWay.Begun, new List<ReportStep>(), new HashSet<AccountId>());
            for (var i = 0; i < 40; i++)
            {
                var (person, action) = (People[random.Next(People.Length)], (WayAction)random.Next(4));
                if (!way.Decide(action, person, Offices[random.Next(4)], authors).Accepted(out var move, out _)) continue;
                if (action == WayAction.Write) authors.Add(person.Id);
                else
                {
                    steps.Add(new ReportStep { To = move.To, By = person.Id, For = move.For });
                    way = way.Then(move.To, person.Id, move.For);
                }
                Assert.Equal(Name(way, authors), Name(ReportWay.Of(steps), authors));
            }
        }
    }

    static string Name(ReportWay way, HashSet<AccountId> authors) =>
        $"{way.State} {string.Join(' ', way.Standing)} | {string.Join(',', authors.Select(a => a.Value).Order())}";

    static WayPerson Person(long id, params WayLevel[] levels) => new(new(id), [.. levels.Select(l => new HeldLevel(l, null))]);

    static OfficeSteps On(bool review, bool signOff) => new() { Review = review, SignOff = signOff };
}
