using Zhice.Domain.Calendar;

namespace Zhice.Domain.Services;

/// <summary>事项类型.</summary>
public enum ServiceKind
{
    /// <summary>行政许可.</summary>
    Permit,
    /// <summary>行政确认.</summary>
    Confirmation,
    /// <summary>行政裁决.</summary>
    Adjudication,
    /// <summary>行政给付.</summary>
    Payment,
    /// <summary>行政奖励.</summary>
    Reward,
    /// <summary>备案.</summary>
    Record,
    /// <summary>其他行政权力.</summary>
    Other,
    /// <summary>公共服务.</summary>
    PublicService,
}

/// <summary>行使层级: the level of the office that decides.</summary>
public enum ServiceLevel
{
    /// <summary>国家级.</summary>
    National,
    /// <summary>省级.</summary>
    Province,
    /// <summary>市级.</summary>
    City,
}

/// <summary>设定依据: where a rule stands.</summary>
/// <param name="Law">The law or document, with the year of its text.</param>
/// <param name="Article">The article; null where it is not known, or the whole document is meant.</param>
/// <param name="Unverified">True where it was not compared with the text.</param>
public sealed record LegalBasis(string Law, string? Article, bool Unverified)
{
    /// <summary>As a citation: 《专利法（2020年修正）》第五十条.</summary>
    public string Citation => $"《{Law}》{Article}";
}

/// <summary>A time limit of an item: one that a law states, or one of the office's own.</summary>
/// <param name="Statutory">Name of a <see cref="StatutoryLimit"/>; null for the office's own.</param>
/// <param name="Own">The office's own; null for a statutory one.</param>
public sealed record ServiceLimit(string? Statutory, TimeBudget? Own);

/// <summary>环节: what is done, by whom, in which time, held against which standard.</summary>
/// <param name="Code">Name within the item.</param>
/// <param name="Name">Such as 受理.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Who">Who does it: 申请人, or an officer's duty such as 审查人员.</param>
/// <param name="Limit">In which time; null where no limit is set.</param>
/// <param name="Standard">审查标准.</param>
/// <param name="Outcome">What comes out.</param>
public sealed record ServiceStep(string Code, string Name, string EnglishName, string Who, ServiceLimit? Limit, string Standard, string Outcome)
{
    /// <summary>The level of the office that takes it, where it is not the one that decides; null otherwise. Passing on to a step of another level hands the case to the office of that level.</summary>
    public ServiceLevel? Level { get; init; }
}

/// <summary>特殊环节: a step that is taken only in some cases, such as a hearing.</summary>
/// <param name="Name">Such as 听证.</param>
/// <param name="Limit">How long it may take; null where no limit is set.</param>
/// <param name="Basis">Where it stands.</param>
/// <param name="Charged">True where the applicant pays for it.</param>
/// <param name="Counted">True where its days count in the statutory limit; otherwise it stops the clock.</param>
public sealed record SpecialStep(string Name, ServiceLimit? Limit, LegalBasis Basis, bool Charged, bool Counted);

/// <summary>收费项目.</summary>
/// <param name="Name">What is paid for.</param>
/// <param name="Amount">In yuan; null where the basis gives a scale.</param>
/// <param name="Basis">Where it stands.</param>
public sealed record ServiceFee(string Name, decimal? Amount, LegalBasis Basis);

/// <summary>办理结果.</summary>
/// <param name="Name">The paper that is given, such as 专利权质押登记通知书.</param>
/// <param name="ValidMonths">How long it holds; null without an end.</param>
/// <param name="Delivery">送达方式, at least one.</param>
public sealed record ServiceResult(string Name, int? ValidMonths, IReadOnlyList<string> Delivery)
{
    /// <summary>Names of its last days, as <see cref="RuleNames"/> knows them: it holds to the earliest of these and of <see cref="ValidMonths"/>.</summary>
    public IReadOnlyList<string> ValidUntil { get; init; } = [];

    /// <summary>The first day on which a result no longer holds; null without an end.</summary>
    /// <param name="decided">Day of the decision.</param>
    /// <param name="renewals">How often it was renewed: each adds the same months.</param>
    /// <param name="values">The form as it stands.</param>
    public DateOnly? Ends(DateOnly decided, int renewals, IReadOnlyDictionary<string, string> values)
    {
        var ends = ValidUntil.Select(name => RuleNames.Value(name, values, null)).OfType<string>().Select(day => DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture).AddDays(1));
        if (ValidMonths is { } months) ends = ends.Append(decided.AddMonths(months * (1 + renewals)));
        return ends.Select(day => (DateOnly?)day).Min();
    }
}

/// <summary>常见问题.</summary>
public sealed record ServiceQuestion(string Ask, string Answer);

/// <summary>决定种类: a way in which a case may end.</summary>
/// <param name="Code">Name within the item.</param>
/// <param name="Name">Such as 准予登记.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Grants">True where the result is made and the register entered.</param>
/// <param name="Paper">What the paper of this outcome is called; null for the name of the item's result.</param>
/// <param name="Register">Who may read the entry of this outcome, where that is fewer than read the register; null for the register's own level.</param>
public sealed record DecisionKind(string Code, string Name, string EnglishName, bool Grants, string? Paper = null, RegisterLevel? Register = null)
{
    /// <summary>Code of an earlier step at which it is made, by the office of that step; null for the step of the decision.</summary>
    public string? At { get; init; }
    /// <summary>True where the case must be the reason of an inspection first.</summary>
    public bool NeedsInspection { get; init; }
    /// <summary>Code of the item that is begun next; null for none.</summary>
    public string? Next { get; init; }
}

/// <summary>办理记录: something that the office writes down about a case beside its steps, such as what a court was told or which insurance covers a pledge.</summary>
/// <param name="Code">Name within the item.</param>
/// <param name="Name">Such as 诉调对接记录.</param>
/// <param name="EnglishName">The same in English.</param>
/// <param name="Fields">What is written down; their codes are not those of the form.</param>
public sealed record RecordKind(string Code, string Name, string EnglishName, IReadOnlyList<FormField> Fields)
{
    /// <summary>Rules over its fields.</summary>
    public IReadOnlyList<FormRule> Rules { get; init; } = [];
}

/// <summary>分派规则: which office of the network gets an application, by what its form says. The first rule that holds decides.</summary>
/// <param name="When">The condition; null where it always holds.</param>
/// <param name="Level">The level of the office: of the applicant's region or above it.</param>
/// <param name="Why">What the applicant is told.</param>
/// <param name="Above">True for the office right above the one of the region, whatever its level.</param>
public sealed record RoutingRule(Condition? When, ServiceLevel Level, string Why, bool Above = false);

/// <summary>
/// 服务事项 as one text of its definition states it: the guide (办事指南), the form, the steps and their limits, the materials and the register all come from
/// it, so that none can say what another does not. Immutable; a later text is another version with a day of its own.
/// </summary>
public sealed record ServiceItem
{
    /// <summary>Stable name, such as <c>open_licence</c>.</summary>
    public required string Code { get; init; }
    /// <summary>1 for the first text, counted on.</summary>
    public required int Version { get; init; }
    /// <summary>The first day that cases begun on it follow this text.</summary>
    public required DateOnly ValidFrom { get; init; }
    /// <summary>事项名称.</summary>
    public required string Name { get; init; }
    /// <summary>The same in English.</summary>
    public required string EnglishName { get; init; }
    /// <summary>What it is for, in a sentence or two for the one who applies.</summary>
    public required string Summary { get; init; }
    /// <summary>The stage of an intellectual property's life that it belongs to: one of <see cref="ServiceCatalogue.Stages"/>.</summary>
    public required string Stage { get; init; }
    /// <summary>事项类型.</summary>
    public required ServiceKind Kind { get; init; }
    /// <summary>基本编码; null while the office that keeps the list has given none.</summary>
    public string? BasicCode { get; init; }
    /// <summary>实施编码; null while there is none.</summary>
    public string? ImplementationCode { get; init; }
    /// <summary>设定依据, at least one.</summary>
    public required IReadOnlyList<LegalBasis> Basis { get; init; }
    /// <summary>实施主体: who is competent, in words.</summary>
    public required string Competent { get; init; }
    /// <summary>行使层级.</summary>
    public required ServiceLevel Level { get; init; }
    /// <summary>受委托、联办机构; none where the competent office acts alone.</summary>
    public IReadOnlyList<string> Partners { get; init; } = [];
    /// <summary>服务对象: who may apply, at least one.</summary>
    public required IReadOnlyList<string> Audience { get; init; }
    /// <summary>受理条件.</summary>
    public required IReadOnlyList<string> Conditions { get; init; }
    /// <summary>申请材料.</summary>
    public required IReadOnlyList<Material> Materials { get; init; }
    /// <summary>办理流程, at least one step.</summary>
    public required IReadOnlyList<ServiceStep> Steps { get; init; }
    /// <summary>特殊环节.</summary>
    public IReadOnlyList<SpecialStep> SpecialSteps { get; init; } = [];
    /// <summary>法定办结时限; null where no law sets one.</summary>
    public ServiceLimit? Statutory { get; init; }
    /// <summary>承诺办结时限; null where the office promises no less than the law.</summary>
    public TimeBudget? Promised { get; init; }
    /// <summary>收费; none where it is free.</summary>
    public IReadOnlyList<ServiceFee> Fees { get; init; } = [];
    /// <summary>办理结果.</summary>
    public required ServiceResult Result { get; init; }
    /// <summary>决定种类, one that grants at least.</summary>
    public required IReadOnlyList<DecisionKind> Decisions { get; init; }
    /// <summary>行政复议、诉讼 and complaints, in words.</summary>
    public required IReadOnlyList<string> Remedies { get; init; }
    /// <summary>到现场次数.</summary>
    public required int Visits { get; init; }
    /// <summary>必须现场办理的原因; null where nobody must come.</summary>
    public string? VisitReason { get; init; }
    /// <summary>数量限制; null where there is none.</summary>
    public string? Quota { get; init; }
    /// <summary>常见问题.</summary>
    public IReadOnlyList<ServiceQuestion> Questions { get; init; } = [];
    /// <summary>The form that the applicant fills, at least one field.</summary>
    public required IReadOnlyList<FormField> Form { get; init; }

    /// <summary>The fields by code; of two with the same code, which is a fault of the definition, the first.</summary>
    public Dictionary<string, FormField> FieldsByCode() => Form.DistinctBy(field => field.Code).ToDictionary(field => field.Code, StringComparer.Ordinal);

    /// <summary>识别字段: by which values two applications are the same; <c>a | b</c> is the first of them that is filled. None: only where all values are the same.</summary>
    public IReadOnlyList<string> Identity { get; init; } = [];
    /// <summary>办件名称: fields that a case is called by; none: the first text that is nobody's personal matter.</summary>
    public IReadOnlyList<string> CaseTitle { get; init; } = [];
    /// <summary>Rules over several fields of the form.</summary>
    public IReadOnlyList<FormRule> Rules { get; init; } = [];
    /// <summary>公示期; null where nothing is shown before the decision.</summary>
    public ServiceLimit? Notice { get; init; }
    /// <summary>The register's public columns: names of form fields; none where the item keeps no public register.</summary>
    public IReadOnlyList<string> RegisterFields { get; init; } = [];
    /// <summary>Who may read the register.</summary>
    public RegisterAccess Access { get; init; } = RegisterAccess.Everybody;
    /// <summary>Data elements of the statistics that its cases count into.</summary>
    public IReadOnlyList<CaseFeed> Feeds { get; init; } = [];
    /// <summary>办理记录; none for most items.</summary>
    public IReadOnlyList<RecordKind> Records { get; init; } = [];
    /// <summary>分派规则; none where the applicant's choice of office stands.</summary>
    public IReadOnlyList<RoutingRule> Routing { get; init; } = [];
    /// <summary>Fields of the guide that the office alone knows.</summary>
    public ServiceGuide Guide { get; init; } = ServiceGuide.Unknown;
    /// <summary>转送网络: levels of the offices to which a case may be transferred beside those that it may be begun at; none for most items.</summary>
    public IReadOnlyList<ServiceLevel> Network { get; init; } = [];
    /// <summary>法定主管机关 in words where the law names another authority than the office that takes the papers here; null otherwise.</summary>
    public string? Authority { get; init; }
    /// <summary>冲突提示: what entries of registers mean for a decision.</summary>
    public IReadOnlyList<RegisterConflict> Conflicts { get; init; } = [];
    /// <summary>后续申请: what the holder may ask for after the decision.</summary>
    public IReadOnlyList<AfterRequest> After { get; init; } = [];
    /// <summary>对方当事人; null for a case of one side, as most are.</summary>
    public OtherParty? OtherParty { get; init; }
    /// <summary>True where a case may be the reason of an inspection.</summary>
    public bool Inspects { get; init; }
    /// <summary>Public figures of its register; null for none.</summary>
    public RegisterFigures? Statistics { get; init; }
    /// <summary>保管期限 in years; null for 永久.</summary>
    public int? RetentionYears { get; init; }
    /// <summary>停止受理; null where it is applied for.</summary>
    public ItemClosed? Closed { get; init; }
    /// <summary>True where something in it is only remembered and was compared with no text; shown so to administrators.</summary>
    public bool Unverified { get; init; }

    /// <summary>True where papers that nobody returns in time count as accepted (行政许可法第三十二条). Between two sides the silence of the office decides nothing: a request for 行政裁决 is filed or not.</summary>
    public bool CountsAsAccepted => Kind != ServiceKind.Adjudication;

    /// <summary>True where some entry of its register is not for everybody.</summary>
    public bool KeepsEntriesBack() => Access.Restricted || Decisions.Any(decision => decision.Register is not (null or RegisterLevel.Public));

    /// <summary>True where what is applied for may be for the office and the parties alone (机关).</summary>
    public bool KeepsSecrets() => Access.Level == RegisterLevel.Office || Access.Options.Any(option => option.Level == RegisterLevel.Office);

    /// <summary>True where its register shows names of parties, those of natural persons masked.</summary>
    public bool MasksNames() => Form.Any(field => field.MaskNames && RegisterFields.Contains(field.Code, StringComparer.Ordinal));

    /// <summary>The level of the entry of a decision with these values: that of the register, or of the outcome where fewer may read it.</summary>
    public RegisterLevel LevelOf(string? decision, IReadOnlyDictionary<string, string> values)
    {
        var level = Access.Of(values);
        return Decisions.FirstOrDefault(kind => kind.Code == decision)?.Register is { } own && own > level ? own : level;
    }

    /// <summary>Place of a step, from 0; -1 where there is none of that code.</summary>
    public int PlaceOf(string step)
    {
        for (var i = 0; i < Steps.Count; i++)
            if (Steps[i].Code == step) return i;
        return -1;
    }

    /// <summary>The level of the office that takes a step.</summary>
    public ServiceLevel LevelAt(int step) => Steps[step].Level ?? Level;

    /// <summary>A request after the decision by its code; null for none.</summary>
    public AfterRequest? AfterOf(string? code) => After.FirstOrDefault(request => request.Code == code);
}
