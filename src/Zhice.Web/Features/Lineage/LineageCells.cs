using Zhice.Data.Matching;
using Zhice.Domain.Documents;
using Zhice.Domain.Matching;
using Zhice.Domain.Programme;

namespace Zhice.Web.Features.Lineage;

/// <summary>What stood in another year for a commitment.</summary>
/// <param name="Year">The other year.</param>
/// <param name="Verdict">Same, changed, new or dropped.</param>
/// <param name="Other">Position of the other commitment in the book; null where there is none.</param>
/// <param name="Score">Score of the two; 0 where there is none.</param>
/// <param name="Confirmed">The answer of a person; null while it is the platform's proposal.</param>
/// <param name="More">Further confirmed or proposed commitments of that year.</param>
/// <param name="Alone">True where a person confirmed that there is none.</param>
public sealed record LineageCell(int Year, Verdict Verdict, int? Other, double Score, MatchDecision? Confirmed, int More, bool Alone = false);

/// <summary>Puts proposals and answers together: what was confirmed stands for its year; else the best proposal that nobody has refused.</summary>
/// <param name="book">The commitments.</param>
/// <param name="visible">Documents that the reader may see.</param>
/// <param name="decisions">Answers that hold.</param>
/// <param name="alone">Commitments with a year in which a person found no counterpart.</param>
/// <param name="confirmedOnly">True for the public, which sees no proposal.</param>
internal sealed class LineageCells(
    CommitmentBook book, IReadOnlySet<DocumentId> visible, IReadOnlyCollection<MatchDecision> decisions, IReadOnlySet<(CommitmentId, int)> alone, bool confirmedOnly)
{
    readonly Dictionary<(CommitmentId, CommitmentId), MatchDecision> answers = decisions.ToDictionary(d => (d.CommitmentId, d.OtherId));
    readonly ILookup<CommitmentId, CommitmentId> confirmed = decisions.Where(d => d.Answer != MatchAnswer.Refused)
        .SelectMany(d => new[] { (d.CommitmentId, d.OtherId), (CommitmentId: d.OtherId, OtherId: d.CommitmentId) }).ToLookup(p => p.Item1, p => p.Item2);

    /// <summary>One cell for each year; for the public none where nothing is confirmed.</summary>
    public IReadOnlyList<LineageCell> Of(int position, IEnumerable<int> years)
    {
        var line = book.Lines[position];
        var proposals = confirmedOnly ? [] : book.Near(position).Where(c => visible.Contains(book.Lines[c.Position].Document) && Answer(line, book.Lines[c.Position]) is null).ToList();
        var known = confirmed[line.Id].Select(book.Find).OfType<int>().Where(at => visible.Contains(book.Lines[at].Document))
            .Select(at => book.Index.Compare(position, at)).OrderByDescending(c => c.Score).ToList();
        var cells = new List<LineageCell>();
        foreach (var year in years)
        {
            var said = known.FindAll(c => book.Lines[c.Position].Year == year);
            var none = said.Count == 0 && alone.Contains((line.Id, year));
            var found = none || said.Count > 0 ? said : proposals.FindAll(c => book.Lines[c.Position].Year == year);
            if (found.Count > 0)
                cells.Add(new LineageCell(year, book.Compare(position, found[0].Position), found[0].Position, found[0].Score,
                    said.Count > 0 ? Answer(line, book.Lines[found[0].Position]) : null, found.Count - 1));
            else if (!confirmedOnly || none) cells.Add(new LineageCell(year, Verdicts.Alone(line.Year, year), null, 0, null, 0, none));
        }
        return cells;
    }

    /// <summary>The answer about two commitments, whichever is the later; null where there is none.</summary>
    public MatchDecision? Answer(Line one, Line other) => answers.GetValueOrDefault((one.Id, other.Id)) ?? answers.GetValueOrDefault((other.Id, one.Id));
}
