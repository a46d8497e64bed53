using Xunit;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Structure: flattened tables, outlines, broken lines, metadata.</summary>
public sealed class LayoutTests
{
    const string TabLed = "附件\n\n2025年任务清单\n\t序号\n\t重点任务\n\t工作措施\n\t责任单位\n\t完成时限\n\t一、强化保护\n\t1\n\t推进快速处理\n\t国家知识产权局：制定工作规程。\n各地区：明确专门机构。\n\t局内：保护司\n省份：各省必做\n\t年底前完成\n\t2\n\t加强宣传\n\t各地区：开展宣传活动。\n\t办公室、人事司\n\t持续推进\n";

    const string Lines = "附件\n2025年任务清单\n序号 重点任务 工作措施 责任单位 完成时限\n一、强化保护\n1\n推进快速处\n理\n国家知识产权局：制定工作规程。\n各地区：明确专门机构。\n保护司\n年底前完成\n— 1 —\n序号 重点任务 工作措施 责任单位 完成时限\n2\n加强宣传\n各地区：开展宣\n传活动。\n办公室、人事司 持续推进\n";

    [Theory]
    [InlineData(TabLed)]
    [InlineData(Lines)]
    public void A_flattened_table_gives_its_rows_back(string text)
    {
        var document = Reader.Text(text);

        Assert.Equal(DocumentKind.TaskList, document.Kind);
        Assert.Equal(["一、强化保护"], document.Sections.Select(s => s.Title));
        Assert.Equal([("1", "推进快速处理"), ("2", "加强宣传")], document.Tasks.Select(t => (t.Number!, t.Title!)));
        Assert.Equal([ActorScope.National, ActorScope.AllRegions], document.Tasks[0].Measures.Select(m => m.Scope));
        Assert.Equal(["保护司"], document.Tasks[0].Assignments.Select(a => a.Organisation));
        Assert.Equal(["办公室", "人事司"], document.Tasks[1].Assignments.Select(a => a.Organisation));
        Assert.Equal([DeadlineKind.ByYearEnd, DeadlineKind.Continuous], document.Tasks.Select(t => t.Deadline.Kind));
        Assert.Equal(["开展宣传活动。"], document.Tasks[1].Measures[0].Commitments.Select(c => c.Text));
        Assert.Equal(1, document.Coverage);
    }

    [Fact]
    public void A_second_group_of_levels_belongs_to_the_concerned_regions()
    {
        var text = "2025年任务清单\n\t任务清单\n\t落实举措\n\t执行部门\n\t完善保护\n\t各地区：推进保护工作。\n涉及地区：推进改革试点。\n\t局内：保护司\n省份：各省必做\n城市：试点城市选做\n省份：试点省份必做\n";

        var measures = Reader.Text(text).Tasks.Single().Measures;

        Assert.Equal([("各省必做", true), ("试点城市选做", false)], measures[0].Applicability.Select(r => (r.Text, r.Must!.Value)));
        Assert.Equal(["试点省份必做"], measures[1].Applicability.Select(r => r.Text));
    }

    [Fact]
    public void With_one_group_a_concerned_measure_that_speaks_of_cities_takes_the_city_line()
    {
        var text = "2025年任务清单\n\t任务清单\n\t落实举措\n\t执行部门\n\t完善保护\n\t各地区：推进保护工作。\n涉及地区：有条件的城市制定条例。\n\t局内：保护司\n省份：各省必做\n城市：示范城市选做\n";

        var measures = Reader.Text(text).Tasks.Single().Measures;

        Assert.Equal([RegionLevel.Province], measures[0].Applicability.Select(r => r.Level));
        Assert.Equal([RegionLevel.City], measures[1].Applicability.Select(r => r.Level));
    }

    [Fact]
    public void A_page_mark_inside_a_sentence_is_noise_between_two_parts_of_one_commitment()
    {
        const string text = "某局2025年工作要点\n\n一、提升质量。持续推进审查工作，完善审查质量管理体系建设和各项配套制度安排，做好各项衔接工作，加强业务\n\n— 3 —\n\n指导和培训。严格管理。\n\n二、优化服务。做好工作。\n";

        var document = Reader.Text(text);
        var commitment = document.Tasks[0].Measures[0].Commitments[0];

        Assert.EndsWith("加强业务指导和培训。", commitment.Text, StringComparison.Ordinal);
        Assert.Equal([PartRole.Commitment, PartRole.Noise, PartRole.Commitment],
            document.Parts.Where(p => p.Role != PartRole.Blank && commitment.Span.Contains(p.Span)).Select(p => p.Role));
    }

    [Theory]
    [InlineData("某局2025年工作要点\n\n一、提升质量。推进审查工作。完善制度。\n\n二、优化服务。推进服务工作。完善制度。\n")]
    [InlineData("某局２０２５年工作要点\n\n一、提升质量。推进审查工作｡完善制度。\n\n二、优化服务。推进服务工作。完善制度。\n")] // full and half width
    [InlineData("某局2025年工作要點\n\n一、提升質量。推進審查工作。完善制度。\n\n二、優化服務。推進服務工作。完善制度。\n")] // traditional
    public void Printed_variants_of_one_text_have_one_structure(string text)
    {
        var document = Reader.Text(text);

        Assert.Equal(DocumentKind.WorkPoints, document.Kind);
        Assert.Equal([2, 2], document.Tasks.Select(t => t.Measures[0].Commitments.Count));
        Assert.All(document.Tasks, t => Assert.NotNull(t.Title));
    }

    [Fact]
    public void Metadata_is_what_the_lines_say_and_nothing_else()
    {
        var document = Reader.Text("某省知识产权局关于印发《某省工作指引(2025)》的通知\n\n发布时间: 2025-03-21\n\n某知发〔2025〕15号\n\n各市知识产权局:\n\n现印发给你们，请认真实施。\n\n某省知识产权局\n\n二〇二五年三月十六日\n\n一、任务\n\n（一）做好工作。推进各项工作。（条法处负责）\n");

        Assert.Equal(("某省知识产权局", "某知发〔2025〕15号", 2025), (document.Issuer, document.DocumentNumber, document.Year));
        Assert.Equal((new DateOnly(2025, 3, 16), new DateOnly(2025, 3, 21)), (document.IssuedOn, document.PublishedOn));
        Assert.Null(Reader.Text("2025年推动知识产权高质量发展任务清单\n").Issuer);
    }

    [Fact]
    public void The_folded_shadow_has_the_length_of_the_text_for_every_character()
    {
        var all = string.Concat(Enumerable.Range(0, char.MaxValue + 1).Select(i => (char)i));

        Assert.Equal(all.Length, CharacterFold.Of(all).Length);
        Assert.Equal(TraditionalCharacters.Traditional.Length, TraditionalCharacters.Simplified.Length);
        Assert.Equal("国家知识产权局(2022)15号,100%", CharacterFold.Of("國家知識產權局〔２０２２〕15號，100％"));
    }

    [Theory]
    [InlineData("完成 建设 100 家\n中心", "完成建设100家中心")]
    [InlineData("WIP\nO 合作 open source 项目", "WIPO合作open source项目")]
    [InlineData("《创新管理 知识产权管理指南》", "《创新管理知识产权管理指南》")]
    public void Normal_form_keeps_one_space_between_Latin_words_only(string printed, string normal) => Assert.Equal(normal, Reader.Flow(printed).Text);
}
