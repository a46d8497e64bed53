using Xunit;
using Zhice.Records.Model;
using Zhice.Records.Names;

namespace Zhice.Records.Tests.Model;

public sealed class NumberTests
{
    [Theory]
    [InlineData("CN 2010 1 0298420.4", "CN201010298420", true)]
    [InlineData("ZL201010298420.4", "CN201010298420", true)]
    [InlineData("201010298420.5", "CN201010298420", false)]
    [InlineData("２０１０１０２９８４２０．４", "CN201010298420", true)]
    [InlineData("102010000298420", "CN201010298420", null)]
    [InlineData("ZL85100312", "CN85100312", null)]
    [InlineData("CN112345678A", "CN112345678A", null)]
    [InlineData("US 7,272,630 B2", "US7272630B2", null)]
    [InlineData("US07272630B2", "US7272630B2", null)]
    [InlineData("EP 1 234 567 A1", "EP1234567A1", null)]
    [InlineData("第 12345678 号", "CN12345678", null)]
    public void A_number_in_any_writing_has_one_normal_form(string written, string normal, bool? check)
    {
        var number = RecordNumber.Read(written);
        Assert.Equal((normal, check), (number!.Text, number.CheckHolds));
        Assert.Equal(normal, RecordNumber.Read(normal)!.Text);
    }

    [Theory]
    [InlineData("IPC", "G06F   13/12    (2006.01)", "G06F13/12")]
    [InlineData("IPC", "G06F 1516", "G06F15/16")]
    [InlineData("IPC", "A61B005/00", "A61B5/00")]
    [InlineData("IPC", "Q06F13/12", null)]
    [InlineData("IPC", "A99Z1/00", "A99Z1/00")]
    [InlineData("IPC", "A31B1/00", null)]
    [InlineData("LOC", "1402", "14-02")]
    [InlineData("LOC", "33-01", null)]
    [InlineData("NICE", "第25类", "25")]
    [InlineData("NICE", "46", null)]
    public void A_class_has_one_normal_form_or_does_not_exist(string scheme, string written, string? normal) => Assert.Equal(normal, ClassSymbol.Normal(scheme, written));

    [Theory]
    [InlineData("广东省广州高新技术开发区科学城", "440100")]
    [InlineData("510000 广东省广州市天河区某路", "440106")]
    [InlineData("安徽合肥", "340100")]
    [InlineData("合肥市蜀山区望江西路", "340104")]
    [InlineData("北京市海淀区中关村", "110108")]
    [InlineData("上海浦东新区", "310115")]
    [InlineData("安徽省当涂县", "340521")]
    [InlineData("江苏省昆山市", "320583")]
    [InlineData("浙江省义乌市某路", "330782")]
    [InlineData("安徽省巢湖市", "340181")]
    [InlineData("湖南省长沙县", "430121")]
    [InlineData("吉林市昌邑区", "220202")]
    [InlineData("吉林省吉林市昌邑区", "220202")]
    [InlineData("吉林长春", "220100")]
    [InlineData("河北省雄安新区容城县", "130629")]
    [InlineData("肥西县桃花镇", "340123")]
    [InlineData("中国（安徽）自由贸易试验区合肥片区", "340100")]
    [InlineData("台湾台北市", "710000")]
    [InlineData("中国香港九龙", "810000")]
    [InlineData("某某路一号", null)]
    [InlineData("Bellevue, WA", null)]
    public void An_address_leads_to_its_division(string address, string? code) => Assert.Equal(code, DivisionFinder.Shipped.Find(address));

    [Theory]
    [InlineData("清华大学", PartyKind.University)]
    [InlineData("中国科学院自动化研究所", PartyKind.Institute)]
    [InlineData("某某大学附属医院", PartyKind.Hospital)]
    [InlineData("华为技术有限公司", PartyKind.Company)]
    [InlineData("王小明", PartyKind.Person)]
    [InlineData("International Business Machines Corporation", PartyKind.Company)]
    [InlineData("Telefonaktiebolaget LM Ericsson (publ)", PartyKind.Company)]
    [InlineData("Koninklijke Philips N.V.", PartyKind.Company)]
    [InlineData("SAP SE", PartyKind.Company)]
    [InlineData("Volvo AB", PartyKind.Company)]
    [InlineData("Novo Nordisk A/S", PartyKind.Company)]
    [InlineData("NESTLE S.A.", PartyKind.Company)]
    [InlineData("Siemens Aktiengesellschaft", PartyKind.Company)]
    [InlineData("Robert Bosch KG", PartyKind.Company)]
    [InlineData("Sony Kabushiki Kaisha", PartyKind.Company)]
    [InlineData("Eni S.p.A.", PartyKind.Company)]
    [InlineData("有限会社テスト", PartyKind.Company)]
    [InlineData("Abbas, Sa", PartyKind.Person)]
    [InlineData("Kim Se-Young", PartyKind.Person)]
    public void A_name_says_what_its_bearer_is(string name, PartyKind kind) => Assert.Equal(kind, PartyName.KindOf(name));

    [Theory]
    [InlineData("20190802", "2019-08-02", false)]
    [InlineData("2019年8月2日", "2019-08-02", false)]
    [InlineData("2019-02-30", null, true)]
    [InlineData("19981000", null, true)]
    [InlineData("00000000", null, false)]
    public void Days_are_read_in_any_writing_and_impossible_ones_told(string written, string? day, bool impossible)
    {
        Assert.Equal(day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), RecordDay.Read(written, out var cannot));
        Assert.Equal(impossible, cannot);
    }
}
