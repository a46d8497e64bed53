using Zhice.Domain.Services;
using Zhice.Domain.Tests.Calendar;

namespace Zhice.Domain.Tests.Services;

/// <summary>What a form takes and what it refuses.</summary>
public sealed class FormChecks
{
    [Theory]
    [InlineData("ZL202010123456.2", "202010123456.2")]
    [InlineData("zl 2020101234562", "202010123456.2")]
    [InlineData("85100001.0", "85100001.0")]
    [InlineData("202010123456.1", null)] // the check digit is another
    [InlineData("20201012345", null)]
    [InlineData("ZL2020１０123456.2", null)] // digits of full width are no digits
    public void A_patent_number_has_its_check_digit(string typed, string? kept) => Assert.Equal(kept, FieldRules.PatentNumber(typed));

    [Theory]
    [InlineData("91350100M000100Y43", "91350100M000100Y43")] // the example of GB 32100-2015
    [InlineData("91350100m000100y43", "91350100M000100Y43")]
    [InlineData("91350100M000100Y44", null)]
    [InlineData("9135010IM000100Y43", null)] // I, O, S, V and Z do not occur
    public void A_credit_code_has_its_check_character(string typed, string? kept) => Assert.Equal(kept, FieldRules.CreditCode(typed));

    [Theory]
    [InlineData("普通文字 and words", false)]
    [InlineData("甲\u202e乙", true)] // right-to-left override
    [InlineData("甲\u200b乙", true)] // zero width
    [InlineData("甲\0乙", true)]
    [InlineData("𠮷野", false)] // a whole character beyond the basic plane
    [InlineData("甲\ue000", true)] // private use
    [InlineData("\u3164", true)] // a filler: a letter of which nothing is seen
    [InlineData("甲\u2800", true)]
    [InlineData("甲\ufffd", true)] // bytes that were no text
    [InlineData("两\n行", true)]
    public void Characters_that_deceive_are_found(string text, bool deceives) => Assert.Equal(deceives, FieldRules.Deceives(text, lines: false));

    [Fact]
    public void Half_a_character_is_found() => Assert.True(FieldRules.Deceives("甲" + (char)0xd800 + "乙", lines: true));

    [Theory]
    [InlineData("甲乙丙", 2, "甲乙")]
    [InlineData("甲𠮷", 2, "甲")] // not half of it
    [InlineData("甲𠮷", 3, "甲𠮷")]
    [InlineData("𠮷", 1, "")]
    public void A_text_is_cut_between_characters(string text, int most, string kept) => Assert.Equal(kept, FieldRules.Cut(text, most));

    [Theory]
    [InlineData("title", "<script>alert(1)</script>", null)] // words like any other: every page encodes them
    [InlineData("title", "'; DROP TABLE svc_case; --", null)]
    [InlineData("title", "甲\u202e乙", "form.characters")]
    [InlineData("title", "0123456789x", "form.long")]
    [InlineData("amount", "1e9", "form.number")]
    [InlineData("amount", "1,2", "form.number")] // not twelve
    [InlineData("amount", "1,00.5", "form.number")]
    [InlineData("amount", "0.123,456", "form.number")]
    [InlineData("amount", ",100", "form.number")]
    [InlineData("amount", "1,000.5", null)]
    [InlineData("amount", "1\u001f2", "form.several")] // the field came twice
    [InlineData("amount", "NaN", "form.number")]
    [InlineData("amount", "9999999999999999", "form.number")]
    [InlineData("amount", "0.001", "form.money")]
    [InlineData("amount", "-1", "form.least")]
    [InlineData("rate", "101", "form.most")]
    [InlineData("from", "2026-02-30", "form.date")]
    [InlineData("from", "0001-01-01", "form.date")]
    [InlineData("kind", "forged", "form.choice")]
    [InlineData("yes", "true", "form.choice")]
    [InlineData("phone", "call me", "form.phone")]
    [InlineData("phone", "00000", "form.phone")]
    [InlineData("title", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷", "")] // ten characters, twenty UTF-16 units
    [InlineData("title", "𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷𠮷甲", "form.long")]
    [InlineData("count", "3.25", "form.whole")]
    [InlineData("count", "3.0", "")]
    [InlineData("patent", "ZL201811234567", "form.patent-digit")] // the check digit is left out, and not wrong
    [InlineData("patent", "85100001", "form.patent-digit")]
    [InlineData("patent", "ZL201811234567.1", "form.patent")]
    [InlineData("patent", "ZL2018112345", "form.patent")]
    public void A_value_of_the_wrong_kind_is_named(string field, string typed, string? code)
    {
        var typedLonger = field == "title" && code is null ? typed[..10] : typed;
        var check = FormCheck.Run(Form, name => name == field ? typedLonger : null, complete: false);
        Assert.Equal(string.IsNullOrEmpty(code) ? [] : [(code, "f-" + field)], check.Defects.Select(d => (d.Code, d.Field!)));
    }

    [Fact]
    public void Every_defect_is_said_at_once_and_what_is_not_asked_is_not_kept()
    {
        var check = FormCheck.Run(Form, name => name switch { "kind" => "a", "only_b" => "stray", "unknown" => "x", _ => null }, complete: true);
        Assert.Equal(["title", "amount", "rate", "from", "until", "yes", "phone", "count", "patent"], check.Defects.Select(d => d.Field![2..]));
        Assert.Equal(["kind"], check.Values.Keys);
    }

    [Fact]
    public void A_computed_field_follows_its_fields_and_a_rule_compares_two()
    {
        var typed = new Dictionary<string, string> { ["title"] = " 甲 ", ["kind"] = "b", ["only_b"] = "乙", ["amount"] = "1,000.50", ["rate"] = "3", ["from"] = "2026-05-01", ["until"] = "2026-05-01", ["yes"] = "no", ["phone"] = "010-12345678", ["count"] = "-0", ["patent"] = "202010123456.2", ["share"] = "7" };
        var check = FormCheck.Run(Form, typed.GetValueOrDefault, complete: true);
        Assert.Equal(("form.rule", "f-until", "晚于"), (check.Defects[0].Code, check.Defects[0].Field, (string)check.Defects[0].Arguments[0]));
        Assert.Equal(("30.02", "0"), (check.Values["fee"], check.Values["count"])); // money to the cent, half away from zero; no zero below zero
        Assert.Equal(("甲", "1000.5", "30.015"), (check.Values["title"], check.Values["amount"], check.Values["share"])); // what was typed into it is taken no notice of
        typed["until"] = "2026-05-02";
        Assert.Empty(FormCheck.Run(Form, typed.GetValueOrDefault, complete: true).Defects);
    }

    [Fact]
    public void A_rule_is_told_as_soon_as_its_fields_are_filled_though_others_are_not()
    {
        Assert.Empty(FormCheck.Broken(Form, new Dictionary<string, string> { ["until"] = "2026-05-01" }, null));
        Assert.Equal("f-until", Assert.Single(FormCheck.Broken(Form, new Dictionary<string, string> { ["from"] = "2026-05-01", ["until"] = "2026-05-01" }, null)).Field);
    }

    [Theory]
    [InlineData("13800138000", "13800138000")]
    [InlineData("138 0013 8000", "13800138000")]
    [InlineData("138-0013-8000", "13800138000")]
    [InlineData("+86 138 0013 8000", "13800138000")]
    [InlineData("008613800138000", "13800138000")]
    [InlineData("1380013800", null)] // ten digits
    [InlineData("12800138000", null)]
    [InlineData("00000", null)]
    [InlineData("11111", null)]
    [InlineData("010-12345678", "010-12345678")]
    [InlineData("0551-62345678", "0551-62345678")]
    [InlineData("(0551)62345678", "0551-62345678")]
    [InlineData("（0551）6234 5678", "0551-62345678")]
    [InlineData("0551 62345678", "0551-62345678")]
    [InlineData("055162345678", "0551-62345678")]
    [InlineData("0563－3021234", "0563-3021234")]
    [InlineData("0563-3021234-8", "0563-3021234-8")]
    [InlineData("0551-62345678转801", "0551-62345678-801")]
    [InlineData("0551-62345678 ext. 801", "0551-62345678-801")]
    [InlineData("+86 (0)551 62345678", "0551-62345678")]
    [InlineData("+86-10-12345678", "010-12345678")]
    [InlineData("(0551-62345678", null)]
    [InlineData("010-1234567", null)] // eight digits behind 010
    [InlineData("62345678", null)] // no area code
    [InlineData("400-123-4567", "4001234567")]
    [InlineData("400 1234 567", "4001234567")]
    [InlineData("8008101234", "8008101234")]
    [InlineData("12330", "12330")]
    [InlineData("0551-12345", "0551-12345")]
    [InlineData("+1 (202) 555-0101", "+12025550101")]
    [InlineData("+852 2123 4567", "+85221234567")]
    [InlineData("+44 20 7946 0958 ext 12", "+442079460958-12")]
    [InlineData("+12", null)]
    [InlineData("+1234567890123456", null)] // sixteen digits
    [InlineData("010-12345678; rm", null)]
    public void A_telephone_number_is_one_that_can_be_dialled_however_it_is_written(string typed, string? kept) => Assert.Equal(kept, FieldRules.Phone(typed));

    [Theory]
    [InlineData("a + b * 2", "7")]
    [InlineData("(a + b) * 2", "10")]
    [InlineData("a - b / 4", "0.5")]
    [InlineData("a / 0", null)]
    [InlineData("a + empty", null)]
    public void Sums_and_products_are_computed(string text, string? value) =>
        Assert.Equal(value, Arithmetic.Parse(text).Known().Value(name => name switch { "a" => "1", "b" => text.Contains('/') ? "2" : text[0] == '(' ? "4" : "3", _ => null })?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("")]
    [InlineData("a +")]
    [InlineData("a b")]
    [InlineData("(a")]
    [InlineData("a; b")]
    public void What_is_no_sum_is_refused(string text) => Assert.StartsWith("computed.syntax", Arithmetic.Parse(text).Refused(), StringComparison.Ordinal);

    static ServiceItem Form { get; } = CaseWays.Item with
    {
        Form =
        [
            Field("title", FieldType.Text) with { Most = 10 }, Field("kind", FieldType.Choice) with { Options = [new("a", "甲"), new("b", "乙")] }, Field("only_b", FieldType.Text) with { When = Condition.Parse("kind = b").Known() },
            Field("amount", FieldType.Money) with { Least = 0 }, Field("rate", FieldType.Number) with { Least = 0, Most = 100 }, Field("from", FieldType.Date), Field("until", FieldType.Date), Field("yes", FieldType.YesNo),
            Field("phone", FieldType.Phone), Field("count", FieldType.Whole), Field("patent", FieldType.PatentNumber), Field("fee", FieldType.Money) with { Computed = Arithmetic.Parse("amount * rate / 100").Known() }, Field("share", FieldType.Number) with { Computed = Arithmetic.Parse("amount * rate / 100").Known() },
        ],
        Rules = [new(Condition.Parse("until > from").Known(), "晚于", ["until", "from"])],
    };

    static FormField Field(string code, FieldType type) => new(code, code, code, type, true, null, null, [], null, null, null, false);
}
