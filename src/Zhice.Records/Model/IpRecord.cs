using System.Text.Json.Serialization;

namespace Zhice.Records.Model;

/// <summary>What a record is about.</summary>
public enum RecordKind
{
    /// <summary>发明.</summary>
    Invention = 1,
    /// <summary>实用新型.</summary>
    UtilityModel = 2,
    /// <summary>外观设计.</summary>
    Design = 3,
    /// <summary>商标.</summary>
    Trademark = 4,
    /// <summary>地理标志.</summary>
    GeographicalIndication = 5,
    /// <summary>许可 (a contract on file).</summary>
    Licence = 6,
    /// <summary>转让.</summary>
    Transfer = 7,
    /// <summary>质押登记.</summary>
    Pledge = 8,
    /// <summary>代理机构.</summary>
    Agency = 9,
    /// <summary>专利代理师.</summary>
    Agent = 10,
    /// <summary>纠纷案件.</summary>
    Dispute = 11,
    /// <summary>著作权登记.</summary>
    Copyright = 12,
    /// <summary>植物新品种.</summary>
    PlantVariety = 13,
    /// <summary>集成电路布图设计.</summary>
    LayoutDesign = 14,
}

/// <summary>Legal state as the source told it, never inferred.</summary>
public enum RecordStatus
{
    /// <summary>The source does not say.</summary>
    Unknown = 0,
    /// <summary>在审.</summary>
    Pending = 1,
    /// <summary>有效.</summary>
    InForce = 2,
    /// <summary>终止、届满.</summary>
    Ended = 3,
    /// <summary>驳回.</summary>
    Refused = 4,
    /// <summary>撤回、视为撤回.</summary>
    Withdrawn = 5,
    /// <summary>宣告无效.</summary>
    Invalidated = 6,
}

/// <summary>The part that somebody has in a record.</summary>
public enum PartyRole
{
    /// <summary>申请人、专利权人、注册人.</summary>
    Applicant = 1,
    /// <summary>发明人、设计人、作者、育种人.</summary>
    Inventor = 2,
    /// <summary>代理机构.</summary>
    Agency = 3,
    /// <summary>代理师.</summary>
    Agent = 4,
    /// <summary>受让人、被许可人.</summary>
    Transferee = 5,
    /// <summary>质权人.</summary>
    Pledgee = 6,
    /// <summary>被请求人、被告.</summary>
    Respondent = 7,
    /// <summary>审查员.</summary>
    Examiner = 8,
}

/// <summary>Somebody named in a record, as the source writes it.</summary>
/// <param name="Role">The part.</param>
/// <param name="Name">The name as written.</param>
/// <param name="Address">The address as written; null when not given.</param>
/// <param name="Country">Two letters (ST.3); null when not given.</param>
/// <param name="Division">Six digits of the administrative division that the address leads to; null outside China or when it cannot be told.</param>
public sealed record Party(PartyRole Role, string Name, string? Address = null, string? Country = null, string? Division = null);

/// <summary>A mark of a classification.</summary>
/// <param name="Scheme">IPC, CPC, LOC, NICE, VIENNA, USPC or GBT4754.</param>
/// <param name="Symbol">Normal writing, such as <c>G06F13/12</c>.</param>
public sealed record ClassMark(string Scheme, string Symbol);

/// <summary>A document that a record refers to.</summary>
/// <param name="Number">Normal number.</param>
/// <param name="Category">X, Y, A … or null.</param>
public sealed record Citation(string Number, string? Category = null);

/// <summary>Something that happened to a right.</summary>
/// <param name="On">The day.</param>
/// <param name="Code">Code of the source.</param>
/// <param name="Text">Words of the source; null when none.</param>
public sealed record LegalEvent(DateOnly On, string Code, string? Text = null)
{
    /// <summary>What it is searched by: its code, and its words where they say more.</summary>
    internal string Words => Text is null || Text == Code ? Code : Code + " " + Text;
}

/// <summary>One record of intellectual property, of any kind; what a kind has no use for stays empty.</summary>
/// <remarks>Term names follow 《知识产权基础信息数据规范》 where it has one; docs/search.md lists them. Its JSON is the JSON-lines format of the ingest.</remarks>
public sealed record IpRecord
{
    /// <summary>What it is.</summary>
    public required RecordKind Kind { get; init; }
    /// <summary>Office that published it, two letters (ST.3).</summary>
    public string Office { get; init; } = "CN";
    /// <summary>Application number in normal writing, without check digit; null when none.</summary>
    public string? Application { get; init; }
    /// <summary>Filing day.</summary>
    public DateOnly? Filed { get; init; }
    /// <summary>Publication or registration number in normal writing, with kind code.</summary>
    public string? Publication { get; init; }
    /// <summary>Publication day.</summary>
    public DateOnly? Published { get; init; }
    /// <summary>Grant or registration day.</summary>
    public DateOnly? Granted { get; init; }
    /// <summary>Day on which the right ended.</summary>
    public DateOnly? Ended { get; init; }
    /// <summary>State as told by the source.</summary>
    public RecordStatus Status { get; init; }
    /// <summary>Title, name of the mark or of the work.</summary>
    public string Title { get; init; } = "";
    /// <summary>Abstract, description of goods, or summary of the contract.</summary>
    public string Abstract { get; init; } = "";
    /// <summary>Claims.</summary>
    public string Claims { get; init; } = "";
    /// <summary>Description.</summary>
    public string Description { get; init; } = "";
    /// <summary>Classes in the order of the source: the first is the main one.</summary>
    public IReadOnlyList<ClassMark> Classes { get; init; } = [];
    /// <summary>People and organisations in the order of the source.</summary>
    public IReadOnlyList<Party> Parties { get; init; } = [];
    /// <summary>Documents cited.</summary>
    public IReadOnlyList<Citation> Citations { get; init; } = [];
    /// <summary>Priorities: normal application numbers.</summary>
    public IReadOnlyList<string> Priorities { get; init; } = [];
    /// <summary>Other members of the family: normal publication numbers.</summary>
    public IReadOnlyList<string> Family { get; init; } = [];
    /// <summary>Legal events.</summary>
    public IReadOnlyList<LegalEvent> Events { get; init; } = [];
    /// <summary>What the columns have no place for: fee, term, bank, sum in yuan, award …, by name.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();
    /// <summary>True for a record made by the generator.</summary>
    public bool Synthetic { get; init; }

    /// <summary>The record with empty texts and lists for those that its JSON left out.</summary>
    internal IpRecord Whole() => this with
    {
        Office = Office ?? "CN", Title = Title ?? "", Abstract = Abstract ?? "", Claims = Claims ?? "", Description = Description ?? "", Classes = Classes ?? [], Parties = Parties ?? [], Citations = Citations ?? [],
        Priorities = Priorities ?? [], Family = Family ?? [], Events = Events ?? [], More = More ?? new Dictionary<string, string>(),
    };

    /// <summary>True for word of the source that a record of this number is no more: it is taken out.</summary>
    [JsonIgnore]
    internal bool Deleted { get; init; }

    /// <summary>What makes it the same record when it comes again: kind group, publication number, else application number; of a mark in one class the class too, as a number has a row for each class.</summary>
    [JsonIgnore]
    public string? Key => (Publication ?? Application) is not { } number ? null : Kind <= RecordKind.Design ? number : Kind == RecordKind.Trademark && OneClass is { } one ? $"{Kind}:{number}:{one}" : $"{Kind}:{number}";

    string? OneClass
    {
        get
        {
            string? one = null;
            foreach (var mark in Classes)
                if (mark.Scheme == "NICE")
                {
                    if (one is not null && one != mark.Symbol) return null;
                    one = mark.Symbol;
                }
            return one;
        }
    }

    /// <summary>The application number as people write it: with the check digit where it is that of a Chinese patent; null when there is none.</summary>
    [JsonIgnore]
    public string? ShownApplication => Application is null ? null : Kind is <= RecordKind.Design or RecordKind.Licence or RecordKind.Transfer or RecordKind.Pledge ? RecordNumber.Shown(Application) : Application;

    /// <summary>The main class of patents and designs; null when there is none.</summary>
    [JsonIgnore]
    public string? MainClass => Classes.FirstOrDefault(c => c.Scheme is "IPC")?.Symbol ?? Classes.FirstOrDefault(c => c.Scheme is "CPC")?.Symbol;

    /// <summary>The first applicant; null when there is none.</summary>
    [JsonIgnore]
    public Party? Applicant => Parties.FirstOrDefault(p => p.Role == PartyRole.Applicant);

    /// <summary>The day by which lists are sorted: publication, else filing.</summary>
    [JsonIgnore]
    public DateOnly? SortDay => Published ?? Granted ?? Filed;
}

/// <summary>How records are written as JSON: one object a line, names of the model in camel case.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault, UseStringEnumConverter = true)]
[JsonSerializable(typeof(IpRecord))]
public sealed partial class RecordJson : JsonSerializerContext;
