using Zhice.Web.Exports;
using Zhice.Web.Words;

namespace Zhice.Web.Features.Alignment;

/// <summary>The alignment to take away: every national commitment that passes the filters, and a line for each local one that was answered for it or is proposed.</summary>
internal static class AlignmentFile
{
    public static TableFile Of(ShowAlignment.View view, WordTable words) => new($"alignment-{view.Office.Code}-{view.Programme?.Year}",
    [
        new(words["alignment.national"], 60), new(words["board.task"], 30), new(words["board.level"], 10), new(words["alignment.state"], 12), new(words["alignment.local"], 60),
        new(words["alignment.answer"], 12), new(words["match.score"], 10), new(words["match.reasonHead"], 30),
    ], view.Rows.SelectMany(row => Lines(view, row, words)));

    static IEnumerable<IReadOnlyList<Cell>> Lines(ShowAlignment.View view, Zhice.Data.Matching.AlignmentRow row, WordTable words)
    {
        Cell[] head = [Cell.Of(row.National.Quote.Words), Cell.Of($"{row.National.Number} {row.National.Title}".Trim()), Cell.Of(words.Of(row.Level)), Cell.Of(words.Of(row.State))];
        foreach (var said in row.Answers)
            yield return [.. head, Cell.Of(said.Local?.Quote.Words ?? words["alignment.hidden"]), Cell.Of(words.Of(said.Decision.Answer)), Cell.Of(said.Decision.Score / 1000m), Cell.Of(said.Decision.Reason)];
        foreach (var proposal in row.Proposals)
            yield return [.. head, Cell.Of(view.Table!.Book.Lines[proposal.Position].Quote.Words), Cell.Of(words["match.proposed"]), Cell.Of(Math.Round((decimal)proposal.Score, 2)), Cell.Of("")];
        if (row.Answers.Count == 0 && row.Proposals.Count == 0) yield return [.. head, Cell.Of(""), Cell.Of(""), Cell.Of(""), Cell.Of("")];
    }
}
