#!/usr/bin/env python3
"""Writes the demonstration's documents into data/demo: one list as DOCX and as text, with the same words.

The text is the project's own and marked 演示. Run it after changing the rows below, and commit what it writes;
the program itself needs no Python. Output is the same bytes on every run.
"""
import html
import pathlib
import zipfile

HERE = pathlib.Path(__file__).resolve().parent.parent / "data" / "demo"
TITLE = "2026年知识产权高质量发展任务清单（演示）"
PREAMBLE = [
    "演示文件：本清单由知策项目编写，仅用于演示，不是任何机关发布的文件。",
    "演示〔2026〕1号",
    "各省、自治区、直辖市和新疆生产建设兵团知识产权局：",
    "为演示从政策文件到年度工作的全过程，制定《2026年知识产权高质量发展任务清单（演示）》，请结合实际组织实施。"
    "各省、自治区、直辖市和新疆生产建设兵团知识产权局请于2026年12月15日前将年度工作成效以纸件和电子件形式报送国家知识产权局战略规划司。",
]
HEADS = ["任务清单", "落实举措", "执行部门", "完成时间"]
N, A, C, K, O = "国家知识产权局", "各地区", "涉及地区", "有条件的地区", "其他地区"
YEAR_END, STAGE = "年底前完成", "年内有阶段性成果"
CITY_BOTH = "强市建设试点、示范城市必做"

# section → rows of (title, [(scope, words)], departments, applicability lines, deadline)
SECTIONS = [
    ("一、夯实制度基础", [
        ("健全数据知识产权登记规则", [
            (N, "起草数据知识产权登记工作指南，组织专家论证不少于3次。编写登记审查常见问题解答。"),
            (A, "梳理本地区数据知识产权登记需求，形成需求清单并按季度更新。"),
            (C, "示范城市结合产业特点先行开展登记服务，总结可推广的做法。")],
         "局内：条法司、战略规划司",
         ["省份：各省必做", "城市：国家知识产权强市建设（以下统称“强市建设”）示范城市选做"], YEAR_END),
        ("完善地方性法规衔接机制", [
            (N, "建立地方立法信息通报制度，每半年汇总一次各地立法进展。"),
            (A, "开展现行地方性法规与上位法一致性自查，对不一致的条款提出修改建议。")],
         "局内：条法司", ["省份：各省必做"], YEAR_END),
        ("推动审查协作资源共享", [
            (N, "统一审查协作中心对外服务目录，公开服务流程。"),
            (A, "为审查协作中心开展巡回审查、现场咨询提供场所和人员保障。")],
         "局内：专利局审业部、自动化部，商标局", ["省份：专利审查协作中心所在省份必做"], STAGE),
        ("编制中期评估报告", [
            (N, "制定规划实施中期评估方案，明确评估指标和数据口径。"),
            (A, "按照评估方案完成本地区自评，报送自评报告和佐证材料。")],
         "局内：战略规划司、联席办、办公室", ["省份：各省必做"], YEAR_END),
    ]),
    ("二、提升创造质量", [
        ("压缩审查周期", [
            (N, "优化审查流程管理，将发明专利平均审查周期压减至15.5个月以内。商标注册平均审查周期稳定在4个月。")],
         "局内：专利局审业部、商标局", [], YEAR_END),
        ("提高高价值发明专利比重", [
            (N, "完善高价值发明专利统计规范，按季度发布统计简报。"),
            (A, "引导创新主体加强专利质量管控，每万人口高价值发明专利拥有量达到14件以上。")],
         "局内：战略规划司、运用促进司", ["省份：各省必做", "城市：" + CITY_BOTH], YEAR_END),
        ("规范申请注册行为", [
            (N, "发布不规范申请行为典型情形，完善线索移送机制。"),
            (A, "对移送的线索逐件核查，核查完成率不低于95%。"),
            (C, "线索较为集中的省份制定专项整改计划，明确时间表和责任人。")],
         "局内：保护司，专利局审业部，商标局", ["省份：各省必做", "省份：涉及省份必做"], YEAR_END),
        ("支持绿色技术专利布局", [
            (N, "发布绿色技术专利分类对照表。"),
            (K, "结合能源结构调整需要，开展绿色技术专利导航。")],
         "局内：战略规划司、专利局自动化部", [], STAGE),
    ]),
    ("三、促进转化运用", [
        ("盘活高校院所存量专利", [
            (N, "完善存量专利供需对接平台，支持分级分类管理。"),
            (A, "组织辖区内高校院所完成存量专利盘点，推动转化对接活动不少于6场。")],
         "局内：运用促进司", ["省份：各省必做", "城市：" + CITY_BOTH], YEAR_END),
        ("扩大质押融资规模", [
            (N, "会同有关部门完善质押登记线上办理，办理时限压缩至3个工作日以内。"),
            (A, "健全质押融资风险分担机制，组织银企对接，惠及企业数同比增长10%以上。")],
         "局内：运用促进司", ["省份：各省必做", "城市：强市建设示范城市必做"], YEAR_END),
        ("推广专利开放许可", [
            (N, "发布开放许可使用费估算参考数据。"),
            (A, "建立开放许可需求征集机制，探索许可费“先用后付”。")],
         "局内：运用促进司、条法司", ["省份：各省选做", "城市：强市建设试点城市选做"], STAGE),
        ("培育特色产业商标品牌", [
            (N, "制定商标品牌指导站建设指引。"),
            (A, "围绕县域特色产业建设商标品牌指导站，完善服务台账。"),
            (O, "参照指引开展商标品牌培训。")],
         "局内：运用促进司、商标局", ["省份：各省必做"], YEAR_END),
    ]),
    ("四、强化协同保护", [
        ("完善纠纷快速处理机制", [
            (N, "制定简易案件快速处理工作规程。"),
            (A, "建立行政裁决与调解衔接机制，简易案件平均办理时间不超过30个工作日。")],
         "局内：保护司、条法司", ["省份：各省必做", "城市：" + CITY_BOTH], YEAR_END),
        ("加强海外纠纷应对指导", [
            (N, "发布重点国家制度指南，开展海外风险提示。"),
            (A, "建立海外纠纷信息报送渠道，指导企业制定应对预案。")],
         "局内：保护司、国际合作司", ["省份：各省选做"], STAGE),
        ("开展地理标志专项整治", [
            (N, "部署年度地理标志专用标志使用检查，通报检查结果。"),
            (A, "对辖区内专用标志使用单位开展检查，抽查比例不低于20%。"),
            (C, "改革试点省份完善专用标志使用核准流程，公开核准结果。")],
         "局内：保护司、商标局",
         ["省份：各省必做", "省份：地理标志专用标志使用核准改革试点省份必做"], YEAR_END),
        ("健全信用监管机制", [
            (N, "修订信用评价指标，按年度公布评价等级。"),
            (A, "依据评价等级开展差异化监管，将检查结果纳入信用档案。")],
         "局内：保护司、运用促进司、办公室", ["省份：各省必做", "城市：强市建设试点、示范城市选做"], YEAR_END),
    ]),
    ("五、优化公共服务", [
        ("扩大公共服务网点覆盖", [
            (N, "修订公共服务网点备案管理规定，建立退出机制。"),
            (A, "推动公共服务网点向县域延伸，地级市综合性公共服务机构覆盖率达到80%以上。")],
         "局内：公共服务司", ["省份：各省必做", "城市：" + CITY_BOTH], YEAR_END),
        ("推进数据开放共享", [
            (N, "新增开放基础数据不少于5类。完善数据接口技术规范。"),
            (K, "建设地方专题数据库，向社会免费提供检索服务。")],
         "局内：公共服务司、专利局自动化部", [], STAGE),
        ("简化政务服务流程", [
            (N, "公布证明事项告知承诺清单。"),
            (A, "实现高频事项一窗受理、全程网办，按月公布办理时长。")],
         "局内：公共服务司、专利局审业部，商标局", ["省份：各省必做", "城市：强市建设示范城市必做"], YEAR_END),
        ("加强信息服务人才培训", [
            (N, "编制信息服务能力培训教程。"),
            (A, "面向中小企业开展信息检索培训，全年不少于4期。")],
         "局内：公共服务司、人事司", ["省份：各省选做"], YEAR_END),
    ]),
    ("六、加强组织保障", [
        ("拓展国际交流合作", [
            (N, "举办双边交流活动，推动审查结果共享。"),
            (A, "结合地方开放平台承办国际交流活动。")],
         "局内：国际合作司", ["省份：各省选做"], STAGE),
        ("建设高素质人才队伍", [
            (N, "完善职称评审指导标准，建立师资库。"),
            (A, "开展基层行政管理人员轮训，轮训覆盖率不低于60%。")],
         "局内：人事司", ["省份：各省必做", "城市：" + CITY_BOTH], YEAR_END),
        ("讲好知识产权故事", [
            (N, "组织全国宣传周活动，发布年度典型案例。"),
            (A, "开展进校园、进企业、进社区宣传活动，宣传活动不少于12场。")],
         "局内：办公室", ["省份：各省必做", "城市：" + CITY_BOTH], "2026年5月31日前完成"),
        ("加强督促检查", [
            (N, "建立任务进展季度调度机制，通报进展滞后事项。"),
            (A, "建立本地区任务台账，明确责任单位和完成时限。")],
         "局内：办公室、战略规划司", ["省份：各省必做"], YEAR_END),
    ]),
]

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(words, style=None):
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r><w:t xml:space="preserve">{html.escape(words)}</w:t></w:r></w:p>'


def cell(lines, span=1):
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{grid}</w:tcPr>" + "".join(paragraph(line) for line in lines) + "</w:tc>"


def measures(row):
    return [f"{scope}：{words}" for scope, words in row[1]]


def docx():
    rows = ['<w:tr><w:trPr><w:tblHeader/></w:trPr>' + "".join(cell([head]) for head in HEADS) + "</w:tr>"]
    for section, tasks in SECTIONS:
        rows.append(f"<w:tr>{cell([section], 4)}</w:tr>")
        for task in tasks:
            rows.append("<w:tr>" + cell([task[0]]) + cell(measures(task)) + cell([task[2], *task[3]]) + cell([task[4]]) + "</w:tr>")
    borders = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
                      for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    table = ('<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>' + borders + "</w:tblBorders></w:tblPr><w:tblGrid>"
             + "".join(f'<w:gridCol w:w="{width}"/>' for width in (2200, 7000, 3600, 1600)) + "</w:tblGrid>" + "".join(rows) + "</w:tbl>")
    body = paragraph(TITLE, "Title") + "".join(map(paragraph, PREAMBLE)) + table + paragraph("")
    page = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'
    parts = {
        "[Content_Types].xml":
            '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
            '<Override PartName="/word/styles.xml" '
            'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/></Types>',
        "_rels/.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels":
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
            'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>',
        "word/styles.xml":
            f'<w:styles xmlns:w="{W}"><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/><w:basedOn w:val="Normal"/>'
            '<w:pPr><w:jc w:val="center"/></w:pPr><w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style></w:styles>',
        "word/document.xml": f'<w:document xmlns:w="{W}"><w:body>{body}{page}</w:body></w:document>',
    }
    with zipfile.ZipFile(HERE / "task-list.docx", "w", zipfile.ZIP_DEFLATED) as package:
        for name, words in parts.items():
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>' + words)


def text():
    """As a copy out of a viewer comes: each cell begins with a tab, its further lines follow."""
    lines = [TITLE, "", *PREAMBLE, "", *("\t" + head for head in HEADS), ""]
    for section, tasks in SECTIONS:
        lines += ["\t" + section, ""]
        for task in tasks:
            first, *rest = measures(task)
            lines += ["\t" + task[0], "\t" + first, *rest, "\t" + task[2], *task[3], "\t" + task[4], ""]
    (HERE / "task-list.txt").write_text("\n".join(lines), encoding="utf-8", newline="\n")


HERE.mkdir(parents=True, exist_ok=True)
docx()
text()
