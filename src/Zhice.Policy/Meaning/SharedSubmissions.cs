using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Several duties that share one verb: 甲于…前、乙于…前将总结报送, 将进展、11月底前将总结报送, 于6月底、12月底前报送.</summary>
internal static partial class Submissions
{
    /// <summary>The duties of words whose last part holds the verb for the parts before it; else the one that they state, on each of its days.</summary>
    static List<SubmissionDuty> Sharing(Flow flow, int[] partner, int start, int end, int? year, SubmissionDuty whole)
    {
        var fold = flow.Fold;
        var cuts = new List<int>();
        var from = start;
        for (var i = start; i < end; i++)
        {
            if (partner[i] > i && partner[i] < end) { i = partner[i]; continue; }
            if (fold[i] is not ('、' or ',') || Verb(fold, partner, from, i).Item1 >= 0) continue;
            if (!(EndsWithDay(fold, from, i, year) && NamesSender(fold, i + 1, end, year)) && !(i > from && IsThing(fold[i - 1]) && LastOf(fold, partner, from, i, '将') >= 0 && SetsDayForThing(fold, i + 1, end, year))) continue;
            cuts.Add(i);
            from = i + 1;
        }
        if (cuts.Count == 0 || One(flow, partner, from, end, year, null) is not { } last) return OnEachDay(fold, start, end, year, whole);
        var duties = new List<SubmissionDuty>();
        var at = start;
        foreach (var cut in cuts)
        {
            var what = LastOf(fold, partner, at, cut, '将');
            var who = Who(flow, at, FirstSign(fold, at, cut, year));
            if (who.Count == 0 && duties.Count > 0) who = duties[0].Who;
            duties.Add(last with { Due = LastBefore(fold, at, cut, year)?.Date, Who = who, What = what < 0 ? last.What : flow.Words(what + 1, cut), Span = flow.SpanOf(at, cut) });
            at = cut + 1;
        }
        if (last.Who.Count == 0) last = last with { Who = duties[0].Who };
        return [.. duties, last];
    }

    /// <summary>工作方案, 进展情况, 总结: what is sent ends so.</summary>
    static bool IsThing(char last) => "况结料划案表告果单件展".Contains(last, StringComparison.Ordinal);

    static bool EndsWithDay(string fold, int start, int end, int? year)
    {
        for (var i = Math.Max(start, end - 14); i < end; i++)
            if (Moment.At(fold, i, end, year) is { SaysBefore: true } moment && moment.End == end) return true;
        return false;
    }

    /// <summary>乙单位于11月底前…: a name and its day.</summary>
    static bool NamesSender(string fold, int start, int end, int? year)
    {
        for (var i = start + 2; i < Math.Min(end, start + 40) && fold[i] is not (',' or ';' or '将' or '把'); i++)
        {
            if (Moment.At(fold, i, end, year) is not { } moment) continue;
            return moment.SaysBefore && OrganisationNames.Looks(fold.AsSpan(start, i - start).TrimEnd("于在应须需请"));
        }
        return false;
    }

    /// <summary>11月底前将总结…, 每季度末将进展…: a day or a rhythm right before the thing sent.</summary>
    static bool SetsDayForThing(string fold, int start, int end, int? year)
    {
        if (start < end && fold[start] is '于' or '在') start++;
        var next = fold.IndexOf('将', start, Math.Min(end - start, 16));
        return next > start && (Moment.At(fold, start, end, year) is { SaysBefore: true } moment && moment.End == next || RegularAt(fold, start, next) == start);
    }

    /// <summary>Where the words about when or what begin: behind the sender.</summary>
    static int FirstSign(string fold, int start, int end, int? year)
    {
        for (var i = start; i < end; i++)
            if (fold[i] is '将' or '把' || Moment.At(fold, i, end, year) is not null) return Math.Min(i, RegularAt(fold, start, i));
        return RegularAt(fold, start, end);
    }

    /// <summary>于6月20日、12月5日前, 6月20日前、12月5日前: the same thing is due on each of the days named side by side.</summary>
    static List<SubmissionDuty> OnEachDay(string fold, int start, int end, int? year, SubmissionDuty duty)
    {
        if (LastBefore(fold, start, end, year) is not { } last) return [duty];
        var duties = new List<SubmissionDuty>();
        for (var i = FirstDay(fold, start, last.Start, year); i < end; i++)
        {
            if (Moment.At(fold, i, end, year) is { } moment)
            {
                duties.Add(duty with { Due = moment.Date });
                i = moment.End - 1;
            }
            else if (i >= last.End && fold[i] is not ('、' or '和' or '及' or '与' or ',')) break;
        }
        return duties.Count > 0 ? duties : [duty];
    }
}
