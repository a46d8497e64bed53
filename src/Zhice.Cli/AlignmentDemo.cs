using Microsoft.EntityFrameworkCore;
using Zhice.Data.Matching;
using Zhice.Data.Storage;
using Zhice.Domain.Accounts;
using Zhice.Domain.Matching;
using Zhice.Domain.Programme;

namespace Zhice.Cli;

/// <summary>Confirms a few of the alignments that are proposed for the province's own plan; the others are left to the one who tries it.</summary>
internal sealed class AlignmentDemo(ZhiceStore store, TimeProvider clock)
{
    static readonly (string National, string Local, MatchAnswer Answer)[] Confirmed =
    [
        ("盘活高校院所存量专利", "盘活存量专利", MatchAnswer.Whole),
        ("扩大质押融资规模", "推进质押融资", MatchAnswer.Part),
        ("扩大公共服务网点覆盖", "健全服务网点", MatchAnswer.Part),
    ];

    internal async Task Build(Actor province, ProgrammeId programme)
    {
        using var db = store.CreateContext();
        var nation = await db.Programmes.AsNoTracking().SingleAsync(p => p.Id == programme).ConfigureAwait(false);
        var office = await db.Organisations.AsNoTracking().SingleAsync(o => o.Code == "office-340000").ConfigureAwait(false);
        var table = await AlignmentTable.Of(db, province, office, nation, CancellationToken.None).ConfigureAwait(false);
        foreach (var row in table.Rows)
            foreach (var proposal in row.Proposals)
            {
                var local = table.Book.Lines[proposal.Position];
                var chosen = Array.Find(Confirmed, c => c.National == row.National.Title && c.Local == local.Title);
                if (chosen.National is null) continue;
                // What asks for less carries a part at most.
                var answer = table.Less(row.National, local).Count > 0 ? MatchAnswer.Part : chosen.Answer;
                using var fresh = store.CreateContext();
                var request = new MatchRequest(row.National.Id, local.Id, answer, "", proposal.Score);
                if (!(await MatchAnswers.Align(fresh, province, office.Id, request, clock).ConfigureAwait(false)).Accepted(out _, out var refusal))
                    throw new InvalidOperationException($"The demonstration was refused: {refusal.Code}");
            }
    }
}
