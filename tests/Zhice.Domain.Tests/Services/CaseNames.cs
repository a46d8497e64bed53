using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Services;

/// <summary>What applications are known and shown by: the key of the same thing, masked names, numbers in one spelling, and days that are not certain yet.</summary>
public sealed class CaseNames
{
    [Theory]
    [InlineData("张三", "张某")]
    [InlineData("李小明", "李某某")]
    [InlineData("芜湖张三家具店（张三）", "芜湖张三家具店（张某）")]
    [InlineData("芜湖张三家具店(经营者:张三)", "芜湖张三家具店(经营者:张某)")]
    [InlineData("芜湖好家具店（经营者张三）", "芜湖好家具店（经营者张某）")]
    [InlineData("张三、李四", "张某、李某")]
    [InlineData("张三和李四", "张某和李某")]
    [InlineData("阿依古丽·买买提", "阿某某")]
    [InlineData("John Smith", "J. S.")]
    [InlineData("演示科技有限公司", "演示科技有限公司")]
    [InlineData("芜湖五金厂", "芜湖五金厂")]
    [InlineData("五金厂", "五金厂")]
    [InlineData("合肥大学", "合肥大学")]
    [InlineData("Bayer AG", "Bayer AG")]
    [InlineData("Robert Bosch GmbH", "Robert Bosch GmbH")]
    public void Natural_persons_are_masked_and_organisations_are_not(string name, string shown) => Assert.Equal(shown, PersonNames.Mask(name));

    [Theory]
    [InlineData("2019111111119", "201911111111.9")]
    [InlineData("ZL2019111111119", "201911111111.9")]
    [InlineData("zl201911111111.9", "201911111111.9")]
    [InlineData("ZL 2019 1 1111111.9", "201911111111.9")]
    [InlineData("散热 ZL2019111111119", "散热 201911111111.9")]
    [InlineData("2019111111118", "2019111111118")] // no patent number: its check digit is wrong
    [InlineData("散热装置", "散热装置")]
    public void A_patent_number_is_looked_for_in_one_spelling(string typed, string spelt) => Assert.Equal(spelt, FieldRules.SpellPatentNumbers(typed));

    [Fact]
    public void The_same_thing_is_known_by_the_fields_that_the_definition_names()
    {
        var item = CaseWays.Item with { Form = [Text("number"), Text("court"), Text("region"), Text("party", personal: true), Text("long")], Identity = ["court | number", "region"] };
        Assert.Equal(Of(item, ("court", "（2026）皖01民诉前调1号"), ("region", "合肥")), Of(item, ("court", "(2026)皖01民诉前调 1号"), ("region", "合 肥。"), ("number", "另外的号")));
        Assert.NotEqual(Of(item, ("court", "1号"), ("region", "合肥")), Of(item, ("court", "2号"), ("region", "合肥")));
        Assert.Equal(Of(item, ("number", "7"), ("region", "合肥")), Of(item, ("number", "7"), ("region", "合肥"), ("long", "不同的事由")));
        Assert.Equal(item.Name, Of(item, ("long", "什么都还没有填")));
        // A key with somebody's personal value tells nothing.
        Assert.DoesNotContain("张三", Of(item with { Identity = ["party", "number"] }, ("party", "张三"), ("number", "1")), StringComparison.Ordinal);
        Assert.True(Of(item with { Identity = ["long"] }, ("long", new string('长', 4000))).Length <= CaseIdentity.Longest);
        // Nothing named: only where everything is the same.
        var whole = item with { Identity = [] };
        Assert.NotEqual(Of(whole, ("court", "1号"), ("long", "甲")), Of(whole, ("court", "1号"), ("long", "乙")));
        Assert.Equal(Of(whole, ("court", "1号"), ("long", "甲")), Of(whole, ("long", "甲"), ("court", "1号")));
    }

    [Fact]
    public void A_limit_that_ends_in_a_year_without_a_calendar_has_a_day_that_is_marked_and_that_nothing_is_done_by()
    {
        var item = CaseWays.Item with { Statutory = new(null, new(3, LimitUnit.Month)), Promised = null };
        var state = CaseState.Begun with { Phase = CasePhase.Handling, ReceivedOn = new(2026, 11, 23), AcceptedOn = new(2026, 11, 23), SubmittedOn = new(2026, 11, 23), Step = 1 };
        var holding = CaseClock.Of(item, state, CaseWays.Book, Notices.Calendar);
        Assert.Equal((new DateOnly(2027, 2, 23), true, null), (holding.Due!.Value, holding.Unknown, holding.Certain));
        Assert.Equal(new DateOnly(2027, 2, 23), holding.Statutory!.Due);
        var known = CaseClock.Of(item, state with { ReceivedOn = new(2026, 7, 1), AcceptedOn = new(2026, 7, 1) }, CaseWays.Book, Notices.Calendar);
        Assert.Equal((false, known.Due), (known.Unknown, known.Certain));
        var days = CaseClock.Of(item with { Statutory = new(null, new(40, LimitUnit.WorkingDay)) }, state, CaseWays.Book, Notices.Calendar);
        Assert.Equal((2027, true), (days.Due!.Value.Year, days.Unknown));
        Assert.False(Notices.Calendar.Covers(2027)); // the calendar itself goes on not knowing
    }

    static string Of(ServiceItem item, params (string Field, string Value)[] values) => CaseIdentity.Of(item, values.ToDictionary(v => v.Field, v => v.Value));

    static FormField Text(string code, bool personal = false) => new(code, code, code, FieldType.Text, false, null, null, [], null, null, null, personal);
}
