using Zhice.Domain.Accounts;
using Zhice.Domain.Statistics;

namespace Zhice.Domain.WhiteBooks;

/// <summary>The way of a book: draft, reviewed, published; back to draft before it is published. Pure.</summary>
/// <remarks>Who wrote does not review, and who wrote or reviewed does not publish.</remarks>
public static class BookMoves
{
    /// <summary>True when the actor may write and review books of the office: as for releases, whose figures they tell.</summary>
    public static bool MayWrite(Actor actor, string ownerPath) => ReleaseMoves.MayDraft(actor, ownerPath);

    /// <summary>Decides a step.</summary>
    /// <param name="state">Where the book stands.</param>
    /// <param name="to">Where it is to go.</param>
    /// <param name="writers">Who began it, or saved a chapter or field of this revision.</param>
    /// <param name="reviewer">Who reviewed it last; null where nobody has.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="ownerPath">Path of the office that publishes.</param>
    /// <returns>Null where the step may be taken; <c>access.denied</c>, <c>book.not-now</c>, <c>book.second-person</c>.</returns>
    public static Refusal? Decide(WhiteBookState state, WhiteBookState to, IReadOnlyCollection<AccountId> writers, AccountId? reviewer, Actor actor, string ownerPath)
    {
        ArgumentNullException.ThrowIfNull(writers);
        ArgumentNullException.ThrowIfNull(actor);
        if (actor.AccountId is not { } by || !(to == WhiteBookState.Published ? AccessPolicy.MayPublish(actor, ownerPath) : MayWrite(actor, ownerPath))) return new Forbidden("access.denied");
        if (to == WhiteBookState.Draft) return state == WhiteBookState.Reviewed ? null : new Blocked("book.not-now");
        if (state != to - 1) return new Blocked("book.not-now");
        return writers.Contains(by) || (to == WhiteBookState.Published && reviewer == by) ? new Blocked("book.second-person") : null;
    }

    /// <summary>What keeps a text from its review: figures that were typed, names that no field has, no words at all.</summary>
    public static IReadOnlyList<Defect> Faults(BookPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var known = plan.Fields.Select(f => f.Code).ToHashSet(StringComparer.Ordinal);
        var faults = new List<Defect>();
        foreach (var chapter in plan.Chapters)
        {
            if (BookText.Typed(chapter.Text) is { Count: > 0 } typed) faults.Add(new Defect("book.typed", chapter.Code, chapter.Title, string.Join('、', typed.Take(10))));
            if (BookText.Fields(chapter.Text).Where(f => !known.Contains(f)).ToList() is { Count: > 0 } unknown) faults.Add(new Defect("book.unknown-field", chapter.Code, chapter.Title, string.Join('、', unknown.Take(10))));
        }
        if (plan.Chapters.All(c => string.IsNullOrWhiteSpace(c.Text))) faults.Add(new Defect("book.empty"));
        return faults;
    }
}
