using Zhice.Policy.Layout;
using Zhice.Policy.Meaning;

namespace Zhice.Policy.Structure;

/// <summary>Puts a document together out of its items.</summary>
internal sealed class DocumentBuilder(SourceText source, CancellationToken cancel)
{
    public PolicyDocument Build()
    {
        var reader = new ItemReader(source, cancel);
        var items = reader.Read();
        var front = FrontOf(items);
        var rest = items.Skip(front.Count).OfType<ParagraphItem>().TakeLast(12).ToList();
        var metadata = MetadataReader.Of(front, rest);
        var rules = Rules(metadata.Year, items);
        var findings = new Findings(rules);
        foreach (var span in reader.Noise) findings.Painter.Take(PartRole.Noise, span);
        var structured = items.Count > front.Count;
        findings.Addressees = front.Find(p => FrontMatter.IsAddressee(p.Flow.Fold)) is { } addressed ? FrontMatter.AddresseesOf(addressed.Flow) : [];
        foreach (var paragraph in front) Front(findings, metadata, paragraph, structured);
        var hasTable = items.Exists(i => i is RowItem);
        var tasks = new TaskBuilder(findings, hasTable, cancel) { TellsPast = metadata.LastTitle is { } brought && FrontMatter.IsReport(brought), ArePoints = FrontMatter.ArePoints(metadata.LastTitle ?? metadata.Title), RowNames = items.OfType<RowItem>().Where(TaskBuilder.OnlyNames).Select(TaskBuilder.Named).OfType<string>().ToHashSet(StringComparer.Ordinal) };
        var rows = items.Count(item => item is RowItem);
        // A run is let go once it is read: of a long text, the paragraphs weigh more than the reading.
        for (var i = front.Count; i < items.Count;)
        {
            cancel.ThrowIfCancellationRequested();
            if (items[i] is ParagraphItem)
            {
                var stop = EndOfProse(items, i);
                var run = new List<ParagraphItem>();
                for (; i < stop; i++)
                {
                    if (items[i] is ParagraphItem paragraph) run.Add(paragraph);
                    else tasks.Table(items[i]);
                    items[i] = HeadItem.Done;
                }
                tasks.Prose(run);
            }
            else
            {
                tasks.Table(items[i]);
                items[i++] = HeadItem.Done;
            }
        }
        var parts = findings.Painter.Parts(source.Text, out var coverage);
        return new PolicyDocument
        {
            Text = source.Text,
            Title = metadata.Title,
            Year = metadata.Year,
            Issuer = metadata.Issuer,
            DocumentNumber = metadata.DocumentNumber,
            IssuedOn = metadata.IssuedOn,
            PublishedOn = metadata.PublishedOn,
            Kind = KindOfDocument.Of(metadata.Title, hasTable, rules.FirstNamedLeads, findings.Tasks, rows),
            FirstNamedLeads = rules.FirstNamedLeads,
            Sections = findings.Sections,
            Tasks = findings.Tasks,
            Targets = [.. findings.Targets.OrderBy(t => t.Span.Start)],
            Submissions = findings.Submissions,
            Citations = [.. findings.Citations.Found.OrderBy(c => c.Span.Start)],
            Definitions = findings.Citations.Definitions,
            Parts = parts,
            Coverage = coverage,
            Places = SourcePlaces.Of(source),
        };
    }

    /// <summary>Where a run of paragraphs ends: an indicator table among them interrupts no chapter, a table of tasks does.</summary>
    static int EndOfProse(List<Item> items, int i)
    {
        var end = i;
        while (i < items.Count && (items[i] is ParagraphItem or IndicatorItem || items[i] is HeadItem && HeadsIndicators(items, i)))
            if (items[i++] is ParagraphItem) end = i;
        return end;
    }

    static bool HeadsIndicators(List<Item> items, int i)
    {
        while (i < items.Count && items[i] is HeadItem) i++;
        return i < items.Count && items[i] is IndicatorItem;
    }

    ReadingRules Rules(int? year, List<Item> items)
    {
        // 责任单位（排第一位的为牵头单位）: a head of the table may state the rule.
        var rules = new ReadingRules(year, FirstNamedLeads: items.OfType<HeadItem>().Any(head => head.Spans.Any(s => ReadingRules.StatesFirstNamedLeads(Flow.FoldOf(source.Text, s)))));
        foreach (var paragraph in items.OfType<ParagraphItem>())
        {
            var fold = paragraph.Flow.Fold;
            if (ReadingRules.StatesFirstNamedLeads(fold)) rules = rules with { FirstNamedLeads = true };
            if (ReadingRules.StatesMarkedLeads(fold)) rules = rules with { MarkedLeads = true };
            if (rules.Standing is null && StandingOwners.In(paragraph.Flow) is { } standing) rules = rules with { Standing = standing };
            paragraph.Flow.Rest();
        }
        return rules;
    }

    /// <summary>The paragraphs before the first numbered one, heading or table.</summary>
    static List<ParagraphItem> FrontOf(List<Item> items)
    {
        var front = new List<ParagraphItem>();
        var attachments = -1;
        foreach (var item in items)
        {
            if (item is not ParagraphItem paragraph) break;
            var key = paragraph.Flow.Fold;
            var numbered = paragraph.Number.Style is not (NumberStyle.None or NumberStyle.Dash or NumberStyle.Circled);
            // 附件：1.… and 2.… below it: the list goes on with the next number.
            if (FrontMatter.FirstAttachment(key) is >= 0 and var first) attachments = first;
            else if (numbered && attachments >= 0 && FrontMatter.IsNextAttachment(paragraph, attachments)) (attachments, numbered) = (attachments + 1, false);
            else attachments = -1;
            if (numbered || paragraph.HeadingLevel >= 2 && !FrontMatter.IsTitleEnd(key) && front.Count > 0 && !FrontMatter.IsAttachmentMark(key)) break;
            front.Add(paragraph);
        }
        return front;
    }

    static void Front(Findings findings, MetadataReader metadata, ParagraphItem paragraph, bool structured)
    {
        var flow = paragraph.Flow;
        if (metadata.Roles.TryGetValue(flow, out var role))
        {
            findings.Citations.Collect(flow, BracketPairs.Match(flow.Fold));
            findings.Painter.Take(role, flow);
        }
        else if (ReadingRules.StatesFirstNamedLeads(flow.Fold) && flow.Length < 60) findings.Narrate(flow, 0, PartRole.Note);
        else if (FrontMatter.IsContact(flow.Fold)) findings.Painter.Take(PartRole.Metadata, flow);
        else if (ResponsibilityMark.In(flow, BracketPairs.Match(flow.Fold), 0, flow.Length, findings.Rules).Count > 0) new TaskBuilder(findings, false, default).Loose([paragraph]);
        else if ((structured || metadata.Title is not null) && (Ending.IsComplete(flow.Fold) || flow.Fold.Contains('。', StringComparison.Ordinal))) findings.Narrate(flow);
        else findings.Citations.Collect(flow, BracketPairs.Match(flow.Fold));
    }
}
