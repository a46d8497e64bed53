using Zhice.Domain.Services;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Services;

/// <summary>Names that rules use beside the fields of a form.</summary>
public sealed class RuleNamesTests
{
    static readonly Dictionary<string, string> values = new()
    {
        ["patent"] = "202020123456.1", ["old"] = "85100001.3", ["signed"] = "2026-01-31", ["odd"] = "202050123456.X",
    };

    [Theory]
    [InlineData("today", "2026-11-23")]
    [InlineData("today-12m", "2025-11-23")]
    [InlineData("signed+1m", "2026-02-28")] // a month ends on its last day
    [InlineData("signed-4y", "2022-01-31")]
    [InlineData("signed+10d", "2026-02-10")]
    [InlineData("signed.year", "2026")]
    [InlineData("today.year", "2026")]
    [InlineData("patent.kind", "utility")]
    [InlineData("patent.end", "2030-12-31")] // ten years, to the last day that the year in the number allows
    [InlineData("patent.filed", "2020-01-01")]
    [InlineData("old.end", "2005-12-31")]
    [InlineData("odd.kind", null)]
    [InlineData("odd.end", null)]
    [InlineData("applicant.class", "91")]
    [InlineData("missing", null)]
    [InlineData("missing.end", null)]
    public void A_name_is_what_it_stands_for(string name, string? value) =>
        Assert.Equal(value, RuleNames.Value(name, values, new(new(2026, 11, 23), "甲", "91110000MA0000001X")));

    [Fact]
    public void A_person_has_no_credit_code_and_so_never_that_of_a_company()
    {
        var rule = new FormRule(Condition.Parse("code = applicant.code").Known(), "别家", ["code", "applicant.code"]);
        var form = new Dictionary<string, string> { ["code"] = "91110000MA0000001X" };
        Assert.True(FormCheck.Holds(rule, form, new(new(2026, 11, 23), "甲公司", "91110000MA0000001X")));
        Assert.False(FormCheck.Holds(rule, form, new(new(2026, 11, 23), "某人")));
        Assert.True(FormCheck.Holds(rule, form, new(new(2026, 11, 23)))); // who applies was not told
    }

    [Fact]
    public void What_is_no_name_is_a_value_and_the_day_is_not_known_to_a_form_alone()
    {
        IReadOnlyList<FormField> form = [new("signed", "签订", "Signed", FieldType.Date, true, null, null, [], null, null, null, false), new("kind", "种类", "Kind", FieldType.Text, true, null, null, [], null, null, null, false)];
        Assert.All(["today", "today+3m", "signed", "signed-1d", "signed.year", "kind", "applicant.code"], name => Assert.True(RuleNames.Is(name, form), name));
        Assert.All(["2026-01-01", "yes", "kind+1d", "kind.year", "signed.end", "applicant", "applicant.phone", "tomorrow", "today.end+"], name => Assert.False(RuleNames.Is(name, form), name));
        Assert.Null(RuleNames.Value("today", values, null));
        Assert.Equal("2041-12-31", RuleNames.Value("d", new Dictionary<string, string> { ["d"] = "2041-12-31" }, null));
    }
}
