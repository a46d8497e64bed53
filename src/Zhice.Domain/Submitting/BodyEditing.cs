namespace Zhice.Domain.Submitting;

/// <summary>Changes of a body by a person, and taking over newer reports.</summary>
public static class BodyEditing
{
    /// <summary>Longest paragraph, in UTF-16 units.</summary>
    public const int LongestParagraph = 20_000;

    /// <summary>Figures of indicators on one item at most.</summary>
    public const int MostFields = 20;

    /// <summary>Paragraphs of one item at most.</summary>
    public const int MostParagraphs = 400;

    // From here a changed sentence counts as the same one: its links stay, marked 改动后未核对.
    const double SameSentence = 0.5;

    /// <summary>The item with its paragraphs in new words; a text beyond the paragraphs makes new ones.</summary>
    /// <remarks>
    /// A sentence whose words are unchanged keeps its links. One that resembles a sentence that is gone keeps that one's links, and is marked
    /// <see cref="BodySentence.Edited"/> until somebody checks it. Any other is new, and stands on nothing until something is linked.
    /// </remarks>
    /// <param name="item">The item.</param>
    /// <param name="texts">Words of each paragraph, in order; an empty one takes the paragraph out.</param>
    /// <param name="added">Words of new paragraphs of the office itself, divided by line feeds; may be empty.</param>
    public static Outcome<BodyItem> Rewrite(BodyItem item, IReadOnlyList<string> texts, string added)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (texts.Count != item.Paragraphs.Count) return new Invalid(new Defect("submission.paragraphs"));
        if (texts.Append(added).Any(text => text.Length > LongestParagraph)) return new Invalid(new Defect("submission.long", "text", LongestParagraph));

        var paragraphs = new List<BodyParagraph>();
        for (var i = 0; i < texts.Count; i++)
        {
            var old = item.Paragraphs[i];
            // What a browser sends back differs in line ends and blanks at the edges, which changes nothing.
            if (Plain(texts[i]) == Plain(old.Words))
            {
                paragraphs.Add(old);
                continue;
            }
            var left = old.Sentences.ToList();
            var lines = Sentences.Paragraphs(texts[i]);
            // An emptied paragraph stays as an empty one, so that a refresh does not bring its report back.
            if (lines.Count == 0 && old.Report is not null) paragraphs.Add(old with { Touched = true, LeftOut = 0, Sentences = [] });
            foreach (var line in lines)
                paragraphs.Add(old with { Touched = true, LeftOut = 0, Sentences = Match(Sentences.Of(line), left) });
        }
        paragraphs.AddRange(Sentences.Paragraphs(added).Select(line =>
            new BodyParagraph(null, null, Touched: true, Newer: false, LeftOut: 0, [.. Sentences.Of(line).Select(New)])));
        if (paragraphs.Count > MostParagraphs) return new Invalid(new Defect("submission.many-paragraphs", "text", MostParagraphs));
        return item with { Paragraphs = paragraphs, Standing = Standing(item, paragraphs) };
    }

    /// <summary>The item with other links behind one sentence; who links or confirms has checked the words.</summary>
    /// <param name="item">The item.</param>
    /// <param name="paragraph">Place of the paragraph, from 0.</param>
    /// <param name="sentence">Place of the sentence in it, from 0.</param>
    /// <param name="evidence">All evidence behind the sentence from now on.</param>
    /// <param name="report">The report that says it; null for none.</param>
    public static Outcome<BodyItem> Link(BodyItem item, int paragraph, int sentence, IReadOnlyList<EvidenceSource> evidence, ReportSource? report)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (paragraph < 0 || paragraph >= item.Paragraphs.Count || sentence < 0 || sentence >= item.Paragraphs[paragraph].Sentences.Count)
            return new Blocked("submission.sentence-gone");
        var sentences = item.Paragraphs[paragraph].Sentences.ToList();
        sentences[sentence] = sentences[sentence] with { Edited = false, Evidence = evidence, Report = report };
        var paragraphs = item.Paragraphs.ToList();
        paragraphs[paragraph] = paragraphs[paragraph] with { Touched = true, Sentences = sentences };
        return item with { Paragraphs = paragraphs };
    }

    /// <summary>The item with the figures of exactly these indicators, as the platform holds them now.</summary>
    /// <param name="item">The item.</param>
    /// <param name="codes">Codes of indicators, in order.</param>
    /// <param name="figures">What the platform holds of the office.</param>
    public static Outcome<BodyItem> Choose(BodyItem item, IReadOnlyList<string> codes, IReadOnlyDictionary<string, IndicatorField> figures)
    {
        ArgumentNullException.ThrowIfNull(item);
        if (codes.Count > MostFields) return new Invalid(new Defect("submission.many-fields", "indicator", MostFields));
        if (codes.FirstOrDefault(code => !figures.ContainsKey(code)) is not null) return new Invalid(new Defect("submission.no-figure", "indicator"));
        return item with { Fields = Renewed(codes.Distinct(StringComparer.Ordinal).Select(code => Held(item, code) ?? figures[code]), figures) };
    }

    static IndicatorField? Held(BodyItem item, string code) => item.Fields?.FirstOrDefault(field => field.Indicator == code);

    // A figure that the platform no longer holds stays as it was taken; one that is the same keeps its day.
    static List<IndicatorField>? Renewed(IEnumerable<IndicatorField> fields, IReadOnlyDictionary<string, IndicatorField> figures)
    {
        var renewed = fields.Select(field => figures.TryGetValue(field.Indicator, out var now) && now with { What = field.What, Target = field.Target, Aim = field.Aim, ReadOn = field.ReadOn } is var same && same != field
            ? same with { ReadOn = now.ReadOn }
            : field).ToList();
        return renewed.Count == 0 ? null : renewed;
    }

    /// <summary>The old body with what was accepted since: paragraphs that nobody touched are made anew, touched ones stay and say that there is newer.</summary>
    /// <param name="old">The body as it stands.</param>
    /// <param name="fresh">The body as it would be built now.</param>
    /// <param name="figures">What the platform holds of the office: figures that a person chose are read again.</param>
    public static SubmissionBody Refresh(SubmissionBody old, SubmissionBody fresh, IReadOnlyDictionary<string, IndicatorField> figures)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(fresh);
        // The same text may stand in a programme twice, from two files: then the first is the first one's, and the second the second one's.
        var standing = old.Items.GroupBy(item => (item.Source.Document, item.Source.Task)).ToDictionary(same => same.Key, same => new Queue<BodyItem>(same));
        var next = old.Items.Select(item => int.Parse(item.Key, System.Globalization.CultureInfo.InvariantCulture)).DefaultIfEmpty(0).Max();
        var sections = fresh.Sections.Select(section => section with
        {
            Items = [.. section.Items.Select(item => standing.TryGetValue((item.Source.Document, item.Source.Task), out var same) && same.TryDequeue(out var before)
                ? Merge(before, item, figures)
                : item with { Key = (++next).ToString(System.Globalization.CultureInfo.InvariantCulture) })],
        }).ToList();
        // A task that no longer stands goes, unless a person wrote about it.
        var kept = fresh.Items.Select(item => (item.Source.Document, item.Source.Task)).ToHashSet();
        foreach (var section in old.Sections)
        {
            var left = section.Items.Where(item => !kept.Contains((item.Source.Document, item.Source.Task)) && item.Paragraphs.Any(p => p.Touched)).ToList();
            if (left.Count == 0) continue;
            var at = sections.FindIndex(s => s.Heading == section.Heading);
            if (at < 0) sections.Add(section with { Items = left });
            else sections[at] = sections[at] with { Items = [.. sections[at].Items, .. left] };
        }
        return old with { Sections = sections };
    }

    static BodyItem Merge(BodyItem before, BodyItem now, IReadOnlyDictionary<string, IndicatorField> figures)
    {
        var paragraphs = new List<BodyParagraph>();
        var touched = before.Paragraphs.Where(p => p.Touched).ToList();
        // A report behind a touched paragraph is not taken over twice; an office with one keeps its words until a person decides.
        var offices = touched.Select(p => p.Office?.Code ?? "").ToHashSet(StringComparer.Ordinal);
        foreach (var group in now.Paragraphs.Select(p => p.Office?.Code ?? "").Concat(touched.Select(p => p.Office?.Code ?? "")).Distinct(StringComparer.Ordinal)
            .OrderBy(code => code, StringComparer.Ordinal))
        {
            var fresh = now.Paragraphs.Where(p => (p.Office?.Code ?? "") == group).ToList();
            if (!offices.Contains(group))
            {
                paragraphs.AddRange(fresh);
                continue;
            }
            var reports = fresh.Select(p => p.Report?.Key).ToHashSet();
            paragraphs.AddRange(before.Paragraphs.Where(p => (p.Office?.Code ?? "") == group)
                .Select(p => p with { Newer = p.Report is not null && fresh.Count > 0 && !reports.Contains(p.Report.Key) }));
        }
        var added = (now.Fields ?? []).Where(field => Held(before, field.Indicator) is null);
        // A target that was confirmed for the figure, or changed, since stands beside it as it is now.
        var held = (before.Fields ?? []).Select(field => Held(now, field.Indicator) is { Aim: not null } fresh ? field with { What = fresh.What, Target = fresh.Target, Aim = fresh.Aim } : field);
        return now with { Key = before.Key, Paragraphs = paragraphs, Standing = Standing(now, paragraphs), Fields = Renewed([.. held, .. added], figures) };
    }

    static ItemStanding Standing(BodyItem item, List<BodyParagraph> paragraphs) =>
        paragraphs.Any(paragraph => paragraph.Sentences.Count > 0) ? ItemStanding.Reported
        : item.Standing is ItemStanding.Reported ? ItemStanding.Silent
        : item.Standing;

    static List<BodySentence> Match(IReadOnlyList<string> texts, List<BodySentence> left)
    {
        var matched = new BodySentence?[texts.Count];
        // Equal words first, so that an unchanged sentence never gives its links away to one that only resembles it.
        for (var i = 0; i < texts.Count; i++)
            if (left.FindIndex(s => s.Text.Trim() == texts[i].Trim()) is >= 0 and var at)
            {
                matched[i] = left[at] with { Text = texts[i] };
                left.RemoveAt(at);
            }
        for (var i = 0; i < texts.Count; i++)
        {
            if (matched[i] is not null) continue;
            var best = left.Select((s, at) => (At: at, Likeness: Sentences.Likeness(s.Text, texts[i]))).OrderByDescending(s => s.Likeness).FirstOrDefault();
            if (left.Count == 0 || best.Likeness < SameSentence)
            {
                matched[i] = New(texts[i]);
                continue;
            }
            var old = left[best.At];
            var linked = old.Report is not null || old.Evidence.Count > 0;
            matched[i] = old with { Text = texts[i], Edited = linked, Figures = [] };
            left.RemoveAt(best.At);
        }
        return [.. matched.Select(s => s!)];
    }

    static BodySentence New(string text) => new(text, Edited: false, Report: null, Commitment: null, [], []);

    static string Plain(string text) => text.Replace("\r", "", StringComparison.Ordinal).Trim();
}
