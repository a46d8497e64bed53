using Zhice.Data.Publishing;
using Zhice.Domain.Organisations;
using Zhice.Domain.Programme;

namespace Zhice.Web.Features.Documents;

/// <summary>Obligations of one measure that a publication would treat alike, for a person to look at before accepting.</summary>
/// <param name="Kind">What would happen to them.</param>
/// <param name="Task">Number and title of the task.</param>
/// <param name="Words">The measure's words.</param>
/// <param name="Before">Level that stands now; null for new ones.</param>
/// <param name="After">Level as computed; null for those that are withdrawn.</param>
/// <param name="Organisations">The organisations concerned.</param>
public sealed record ProposedChange(
    ProposedKind Kind, string Task, string Words, ObligationLevel? Before, ObligationLevel? After, IReadOnlyList<(string Code, string Name)> Organisations)
{
    /// <summary>The due times, where they are what changed.</summary>
    public (DueTime Before, DueTime After)? Days { get; init; }
}

/// <summary>What a publication would do to an obligation.</summary>
public enum ProposedKind
{
    /// <summary>No longer owed.</summary>
    Withdrawn,
    /// <summary>Owed at another level, in another role, or for another reason.</summary>
    Changed,
    /// <summary>Due on another day.</summary>
    Redated,
    /// <summary>New.</summary>
    Added,
}

/// <summary>Puts the difference of a publication made again into groups that can be read.</summary>
internal static class ProposedChanges
{
    /// <summary>The groups: withdrawn ones first, then changed, redated and new ones, each in the order of the document. None for a first publication, which is all new.</summary>
    public static IReadOnlyList<ProposedChange> Of(PublicationPreview computed, IReadOnlyDictionary<OrganisationId, (string Code, string Name)> names)
    {
        var standing = computed.Match.Standing;
        if (standing.Tasks.Count == 0) return [];
        var tasks = standing.Tasks.ToDictionary(t => t.Id);
        var measures = standing.Measures.ToDictionary(m => m.Id);

        var withdrawn = computed.Changes.Withdrawn.GroupBy(o => (o.MeasureId, o.Level)).Select(g =>
        {
            var measure = measures[g.Key.MeasureId];
            var task = tasks[measure.TaskId];
            return new ProposedChange(ProposedKind.Withdrawn, Title(task.Number, task.Title), measure.Quote.Words, g.Key.Level, null, Names(g.Select(o => o.OrganisationId)));
        });
        var changed = computed.Changes.Changed.GroupBy(c => (c.After.Task, c.After.Measure, Before: c.Before.Level, c.After.Level)).Select(g => new ProposedChange(
            ProposedKind.Changed, Title(g.Key.Task.Number, g.Key.Task.Title), g.Key.Measure.Quote.Words, g.Key.Before, g.Key.Level, Names(g.Select(c => c.After.Organisation))));
        var added = computed.Changes.Added.GroupBy(o => (o.Task, o.Measure, o.Level)).Select(g => new ProposedChange(
            ProposedKind.Added, Title(g.Key.Task.Number, g.Key.Task.Title), g.Key.Measure.Quote.Words, null, g.Key.Level, Names(g.Select(o => o.Organisation))));
        var redated = computed.Changes.Redated.GroupBy(r => (r.Owed.Task, r.Owed.Measure, r.Before, r.After)).Select(g => new ProposedChange(
            ProposedKind.Redated, Title(g.Key.Task.Number, g.Key.Task.Title), g.Key.Measure.Quote.Words, null, null, Names(g.Select(r => r.Owed.Organisation))) { Days = (g.Key.Before, g.Key.After) });
        return [.. withdrawn, .. changed, .. redated, .. added];

        List<(string, string)> Names(IEnumerable<OrganisationId> organisations) => [.. organisations.Distinct().Select(id => names[id])];
    }

    static string Title(string? number, string title) => number is null ? title : $"{number}　{title}";
}
