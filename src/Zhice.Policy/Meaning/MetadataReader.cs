using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Title, issuer, number and dates, from the lines before the body and the signature after it. What no line says stays null.</summary>
internal sealed class MetadataReader
{
    readonly Dictionary<Flow, PartRole> roles = [];
    string? signedBy, redHead, namedInTitle, alone;
    readonly List<Flow> fragments = [];
    readonly List<string> laterTitles = [];

    public string? Title { get; private set; }
    public string? DocumentNumber { get; private set; }
    public DateOnly? IssuedOn { get; private set; }
    public DateOnly? PublishedOn { get; private set; }
    public string? Issuer => signedBy ?? redHead ?? namedInTitle ?? alone;
    public int? Year { get; private set; }

    /// <summary>The last title printed before the body: that of the first document which a notice brings.</summary>
    public string? LastTitle => laterTitles.Count > 0 ? laterTitles[^1] : null;

    /// <summary>What each paragraph before the body is; one that is missing is prose.</summary>
    public IReadOnlyDictionary<Flow, PartRole> Roles => roles;

    /// <summary>Reads the paragraphs before the body, and the last few of the document.</summary>
    public static MetadataReader Of(IReadOnlyList<ParagraphItem> front, IReadOnlyList<ParagraphItem> rest)
    {
        var reader = new MetadataReader();
        for (var i = 0; i < front.Count; i++) reader.Front(front, i);
        reader.CloseFragments(front);
        for (var i = 0; i < rest.Count; i++) reader.Signature(rest, i);
        var named = YearOf(reader.Title);
        reader.PreferIssued();
        reader.Title = reader.Title is null ? null : Flow.Legible(reader.Title);
        reader.Year = YearOf(reader.Title) ?? named ?? reader.IssuedOn?.Year;
        return reader;
    }

    /// <summary>关于印发《…》的通知 brings a document with it: where its own title is printed too, that is the title.</summary>
    void PreferIssued()
    {
        if (Title is null || !Title.Contains("印发", StringComparison.Ordinal) && !Title.Contains("印發", StringComparison.Ordinal)) return;
        var notice = Bare(Title);
        foreach (var later in laterTitles)
        {
            var core = Bare(later);
            if (core.Length < 6 || !notice.Contains(core, StringComparison.Ordinal) && !WithoutYear(notice).Contains(WithoutYear(core), StringComparison.Ordinal) && !IsNamedBy(notice, core)) continue;
            Title = later;
            return;
        }
    }

    /// <summary>某局关于印发2024年工作要点的通知 names 某局2024年工作要点 without saying again whose it is.</summary>
    static bool IsNamedBy(string notice, string later)
    {
        var from = Math.Max(notice.LastIndexOf("印发", StringComparison.Ordinal), notice.LastIndexOf("印發", StringComparison.Ordinal)) + 2;
        var to = notice.LastIndexOf("的通知", StringComparison.Ordinal);
        if (from < 2 || to - from < 4) return false;
        var named = notice[from..to];
        return later.EndsWith(named, StringComparison.Ordinal) || WithoutYear(named) is { Length: >= 4 } bare && WithoutYear(later).EndsWith(bare, StringComparison.Ordinal);
    }

    /// <summary>…年度推进计划(2024) and …2024年度推进计划 are one title.</summary>
    static string WithoutYear(string bare) => string.Concat(bare.Where(c => !ChineseNumber.IsDigit(c) && c is not ('年' or '度' or '-')));

    static string Bare(string title) => string.Concat(CharacterFold.Of(title).Where(c => c is not ('(' or ')' or '《' or '》' or ' ')));

    void Front(IReadOnlyList<ParagraphItem> front, int i)
    {
        var flow = front[i].Flow;
        var key = flow.Fold;
        if (i == valueAt) return;
        if (i + 1 < front.Count && Field(key, front[i + 1].Flow))
        {
            valueAt = i + 1;
            Take(flow);
            Take(front[i + 1].Flow);
        }
        else if (Structure.FrontMatter.DocumentNumber(key) is { } number && key.Length <= 60)
        {
            DocumentNumber ??= flow.Words(number.Start, number.End);
            Labelled(flow); // a date may stand beside it
            Take(flow);
        }
        else if (front[i].Number.Style == NumberStyle.Arabic) Take(flow); // an attachment listed before the body
        else if (Labelled(flow)) Take(flow);
        else if (IsProclamation(key))
        {
            IssuedOn ??= Structure.FrontMatter.DayIn(key, 0, out _);
            Take(flow);
        }
        else if (Structure.FrontMatter.IsDateLine(key))
        {
            IssuedOn ??= Structure.FrontMatter.DateOf(key);
            var signer = SignerOf(front, i);
            if (signer >= 0) signedBy ??= front[signer].Flow.Text;
            for (var k = signer; k >= 0 && k < i; k++) Take(front[k].Flow);
            Take(flow);
        }
        else if (Structure.FrontMatter.IsAddressee(key))
        {
            BodyUnderTitle(front, i);
            Take(flow);
        }
        else if (key.StartsWith("(此件", StringComparison.Ordinal) || IsItemCount(key) || Structure.FrontMatter.IsAttachmentMark(key)) Take(flow);
        else if (key.EndsWith("文件", StringComparison.Ordinal) && key.Length <= 40 && IsBody(key[..^2]))
        {
            redHead ??= flow.Words(0, flow.Length - 2);
            Take(flow);
        }
        else if ((Structure.FrontMatter.IsTitleTail(key) || Structure.FrontMatter.IsTitleRest(key) && (laterTitles.Count > 0 ? laterTitles[^1] : Title) is [.., '》']) && Title is not null && i > 0 && roles.ContainsKey(front[i - 1].Flow))
        {
            if (Title.EndsWith(front[i - 1].Flow.Text, StringComparison.Ordinal)) Title += flow.Text;
            if (laterTitles.Count > 0 && laterTitles[^1].EndsWith(front[i - 1].Flow.Text, StringComparison.Ordinal)) laterTitles[^1] += flow.Text;
            Take(flow);
        }
        else if (Structure.FrontMatter.IsTitleEnd(key) || front[i].HeadingLevel == 1 && key.Length <= 100 || EndsBrokenTitle(key)) CloseTitle(flow);
        else if (key.Length <= 60 && !Ending.IsComplete(key)) fragments.Add(flow);
        else
        {
            BodyUnderTitle(front, i);
            fragments.Clear();
        }
    }

    /// <summary>The body on a line of its own between the title and the first words: who issued it.</summary>
    void BodyUnderTitle(IReadOnlyList<ParagraphItem> front, int i)
    {
        if (Title is null || i < 2 || fragments is not [var only] || !ReferenceEquals(front[i - 1].Flow, only) || !IsBody(only.Fold) || !roles.ContainsKey(front[i - 2].Flow)) return;
        alone ??= only.Text;
        roles[only] = PartRole.Metadata;
    }

    // The paragraph that holds the value of the field before it.
    int valueAt = -1;

    /// <summary>发布机构 and, in the next cell, the name: a field of a page's head that was a table.</summary>
    bool Field(string label, Flow value)
    {
        if (label.Length > 6 || Array.IndexOf(Labels, label.TrimEnd(':')) < 0 && label.TrimEnd(':') is not ("发文机关" or "发布机构" or "发文机构" or "名称" or "标题") || Array.IndexOf(Labels, value.Fold.TrimEnd(':')) >= 0 || value.Length > 80) return false;
        label = label.TrimEnd(':');
        if (label.StartsWith("发文机", StringComparison.Ordinal) || label == "发布机构")
        {
            if (OrganisationNames.Looks(value.Fold)) redHead ??= value.Text;
        }
        else if (Structure.FrontMatter.DayIn(value.Fold, 0, out _) is { } day)
        {
            if (Array.IndexOf(IssuedLabels, label) >= 0) IssuedOn ??= day;
            else if (Array.IndexOf(PublishedLabels, label) >= 0) PublishedOn ??= day;
        }
        else if (label is "文号" or "发文字号" && Structure.FrontMatter.DocumentNumber(value.Fold) is { } number) DocumentNumber ??= value.Words(number.Start, number.End);
        return true;
    }

    /// <summary>（2021年9月1日某市人民政府令第66号公布 自2021年10月1日起施行） under the title of a regulation.</summary>
    static bool IsProclamation(string key) =>
        key.Length is > 10 and < 200 && key[0] == '(' && key[^1] == ')' && ChineseNumber.IsDigit(key[1])
        && (key.Contains("公布", StringComparison.Ordinal) || key.Contains("通过", StringComparison.Ordinal) || key.Contains("发布", StringComparison.Ordinal) || key.Contains("施行", StringComparison.Ordinal));

    /// <summary>A title broken before its last word: …工作要点的|通知.</summary>
    bool EndsBrokenTitle(string key) => fragments.Count > 0 && key.Length <= 4 && key.Length < fragments[^1].Length && !OrganisationNames.Looks(key) && Structure.FrontMatter.IsTitleEnd(fragments[^1].Fold + key) && !Structure.FrontMatter.IsTitleEnd(fragments[^1].Fold)
        || key is "通知" or "意见" or "方案" or "决定" or "公告" or "函" or "计划" or "要点" && fragments.Count > 0 && key.Length < fragments[^1].Length;

    /// <summary>（共11项） under a title.</summary>
    static bool IsItemCount(string key) => key.Length <= 12 && key.StartsWith("(共", StringComparison.Ordinal) && key[^1] == ')';

    void Take(Flow flow)
    {
        roles[flow] = PartRole.Metadata;
        fragments.Clear();
    }

    void CloseTitle(Flow flow)
    {
        // A red head or a body that stands alone above a complete title names the issuer, it is no part of the title.
        var parts = fragments.Where(f => !flow.Fold.StartsWith(f.Fold, StringComparison.Ordinal)).TakeLast(4).ToList();
        if (parts.Count > 0 && IsBody(parts[0].Fold) && !flow.Fold.StartsWith("关于", StringComparison.Ordinal) && parts.Count == 1 && flow.Length >= 12)
        {
            alone ??= parts[0].Text;
            roles[parts[0]] = PartRole.Metadata;
            parts.Clear();
        }
        var title = string.Concat(parts.Select(p => p.Text)) + flow.Text;
        foreach (var part in parts) roles[part] = PartRole.Metadata;
        foreach (var part in fragments) roles.TryAdd(part, PartRole.Metadata);
        Take(flow);
        if (title[0] == '《' && title[^1] == '》' && !title.AsSpan(1).Contains('《')) title = title[1..^1];
        if (Title is not null)
        {
            laterTitles.Add(title);
            return;
        }
        Title = title;
        NameIssuer(CharacterFold.Of(title), title);
    }

    void NameIssuer(string fold, string title)
    {
        var about = fold.IndexOf("关于", StringComparison.Ordinal);
        // 某省人民政府办公厅印发《关于…》
        var brings = fold.IndexOf("印发《", StringComparison.Ordinal);
        if (brings > 2 && brings < about) about = brings;
        if (about > 2 && IsBody(fold[..about])) namedInTitle = title[..about].Trim();
        if (namedInTitle is not null) return;
        for (var i = 3; i + 5 < fold.Length; i++)
        {
            if (Moment.At(fold, i, fold.Length, null) is not { YearStated: true }) continue;
            // 国家知识产权局2023年工作要点; a region before the year (某市2024年…) names no issuer.
            if (IsBody(fold[..i]) && "局厅委院署办府部室会".Contains(Name(fold[..i])[^1], StringComparison.Ordinal)) namedInTitle = title[..i].Trim();
            return;
        }
    }

    /// <summary>Short lines above the body that no title ended.</summary>
    void CloseFragments(IReadOnlyList<ParagraphItem> front)
    {
        foreach (var fragment in fragments)
        {
            if (IsBody(fragment.Fold) && fragments.Count <= 2)
            {
                alone ??= fragment.Text;
                roles[fragment] = PartRole.Metadata;
            }
            else if (Title is null && front.Count > 0 && ReferenceEquals(front[0].Flow, fragment) && fragment.Length >= 6)
            {
                Title = fragment.Text;
                roles[fragment] = PartRole.Metadata;
            }
        }
    }

    /// <summary>The body that signs, and the day, after the last provision.</summary>
    void Signature(IReadOnlyList<ParagraphItem> rest, int i)
    {
        if (!Structure.FrontMatter.IsDateLine(rest[i].Flow.Fold) || rest[i].Number.Style != NumberStyle.None) return;
        IssuedOn ??= Structure.FrontMatter.DateOf(rest[i].Flow.Fold);
        if (SignerOf(rest, i) is >= 0 and var signer) signedBy ??= rest[signer].Flow.Text;
    }

    /// <summary>The line above the date that names who signs, over a line such as （某局代章）; -1 where there is none.</summary>
    static int SignerOf(IReadOnlyList<ParagraphItem> paragraphs, int date)
    {
        var i = date - 1;
        if (i > 0 && IsSealNote(paragraphs[i].Flow.Fold)) i--;
        return i >= 0 && IsBody(paragraphs[i].Flow.Fold) ? i : -1;
    }

    /// <summary>（国家知识产权局代章） under a signature.</summary>
    public static bool IsSealNote(string key) => key.Length is > 4 and < 40 && key[0] == '(' && key.EndsWith("章)", StringComparison.Ordinal);

    static readonly string[] PublishedLabels = ["发布时间", "发布日期", "公开日期", "发布于", "发表时间", "日期"];
    static readonly string[] IssuedLabels = ["成文日期", "发文日期", "印发日期", "生成日期", "成文时间"];

    bool Labelled(Flow flow)
    {
        var key = flow.Fold;
        if (key.Length > 120) return false;
        var any = false;
        foreach (var label in PublishedLabels) if (DateAfter(key, label, out var day)) (any, PublishedOn) = (true, PublishedOn ?? day);
        foreach (var label in IssuedLabels) if (DateAfter(key, label, out var day)) (any, IssuedOn) = (true, IssuedOn ?? day);
        any |= key.StartsWith("标题:", StringComparison.Ordinal);
        any |= NameAfter(flow, "发文机关", out var issuer) && (redHead ??= issuer) is not null;
        any |= NameAfter(flow, "发文机构", out issuer) && (redHead ??= issuer) is not null;
        any |= NameAfter(flow, "发布机构", out issuer) && (redHead ??= issuer) is not null;
        foreach (var label in (string[])["发文字号:", "文号:", "索引号:", "主题词:", "主题分类:", "有效性:"])
        {
            if (!key.StartsWith(label, StringComparison.Ordinal)) continue;
            any = true;
            if (label is "发文字号:" or "文号:" && key.Length > label.Length + 4) DocumentNumber ??= flow.Words(label.Length, flow.Length);
        }
        return any;
    }

    static bool DateAfter(string key, string label, out DateOnly day)
    {
        var at = key.IndexOf(label, StringComparison.Ordinal);
        day = default;
        // 日期 alone is no part of 成文日期.
        if (label == "日期" && at > 0 && key[at - 1] != ' ') return false;
        if (at < 0 || at > 40) return false;
        var from = at + label.Length;
        if (from >= key.Length || Structure.FrontMatter.DayIn(key[from..Math.Min(key.Length, from + 16)], 0, out _) is not { } found) return false;
        day = found;
        return true;
    }

    static readonly string[] Labels = [.. PublishedLabels, .. IssuedLabels, "发文字号", "文号", "索引号", "主题词", "主题分类", "有效性", "标题", "信息分类", "公开方式", "主题"];

    /// <summary>The next field of a head that an extraction wrote in one line: 发文机关：…办公室　成文日期：….</summary>
    static bool BeginsLabel(string fold, int at)
    {
        foreach (var label in Labels)
            if (at + label.Length < fold.Length && fold[at + label.Length] == ':' && string.CompareOrdinal(fold, at, label, 0, label.Length) == 0) return true;
        return false;
    }

    static bool NameAfter(Flow flow, string label, out string? name)
    {
        name = null;
        var at = flow.Fold.IndexOf(label + ":", StringComparison.Ordinal);
        if (at < 0) return false;
        var from = at + label.Length + 1;
        var to = from;
        while (to < flow.Length && flow.Fold[to] is not (' ' or ',' or ';' or '|') && !BeginsLabel(flow.Fold, to)) to++;
        name = flow.Words(from, to);
        return OrganisationNames.Looks(flow.Fold.AsSpan(from, to - from));
    }

    static int? YearOf(string? title)
    {
        if (title is null) return null;
        var fold = CharacterFold.Of(title);
        // 2024年总结和2025年要点: the later year is the one whose work is ordered.
        int? latest = null;
        for (var i = 0; i + 4 <= fold.Length; i++)
        {
            if (fold[i] is not ('1' or '2') || i > 0 && (ChineseNumber.IsDigit(fold[i - 1]) || fold[i - 1] is '-' or '~' or '至')) continue;
            var stop = ChineseNumber.ArabicEnd(fold, i);
            if (stop - i != 4) continue;
            var year = ChineseNumber.Value(fold.AsSpan(i, 4));
            var next = stop < fold.Length ? fold[stop] : ' ';
            // 2021-2025年 is a period, not the year whose work is ordered; the number (2022)15号 is not in a title.
            if (year is < 1949 or > 2199 || next is '-' or '~' or '至') continue;
            if ((next is '年' or ')' or ' ' || stop == fold.Length) && !(latest >= year)) latest = year;
        }
        if (latest is not null) return latest;
        return Moment.At(fold, fold.IndexOf('二') is var two and >= 0 ? two : 0, fold.Length, null) is { YearStated: true, Date: { } day } ? day.Year : null;
    }

    /// <summary>市场监督管理局(知识产权局) is named by what stands before the bracket.</summary>
    static string Name(string fold) => fold[^1] == ')' && fold.IndexOf('(', StringComparison.Ordinal) is var open and > 2 ? fold[..open] : fold;

    /// <summary>True for a line that is the name of one body and no more.</summary>
    public static bool IsBody(string fold) =>
        fold.Length is >= 4 and <= 60 && fold.AsSpan().IndexOfAny(",;:") < 0 && OrganisationNames.Looks(fold.Length > 40 ? fold.AsSpan(fold.Length - 40) : fold)
        && Numbering.At(Flow.Of(fold, new Span(0, fold.Length))).Style == NumberStyle.None
        && "局厅委院署办府部会室处司心组".Contains(Name(fold)[^1], StringComparison.Ordinal) && !fold.Contains("关于", StringComparison.Ordinal);
}
