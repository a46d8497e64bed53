using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Zhice.Domain.Accounts;
using Zhice.Domain.Organisations;

namespace Zhice.Domain.Services;

/// <summary>What may be done to a case. The names are stored: a new one goes to the end, none is taken out.</summary>
public enum CaseActionKind
{
    /// <summary>提交申请.</summary>
    Submit,
    /// <summary>受理.</summary>
    Accept,
    /// <summary>一次告知补正.</summary>
    Return,
    /// <summary>提交补正.</summary>
    Answer,
    /// <summary>逾期不告知，视为受理（行政许可法第三十二条）.</summary>
    DeemAccepted,
    /// <summary>不予受理.</summary>
    Decline,
    /// <summary>逾期未补正，退回终结.</summary>
    Lapse,
    /// <summary>分派承办人.</summary>
    Assign,
    /// <summary>办结一个环节，转入下一环节.</summary>
    Pass,
    /// <summary>征求联审意见.</summary>
    AskJoint,
    /// <summary>联审意见.</summary>
    JointOpinion,
    /// <summary>送专家评审.</summary>
    AskExpert,
    /// <summary>专家意见.</summary>
    ExpertOpinion,
    /// <summary>举行听证.</summary>
    OpenHearing,
    /// <summary>听证结束.</summary>
    CloseHearing,
    /// <summary>进入特殊环节，停止计时.</summary>
    Suspend,
    /// <summary>恢复计时.</summary>
    Resume,
    /// <summary>申请延长期限.</summary>
    AskExtension,
    /// <summary>批准延长期限.</summary>
    ApproveExtension,
    /// <summary>不批准延长期限.</summary>
    DenyExtension,
    /// <summary>撤回申请.</summary>
    Withdraw,
    /// <summary>公示.</summary>
    Publicise,
    /// <summary>提出异议.</summary>
    Object,
    /// <summary>处理异议.</summary>
    SettleObjection,
    /// <summary>作出决定.</summary>
    Decide,
    /// <summary>送达.</summary>
    Deliver,
    /// <summary>更正证书和登记事项.</summary>
    Correct,
    /// <summary>补发证书.</summary>
    Replace,
    /// <summary>撤销或者注销决定.</summary>
    Revoke,
    /// <summary>重新办理.</summary>
    Reopen,
    /// <summary>归档.</summary>
    Archive,
    /// <summary>转送其他有管辖权的机关.</summary>
    Transfer,
    /// <summary>登记一项办理记录，如诉调对接、保险.</summary>
    Note,
    /// <summary>列入检查、双随机抽查.</summary>
    Inspect,
    /// <summary>后续申请：撤回、注销、变更、续展.</summary>
    AskAfter,
    /// <summary>准予后续申请.</summary>
    GrantAfter,
    /// <summary>不准予后续申请.</summary>
    RefuseAfter,
    /// <summary>撤回征求：联审机关或者专家没有答复，不再等待.</summary>
    Recall,
    /// <summary>向对方当事人送达.</summary>
    Serve,
    /// <summary>对方当事人进入案件.</summary>
    Enter,
    /// <summary>对方当事人答辩、答复.</summary>
    AnswerClaim,
    /// <summary>提交证据.</summary>
    PutEvidence,
    /// <summary>质证.</summary>
    ExamineEvidence,
    /// <summary>组成合议组.</summary>
    FormPanel,
    /// <summary>合议组成员的评议意见.</summary>
    Deliberate,
}

/// <summary>In which part somebody acts on a case.</summary>
public enum CaseParty
{
    /// <summary>申请人 or who stands in for it.</summary>
    Applicant,
    /// <summary>经办人员 of the competent office.</summary>
    Officer,
    /// <summary>审批人: who may extend, revoke and re-open.</summary>
    Approver,
    /// <summary>An office or expert that was asked for an opinion.</summary>
    Reviewer,
    /// <summary>Anybody, during the public notice.</summary>
    Public,
    /// <summary>The platform's clock.</summary>
    System,
    /// <summary>对方当事人 or who stands in for it.</summary>
    Opponent,
    /// <summary>A member of the panel (合议组).</summary>
    Panel,
}

/// <summary>What an action says besides its reason. Only what its kind needs is set.</summary>
public sealed record CasePayload
{
    /// <summary>Values of the form, by field; with Submit, Answer and Correct. Of the record's own fields with Note, of the request's with AskAfter.</summary>
    public IReadOnlyDictionary<string, string>? Values { get; init; }
    /// <summary>Digests of the materials handed in, by material; with Submit and Answer.</summary>
    public IReadOnlyDictionary<string, string>? Materials { get; init; }
    /// <summary>Materials that a promise stands in for (告知承诺); with Submit and Answer.</summary>
    public IReadOnlyList<string>? Promised { get; init; }
    /// <summary>Key of an account: who handles the case, or the expert who is asked.</summary>
    public long? Account { get; init; }
    /// <summary>Key of an organisation that is asked for its opinion, or that the case goes to with Transfer, Submit and Pass.</summary>
    public long? Organisation { get; init; }
    /// <summary>Last day: to answer a return, or of the public notice; the day on which a hearing, the experts or a special step are expected to be done.</summary>
    public DateOnly? Until { get; init; }
    /// <summary>Name of the special step; with Suspend.</summary>
    public string? Special { get; init; }
    /// <summary>Code of the decision; with Decide.</summary>
    public string? Decision { get; init; }
    /// <summary>Number of the objection from 1; with SettleObjection.</summary>
    public int? Objection { get; init; }
    /// <summary>True where the objection or the asked opinion agrees with what was put forward.</summary>
    public bool? Upheld { get; init; }
    /// <summary>Name and contact of who objects; seen by the office only.</summary>
    public string? Contact { get; init; }
    /// <summary>Way of delivery.</summary>
    public string? Delivery { get; init; }
    /// <summary>Code of the kind of record; with Note.</summary>
    public string? Record { get; init; }
    /// <summary>Key of the plan of inspection; with Inspect.</summary>
    public long? Inspection { get; init; }
    /// <summary>Why this office got it, in the words of the definition's routing; with Submit.</summary>
    public string? Routed { get; init; }
    /// <summary>Code of the request after the decision; with AskAfter, GrantAfter and RefuseAfter.</summary>
    public string? After { get; init; }
    /// <summary>Number of the party on the other side that it is about or comes from, 0 for the applicant; with Serve, Enter, AnswerClaim, PutEvidence and ExamineEvidence.</summary>
    public int? Side { get; init; }
    /// <summary>Key of the applicant that the other side is here; with Enter.</summary>
    public long? Applicant { get; init; }
    /// <summary>Name of the party that was served, or of a piece of evidence.</summary>
    public string? Title { get; init; }
    /// <summary>Day on which the papers were received, with Serve; first day on which silence counted, with DeemAccepted.</summary>
    public DateOnly? On { get; init; }
    /// <summary>True for who has no domicile in China; with Serve.</summary>
    public bool? Abroad { get; init; }
    /// <summary>Number of the piece of evidence; with ExamineEvidence.</summary>
    public int? Exhibit { get; init; }
    /// <summary>The file; with PutEvidence.</summary>
    public CaseFile? File { get; init; }
    /// <summary>Keys of the accounts of the panel, its head first; with FormPanel.</summary>
    public IReadOnlyList<long>? Panel { get; init; }
    /// <summary>Signatures of the co-applicants over what is handed in; with Submit and Answer.</summary>
    public IReadOnlyList<CoSigned>? Signatures { get; init; }

    static readonly JsonSerializerOptions Plain = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>As it is stored and signed.</summary>
    public string Write() => JsonSerializer.Serialize(this, Plain);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">The text is something else.</exception>
    public static CasePayload Read(string text) => JsonSerializer.Deserialize<CasePayload>(text, Plain) ?? new();
}

/// <summary>A file that an action brings.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="Name">Its name, made safe.</param>
/// <param name="MediaType">Its type as found in it; null where it is not known.</param>
/// <param name="Size">Bytes.</param>
public sealed record CaseFile(string Sha256, string Name, string? MediaType, long Size);

/// <summary>One thing done to a case. Actions are never changed; the state of a case is what they add up to.</summary>
/// <param name="Sequence">1 for the first of the case, counted on without a gap.</param>
/// <param name="Kind">What was done.</param>
/// <param name="Party">In which part.</param>
/// <param name="By">The account; null for the clock and for the public.</param>
/// <param name="Organisation">For which office; null for applicants, the public and the clock.</param>
/// <param name="At">When.</param>
/// <param name="Reason">Why, in words; empty where none is needed.</param>
/// <param name="Payload">What else it says.</param>
/// <param name="Key">The key that the asking side gave it: the same key again is the same action.</param>
public sealed record CaseAction(
    int Sequence, CaseActionKind Kind, CaseParty Party, AccountId? By, OrganisationId? Organisation, DateTimeOffset At, string Reason, CasePayload Payload, string Key)
{
    /// <summary>Longest reason, in UTF-16 units.</summary>
    public const int LongestReason = 4000;

    /// <summary>Longest key.</summary>
    public const int LongestKey = 60;

    /// <summary>The digest that links it to the action before: SHA-256 over the case, the digest before and everything that the action says.</summary>
    /// <param name="number">Number of the case.</param>
    /// <param name="previous">Digest of the action before; empty for the first.</param>
    public string Digest(string number, string previous) => TextDigest.Of(string.Join('\n',
        number, previous, Sequence.ToString(CultureInfo.InvariantCulture), Kind.ToString(), Party.ToString(), By?.Value.ToString(CultureInfo.InvariantCulture) ?? "",
        Organisation?.Value.ToString(CultureInfo.InvariantCulture) ?? "", At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture), Key,
        Reason.Length.ToString(CultureInfo.InvariantCulture), Reason, Payload.Write()));
}
