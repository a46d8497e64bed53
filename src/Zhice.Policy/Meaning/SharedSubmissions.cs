using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Several duties that share one verb: 甲于…前、乙于…前将总结报送, 将进展、11月底前将总结报送, 于6月底、12月底前报送.</summary>
internal static partial class Submissions
{
    /// <summary>The duties of a sentence whose last part holds the verb for the parts before it.</summary>
    static List<SubmissionDuty> Sharing(Flow flow, int[] partner, int start, int end, int? year, List<SubmissionDuty> found)
    {
        var fold = flow.Fold;
        var cuts = new List<int>();
        var from = start;
        for (var i = start; i < end; i++)
        {
            if (partner[i] > i && partner[i] < end) { i = partner[i]; continue; }
            if (fold[i] is not ('、' or ',') || Verb(fold, partner, from, i).Item1 >= 0) continue;
            if (!(EndsWithDay(fold, from, i, year) && NamesSender(fold, i + 1, end, year)) && !(LastOf(fold, partner, from, i, '将') >= 0 && SetsDayForThing(fold, i + 1, end, year))) continue;
            cuts.Add(i);
            from = i + 1;
        }
        if (cuts.Count == 0 || One(flow, partner, from, end, year, null) is not { } last) return found;
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
        // What the first part was found to be is told anew; clauses behind it keep theirs.
        return [.. duties, last, .. found.Where(d => d.Span.Start > last.Span.End)];
    }

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

    /// <summary>于6月20日、12月5日前: the same thing is due on the days named before the last.</summary>
    static IEnumerable<SubmissionDuty> BesideDays(string fold, int start, int end, int? year, SubmissionDuty duty)
    {
        if (LastBefore(fold, start, end, year) is not { } last) yield break;
        for (var i = FirstDay(fold, start, last.Start, year); i < last.Start; i++)
        {
            if (Moment.At(fold, i, last.Start, year) is not { } moment) continue;
            yield return duty with { Due = moment.Date };
            i = moment.End - 1;
        }
    }
}
