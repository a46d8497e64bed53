using Zhice.Policy.Structure;

namespace Zhice.Policy.Meaning;

/// <summary>Rows under one merged task cell are one task: each brings its measures, with its own owners and its own day.</summary>
/// <remarks>In lines without a table nothing says that a cell is merged; there each row stays a task, under the title that it shares.</remarks>
internal static class MergedRows
{
    /// <summary>True for a row whose task stands in a cell merged with the row above, and that says more of what the task does.</summary>
    public static bool GoesOn(RowItem row) =>
        row.Cells.Any(c => c is { Role: ColumnRole.Title, Spans: true, Paragraphs.Count: > 0 })
        && !row.Cells.Any(c => c is { Role: ColumnRole.Number, Inherited: false, Paragraphs.Count: > 0 })
        && row.Cells.FirstOrDefault(c => c is { Role: ColumnRole.Content, Inherited: false, Paragraphs.Count: > 0 }) is { } content
        && Numbering.At(content.Paragraphs[0]).Style == NumberStyle.None;

    /// <summary>One task of two rows.</summary>
    public static PolicyTask Join(PolicyTask above, PolicyTask row, int? year)
    {
        var apart = row.Assignments.Count > 0 && !row.Assignments.Select(a => (a.Organisation, a.Role)).SequenceEqual(above.Assignments.Select(a => (a.Organisation, a.Role)));
        var dated = row.Deadline.Kind != DeadlineKind.None && (row.Deadline.Kind, row.Deadline.Date, row.Deadline.Text) != (above.Deadline.Kind, above.Deadline.Date, above.Deadline.Text);
        // Once the rows differ, what each says stays with its own sentences.
        var own = apart ? [] : above.Assignments;
        return above with
        {
            Span = above.Span.Union(row.Span),
            Measures = (Measure[])[.. above.Measures.Select(m => Owned(m, above, apart, dated)), .. row.Measures.Select(m => Owned(m, row, apart, dated))],
            Assignments = own,
            Deadline = dated && Day(row.Deadline, year) >= (Day(above.Deadline, year) ?? DateOnly.MinValue) || above.Deadline.Kind == DeadlineKind.None ? row.Deadline : above.Deadline,
        };
    }

    static Measure Owned(Measure measure, PolicyTask row, bool apart, bool dated)
    {
        if (!apart && !dated) return measure;
        Commitment[] commitments = [.. measure.Commitments.Select(c => c with
        {
            Assignments = apart && c.Assignments.Count == 0 ? row.Assignments : c.Assignments,
            Deadline = dated && c.Deadline.Kind == DeadlineKind.None ? row.Deadline : c.Deadline,
        })];
        return measure with { Commitments = commitments };
    }

    static DateOnly? Day(Deadline deadline, int? year) => deadline.Kind switch
    {
        DeadlineKind.ByDate => deadline.Date,
        DeadlineKind.ByYearEnd when year is { } of => new DateOnly(of, 12, 31),
        _ => null,
    };
}
