using System.Buffers;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>A body named in a responsibility note.</summary>
/// <param name="Name">As the readers know it: 专利局自动化部, not 自动化部, after 专利局审业部、.</param>
/// <param name="Role">Where the words 牵头, 配合 … or a label say it; else null.</param>
/// <param name="Start">First character in the flow.</param>
/// <param name="End">One past the last.</param>
/// <param name="Marked">A sign such as ★ stands beside the name.</param>
/// <param name="ByFunction">按照职责分工配合 was said of these alone.</param>
internal readonly record struct NamedBody(string Name, AssignmentRole? Role, int Start, int End, bool Marked = false, bool ByFunction = false);

/// <summary>
/// Reads a list of bodies: 、 and the like divide it, ， also ends a group, and the words 牵头, 配合, 负责 give a role to the names
/// since the role before.
/// </summary>
internal sealed class OrganisationList
{
    readonly List<NamedBody> bodies = [];
    readonly Flow flow;
    int roleFrom;
    // Where the first comma since the last role stood, in names; -1 without one.
    int comma = -1;
    string groupBody = "";
    string groupUnit = "";
    string region = "";

    OrganisationList(Flow flow) => this.flow = flow;

    public IReadOnlyList<NamedBody> Bodies => bodies;
    /// <summary>按职责分别负责 and its kin were said.</summary>
    public bool ByFunction { get; private set; }
    /// <summary>牵头负责 was said: the lead answers alone.</summary>
    public bool LeadAlone { get; private set; }
    /// <summary>A word of responsibility (负责, 牵头, 配合 …) was said at the end of the list.</summary>
    public bool EndsWithDuty { get; private set; }

    public static OrganisationList Read(Flow flow, int start, int end, AssignmentRole? label = null)
    {
        var list = new OrganisationList(flow);
        var fold = flow.Fold;
        var depth = 0;
        var from = start;
        for (var i = start; i <= end; i++)
        {
            var c = i < end ? fold[i] : ',';
            if (c == '(' && HasClose(fold, i, end)) depth++;
            else if (c == ')' && depth > 0) depth--;
            // 省知识产权局　省公安厅: a blank alone divides two names that are whole.
            if (i < end && depth == 0 && i > from + 2 && flow.IsSetOff(i) && NamesOnLines.AreTwo(fold.AsSpan(from, i - from), fold.AsSpan(i, end - i), flow.IsWideGap(i)))
            {
                list.Item(from, i);
                from = i;
                list.groupBody = "";
            }
            if (i < end && (depth > 0 || c is not ('、' or ',' or ';' or '。' or '/' or '|' or ' '))) continue;
            if (c != ' ' || i == end || list.IsBody(from, i))
            {
                list.Item(from, i);
                from = i + 1;
                if (c is not ('、' or '/')) list.groupBody = "";
                if (c is ',' or ';' && list.comma < 0 && list.bodies.Count > list.roleFrom) list.comma = list.bodies.Count;
            }
        }
        list.ShareRegionClass();
        list.ShareOffice();
        if (label is { } role)
            for (var i = 0; i < list.bodies.Count; i++)
                list.bodies[i] = list.bodies[i] with { Role = list.bodies[i].Role ?? role };
        return list;
    }

    static bool HasClose(string fold, int open, int end)
    {
        var close = fold.IndexOf(')', open, Math.Min(end - open, 60));
        return close > open;
    }

    bool IsBody(int start, int end) => end > start && OrganisationNames.Looks(flow.Fold.AsSpan(start, end - start));

    void Item(int start, int end)
    {
        (start, end) = TrimLabel(start, end);
        // 列第一位的为牵头单位, 下同: what the document says of its notes names nobody.
        var words = flow.Fold.AsSpan(start, end - start);
        if (words is "下同" or "后同" || words.StartsWith("以下", StringComparison.Ordinal) || words.Contains("为牵头", StringComparison.Ordinal) || words.StartsWith("不再", StringComparison.Ordinal)) return;
        // 各区必做 is a range, 2025年12月底前 a deadline: neither is a body.
        if (ObligationWords.Say(words) || !OrganisationNames.Looks(words) && Deadlines.LooksLikeCell(words.ToString())) return;
        var duty = DutyWords.Strip(flow.Fold, start, ref end);
        var takesPart = duty.HasFlag(Duty.Participant) && !duty.HasFlag(Duty.Lead);
        ByFunction |= duty.HasFlag(Duty.ByFunction) && !(takesPart && roleFrom > 0);
        LeadAlone |= duty.HasFlag(Duty.Lead);
        EndsWithDuty = duty != Duty.None;
        if (RoleInBrackets(start, ref end) is { } own)
        {
            // 市知识产权局(牵头): the bracket speaks of this body alone.
            var before = bodies.Count;
            Conjoined(start, end);
            for (var i = before; i < bodies.Count; i++) bodies[i] = bodies[i] with { Role = own };
            if (roleFrom == before) roleFrom = bodies.Count;
            return;
        }
        Conjoined(start, end);
        if (duty == Duty.None) return;
        AssignmentRole? role = duty.HasFlag(Duty.Lead) ? AssignmentRole.Lead : duty.HasFlag(Duty.Participant) ? AssignmentRole.Participant : null;
        // （各市州知识产权局，厅人事处配合）: with nobody named before, those before the comma answer, and those behind it take part.
        var from = takesPart && roleFrom == 0 && comma > 0 && comma < bodies.Count ? comma : roleFrom;
        var apart = duty.HasFlag(Duty.ByFunction) && takesPart && roleFrom > 0;
        for (var i = from; i < bodies.Count; i++) bodies[i] = bodies[i] with { Role = role, ByFunction = apart };
        (roleFrom, comma) = (bodies.Count, -1);
    }

    AssignmentRole? RoleInBrackets(int start, ref int end)
    {
        var fold = flow.Fold;
        if (end - start < 6 || fold[end - 1] != ')') return null;
        var open = fold.LastIndexOf('(', end - 1, end - start);
        if (open < start + 2) return null;
        var inside = fold.AsSpan(open + 1, end - open - 2);
        foreach (var noun in (ReadOnlySpan<string>)["单位", "部门", "处室"])
            if (inside.EndsWith(noun, StringComparison.Ordinal)) { inside = inside[..^noun.Length]; break; }
        AssignmentRole? role = inside is "牵头" or "主办" or "总牵头" ? AssignmentRole.Lead : inside is "配合" or "参与" or "协办" or "协助" ? AssignmentRole.Participant : null;
        if (role is not null) end = open;
        return role;
    }

    /// <summary>Takes 局内： and the like off, which say whose departments follow.</summary>
    (int, int) TrimLabel(int start, int end)
    {
        var fold = flow.Fold;
        while (start < end && fold[start] is ' ' or ':' or '-') start++;
        while (end > start && fold[end - 1] is ' ' or ':') end--;
        var colon = end > start ? fold.IndexOf(':', start, end - start) : -1;
        return colon >= 0 && colon - start <= 8 ? (colon + 1, end) : (start, end);
    }

    static readonly string[] Conjunctions = ["以及", "会同", "联合", "和", "及", "与"];

    /// <summary>A和B are two bodies where A is one by itself: 工业和信息化部 is one, 省财政厅和省科技厅 are two.</summary>
    void Conjoined(int start, int end)
    {
        var fold = flow.Fold;
        for (var i = start + 2; i < end - 1; i++)
        {
            foreach (var word in Conjunctions)
            {
                if (string.CompareOrdinal(fold, i, word, 0, word.Length) != 0) continue;
                var rest = i + word.Length;
                if (!IsBody(start, i) || fold[i - 1] is '社' or '方' || !IsBody(rest, end) || IsBareClass(fold.AsSpan(rest, end - rest)) || InBracket(fold, start, i)) break;
                Add(start, i);
                Conjoined(rest, end);
                return;
            }
        }
        Add(start, end);
    }

    static bool InBracket(string fold, int start, int i) => fold.AsSpan(start, i - start).Count('(') > fold.AsSpan(start, i - start).Count(')');

    static bool IsBareClass(ReadOnlySpan<char> rest) => rest is "单位" or "部门" or "机构" or "企业" or "团体" or "处室" or "地区" or "个人" or "政府" or "人民政府" or "行政公署";

    static readonly string[] Openers = ["由", "请", "并由", "会同", "以及", "及", "和"];

    void Add(int start, int end)
    {
        var fold = flow.Fold;
        foreach (var opener in Openers)
            if (end - start > opener.Length + 2 && string.CompareOrdinal(fold, start, opener, 0, opener.Length) == 0) start += opener.Length;
        var marked = false;
        while (start < end && ReadingRules.LeadMarks.Contains(fold[start], StringComparison.Ordinal)) (start, marked) = (start + 1, true);
        while (start < end && ReadingRules.LeadMarks.Contains(fold[end - 1], StringComparison.Ordinal)) (end, marked) = (end - 1, true);
        end = WithoutEtc(fold, start, end);
        while (end > start && fold[end - 1] is ' ' or '-') end--;
        if (end - start < 2) return;
        var printed = flow.Printed(start, end);
        var name = fold[start..end];
        if (bodies.Count > 0 && bodies[^1].Role is null && bodies[^1].End + 1 == start && fold[start - 1] == '、' && (IsRestOfGovernments(bodies[^1].Name, name) || IsRestOfOffices(bodies[^1].Name, name)))
        {
            bodies[^1] = bodies[^1] with { Name = flow.Printed(bodies[^1].Start, end), End = end };
            return;
        }
        if (groupBody.Length > 0 && OrganisationNames.IsUnitLike(name, groupUnit)) printed = groupBody + printed;
        else if (region.Length > 0 && OrganisationNames.IsRegional(name)) printed = region + printed;
        else
        {
            region = flow.Printed(start, start + OrganisationNames.RegionLength(name));
            var body = OrganisationNames.BodyOf(name);
            groupBody = printed[..body.Length];
            groupUnit = body.Length > 0 ? name[body.Length..] : "";
        }
        bodies.Add(new NamedBody(printed, null, start, end, marked));
    }

    /// <summary>各市、县（市、区）人民政府 is one name of many governments.</summary>
    static bool IsRestOfGovernments(string before, string name)
    {
        // 各市（州）党委、政府
        if ((name is "政府" or "人民政府") && before.EndsWith("党委", StringComparison.Ordinal)) return true;
        var core = name.AsSpan().Trim("市县区旗州盟乡镇级街道自治()、（）");
        return before.StartsWith('各') && core is "人民政府" or "政府" or "行政公署" or "党委和政府" or "党委政府" or "党委和人民政府"
            && CharacterFold.Of(before).AsSpan(1).Trim("市县区旗州盟乡镇级地设自治()、") is "" or "人民政府" or "行政公署" or "政府";
    }

    /// <summary>各市、州知识产权局 is one name of many offices.</summary>
    static bool IsRestOfOffices(string before, string name)
    {
        if (!before.StartsWith('各') || before.Length < 2 || CharacterFold.Of(before).AsSpan(1).Trim("市县区旗州盟地级设自治()、") is not "") return false;
        var office = name.AsSpan().TrimStart("市县区旗州盟()、");
        var own = office.StartsWith('场') ? office.Length + 1 : office.Length; // 县市场监管局
        return own < name.Length && OrganisationNames.IsRegional(name[^own..]);
    }

    /// <summary>长沙、株洲、湘潭市人民政府: the cities named without a class share that of the last.</summary>
    void ShareRegionClass()
    {
        var shared = "";
        for (var i = bodies.Count - 1; i >= 0; i--)
        {
            var name = CharacterFold.Of(bodies[i].Name);
            if (shared.Length > 0 && i + 1 < bodies.Count && bodies[i].End + 1 == bodies[i + 1].Start && flow.Fold[bodies[i].End] == '、' && name.Length is >= 2 and <= 4 && !OrganisationNames.Looks(name))
            {
                bodies[i] = bodies[i] with { Name = bodies[i].Name + shared };
                continue;
            }
            var at = name.AsSpan().IndexOfAny("市州盟县区");
            shared = at is >= 2 and <= 4 && at + 2 < name.Length && name[0] is not ('各' or '省' or '全') ? bodies[i].Name[at..] : "";
        }
    }

    /// <summary>北京市、上海市、广东省人民政府: the regions named by name alone share the office of the last.</summary>
    void ShareOffice()
    {
        var office = "";
        for (var i = bodies.Count - 1; i >= 0; i--)
        {
            var name = CharacterFold.Of(bodies[i].Name);
            if (office.Length > 0 && bodies[i].End + 1 == bodies[i + 1].Start && flow.Fold[bodies[i].End] == '、' && NamesRegion(name))
            {
                bodies[i] = bodies[i] with { Name = bodies[i].Name + office };
                continue;
            }
            var at = name.AsSpan().IndexOfAny(RegionEnds);
            var rest = at is >= 2 and <= 8 && NamesRegion(name[..(at + 1)]) ? name[(at + 1)..] : "";
            office = rest is "人民政府" or "政府" or "行政公署" || OrganisationNames.IsRegional(rest) ? bodies[i].Name[^rest.Length..] : "";
        }
    }

    static readonly SearchValues<char> RegionEnds = SearchValues.Create("省市州盟县区旗");

    static bool NamesRegion(string name) =>
        name.Length is >= 3 and <= 9 && RegionEnds.Contains(name[^1]) && name[0] is not ('各' or '全' or '本' or '省' or '市' or '县' or '区' or '有' or '相') && !RegionWords.IsMark(name, out _)
        && !name.EndsWith("园区", StringComparison.Ordinal) && !name.EndsWith("发区", StringComparison.Ordinal) && !name.EndsWith("新区", StringComparison.Ordinal) && !name.EndsWith("范区", StringComparison.Ordinal) && !name.EndsWith("地区", StringComparison.Ordinal);

    /// <summary>等, 等部门, 等有关单位, 等12个部门 at the end of a list name nobody.</summary>
    static int WithoutEtc(string fold, int start, int end)
    {
        if (end <= start) return end;
        var etc = fold.LastIndexOf('等', end - 1, Math.Min(end - start, 10));
        if (etc < start || etc == start && end - start > 6) return end;
        var rest = fold.AsSpan(etc + 1, end - etc - 1).Trim("0123456789个家各有关相关职能成员责任市直省直");
        return rest is "" or "部门" or "单位" or "部委" or "地区" or "机构" or "处室" or "司局" or "部门单位" or "部门和单位" or "单位和部门" or "厅局" or "委办局" ? etc : end;
    }
}
