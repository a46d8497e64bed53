namespace Zhice.Domain.Services;

/// <summary>办事指南 fields that the office alone knows: codes of its lists, places, hours, telephones. What is null is shown as 待核, so that nobody takes its absence for “none”.</summary>
public sealed record ServiceGuide
{
    /// <summary>Nothing is known.</summary>
    public static readonly ServiceGuide Unknown = new();

    /// <summary>业务办理项编码.</summary>
    public string? BusinessCode { get; init; }
    /// <summary>办件类型: 承诺件, 即办件, 上报件.</summary>
    public string? Handling { get; init; }
    /// <summary>通办范围: 全国, 全省, 全市, 无.</summary>
    public string? Scope { get; init; }
    /// <summary>办理地点.</summary>
    public string? Place { get; init; }
    /// <summary>办理时间.</summary>
    public string? Hours { get; init; }
    /// <summary>咨询方式.</summary>
    public string? Consult { get; init; }
    /// <summary>监督投诉方式.</summary>
    public string? Complain { get; init; }
    /// <summary>中介服务.</summary>
    public string? Intermediary { get; init; }
    /// <summary>受委托机构, apart from offices that take part.</summary>
    public string? Entrusted { get; init; }
    /// <summary>结果样本: its address or its words.</summary>
    public string? ResultSample { get; init; }
}
