namespace Zhice.Domain.Assessment;

/// <summary>The score of one office, with the trace of each point.</summary>
/// <param name="Office">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Items">Its items, in the order of the scheme.</param>
/// <param name="Vetoes">What vetoes took; their points are not above 0.</param>
/// <param name="Self">Sum of the office's own marks.</param>
/// <param name="Review">Sum of the review column, vetoes minded.</param>
/// <param name="Total">The score.</param>
public sealed record SubjectScore(string Office, string Name, IReadOnlyList<ItemScore> Items, IReadOnlyList<TraceLine> Vetoes, decimal Self, decimal Review, decimal Total)
{
    /// <summary>Every line, vetoes last: their points make the score.</summary>
    public IEnumerable<TraceLine> Trace => Items.SelectMany(i => i.Trace).Concat(Vetoes);

    /// <summary>Points of a group before vetoes.</summary>
    public decimal Group(string code) => Items.Where(i => i.Group == code).Sum(i => i.Final);
}

/// <summary>The score of an item in its columns.</summary>
/// <param name="Item">Code of the item.</param>
/// <param name="Group">Code of its group.</param>
/// <param name="Points">Points to be had.</param>
/// <param name="Computed">What the rule gives from the facts.</param>
/// <param name="Self">What the office gave itself; null where it said nothing.</param>
/// <param name="Review">What the review left: its own mark, else what the rule gives.</param>
/// <param name="Final">What stands: the final mark, else the review's.</param>
/// <param name="Trace">Lines whose points make <see cref="Final"/>.</param>
public sealed record ItemScore(string Item, string Group, decimal Points, decimal Computed, decimal? Self, decimal Review, decimal Final, IReadOnlyList<TraceLine> Trace);

/// <summary>One reason for points won or lost.</summary>
/// <param name="Code">The sentence, such as <c>trace.obligation-met</c>.</param>
/// <param name="Points">Points that it brings; below 0 where it takes some that another line brought.</param>
/// <param name="Lost">Points that could have been had here and were not.</param>
/// <param name="Arguments">Values for the sentence.</param>
/// <param name="Facts">What it rests on.</param>
public sealed record TraceLine(string Code, decimal Points, decimal Lost, IReadOnlyList<string> Arguments, IReadOnlyList<FactLink> Facts);

/// <summary>A fact that a line leads to.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Key">Its key.</param>
/// <param name="Text">As shown.</param>
public sealed record FactLink(FactKind Kind, string Key, string Text);

/// <summary>Kinds of fact.</summary>
public enum FactKind
{
    /// <summary>应办任务; its page leads to the sentence of the document.</summary>
    Obligation = 1,
    /// <summary>进展报送.</summary>
    Report = 2,
    /// <summary>指标.</summary>
    Indicator = 3,
    /// <summary>发布 that carries the data.</summary>
    Release = 4,
    /// <summary>A recorded act.</summary>
    Act = 5,
    /// <summary>专家评分表.</summary>
    Sheet = 6,
    /// <summary>A mark in a column.</summary>
    Mark = 7,
}
