using Zhice.Domain.Accounts;
using Zhice.Domain.Services;

namespace Zhice.Domain.Tests.Services;

public sealed class ArchiveListTests
{
    static readonly DateOnly Today = new(2026, 9, 7);

    [Theory]
    [InlineData(ArchiveListKind.HandOver, "YJ-2026-00012")]
    [InlineData(ArchiveListKind.TakeBack, "TH-2026-00012")]
    [InlineData(ArchiveListKind.Appraisal, "JD-2026-00012")]
    public void A_number_leads_back_to_its_list(ArchiveListKind kind, string number)
    {
        // Begun in the last hours of 2025 by the clock of Greenwich: in China it is the new year.
        var list = new ArchiveList { Id = new(12), Kind = kind, At = new(2025, 12, 31, 20, 0, 0, TimeSpan.Zero) };
        Assert.Equal(number, list.Number);
        Assert.Equal(list.Id, ArchiveList.KeyOf($" {number.ToLowerInvariant()} "));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("XX-2026-00012")]
    [InlineData("YJ-2026-")]
    [InlineData("YJ-2026--5")]
    [InlineData("YJ-26-00012")]
    [InlineData("YJ-2026-99999999999999999999")]
    [InlineData("OPEN-LICENCE-20260907-ABCDEFG")]
    public void What_is_no_number_leads_nowhere(string? text) => Assert.Null(ArchiveList.KeyOf(text));

    [Fact]
    public void The_first_signature_is_refused_with_all_that_is_wrong_at_once()
    {
        var list = new ArchiveList { Kind = ArchiveListKind.Appraisal };
        (ArchiveLine, string)[] lines =
        [
            (new() { CaseId = new(1) }, "A"), (new() { CaseId = new(2), Verdict = ArchiveVerdict.Keep, Until = Today }, "B"), (new() { CaseId = new(3), Verdict = ArchiveVerdict.Keep }, "C"),
            (new() { CaseId = new(4), Verdict = ArchiveVerdict.Keep, Until = Today.AddDays(1) }, "D"), (new() { CaseId = new(5), Verdict = ArchiveVerdict.Destroy }, "E"), (new() { CaseId = new(6), Verdict = ArchiveVerdict.Permanent }, "F"),
        ];
        Assert.Equal(["archive.words", "archive.undecided A", "archive.until-later B", "archive.until-later C"], Says(ArchiveRules.First(list, lines, Today)));
        list.Words = "鉴定意见";
        Assert.Null(ArchiveRules.First(list, lines[3..], Today));
        Assert.Equal(["archive.empty"], Says(ArchiveRules.First(list, [], Today)));
        Assert.Equal(["archive.party"], Says(ArchiveRules.First(new() { Kind = ArchiveListKind.HandOver }, lines, Today)));
        list.State = ArchiveListState.Signed;
        Assert.Equal(["archive.state-not"], Says(ArchiveRules.First(list, lines[3..], Today)));
    }

    [Fact]
    public void Nobody_signs_twice()
    {
        var list = new ArchiveList { FirstBy = new AccountId(1), State = ArchiveListState.Signed };
        Assert.Equal("archive.second-person", ArchiveRules.Second(list, new AccountId(1))?.Code);
        Assert.Equal("archive.second-person", ArchiveRules.Second(list, null)?.Code);
        Assert.Null(ArchiveRules.Second(list, new AccountId(2)));
        foreach (var state in (ArchiveListState[])[ArchiveListState.Draft, ArchiveListState.Closed, ArchiveListState.GivenUp])
        {
            list.State = state;
            Assert.Equal("archive.state-not", ArchiveRules.Second(list, new AccountId(2))?.Code);
        }
    }

    static IEnumerable<string> Says(Refusal? refusal) => refusal!.Defects.Select(d => d.Code is "archive.undecided" or "archive.until-later" ? $"{d.Code} {d.Arguments[0]}" : d.Code);
}
