using Microsoft.EntityFrameworkCore;
using Zhice.Data;
using Zhice.Data.Access;
using Zhice.Data.Supervision;
using Zhice.Domain.Accounts;
using Zhice.Domain.Programme;
using Zhice.Domain.Supervision;

namespace Zhice.Web.Features.Calendar;

/// <summary>Numbers of letters and names of programmes whose dates a calendar moved, of those that the reader may see.</summary>
public static class MoveNames
{
    /// <summary>The name of a letter or programme by kind of date and key. Two commands at most.</summary>
    public static async Task<IReadOnlyDictionary<(MoveKind Kind, long Id), string>> Of(
        ZhiceDb db, Actor actor, IEnumerable<(MoveKind Kind, LetterId? Letter, ProgrammeId? Programme)> moves, CancellationToken cancel)
    {
        var subjects = moves.ToList();
        var names = new Dictionary<(MoveKind, long), string>();
        var letters = subjects.Where(s => s.Letter is not null).Select(s => s.Letter!.Value).Distinct().ToList();
        if (letters.Count > 0)
            foreach (var letter in await Letters.Visible(db, actor).Where(l => letters.Contains(l.Id)).ToListAsync(cancel))
                names[(MoveKind.Answer, letter.Id.Value)] = letter.Reference ?? "";
        var programmes = subjects.Where(s => s.Programme is not null).Select(s => s.Programme!.Value).Distinct().ToList();
        if (programmes.Count == 0) return names;
        foreach (var programme in await db.VisibleProgrammes(actor).Where(p => programmes.Contains(p.Id)).Select(p => new { p.Id, p.Name }).ToListAsync(cancel))
            names[(MoveKind.Submission, programme.Id.Value)] = names[(MoveKind.Rung, programme.Id.Value)] = programme.Name;
        return names;
    }
}
