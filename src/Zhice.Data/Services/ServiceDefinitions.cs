using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Audit;
using Zhice.Data.Definitions;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>
/// 事项定义的生命周期: a text is checked with its lines, kept as a draft beside what is in force, looked at as guide and form, and published from its day on, without a restart. Cases that were begun follow their own version.
/// </summary>
public static partial class ServiceDefinitions
{
    /// <summary>True for who brings definitions in.</summary>
    public static bool MayDefine(Actor actor)
    {
        ArgumentNullException.ThrowIfNull(actor);
        return actor.HoldsAny(Role.NationalAdministrator);
    }

    /// <summary>Reads a text of one version of one item and checks it as the program's own files are, and against the versions that are in force.</summary>
    /// <returns>The item, or null; and what is wrong, by line.</returns>
    public static (ServiceItem? Item, IReadOnlyList<FileFault> Faults) Check(ServiceCatalogue catalogue, string text, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        ArgumentNullException.ThrowIfNull(text);
        // The file of an item has its name: here the text is all there is.
        var file = $"{(CodeLine().Match(text) is { Success: true } match ? match.Groups[1].Value : "item")}.yaml";
        if (text.Length > ServiceDefinition.LongestText) return (null, [new(file, 1, new("definition.long", "text", ServiceDefinition.LongestText))]);
        var (read, faults) = ServiceFiles.Read([(file, text.ReplaceLineEndings("\n"))]);
        if (faults.Count > 0) return (null, faults);
        if (read.All is not [var item]) return (null, [new(file, 1, new("definition.one", "later"))]);
        var line = Line(text, "valid-from");
        if (item.ValidFrom < today) return (null, [new(file, line, new("definition.past", "valid-from", today))]);
        if (item.Closed?.Instead is { } other && (other == item.Code || catalogue.Newest(other) is null)) return (null, [new(file, Line(text, "closed"), new("definition.instead", "closed", other))]);
        return catalogue.Versions(item.Code) is [.., var last] && item.ValidFrom <= last.ValidFrom ? (null, [new(file, line, new("definition.before", "valid-from", last.ValidFrom))]) : (item, []);
    }

    /// <summary>Keeps a sound text as a draft. Refusals: <c>access.denied</c>, <c>definition.note</c>, the faults of <see cref="Check"/>.</summary>
    public static async Task<Outcome<ServiceDefinition>> Draft(ZhiceDb db, ServiceCatalogue catalogue, Actor actor, string text, string note, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        ArgumentNullException.ThrowIfNull(note);
        if (!MayDefine(actor) || actor.AccountId is not { } by) return new Forbidden("access.denied");
        var why = note.ReplaceLineEndings("\n").Trim();
        var (item, faults) = Check(catalogue, text, ChinaTime.Today(clock));
        List<Defect> defects = [.. faults.Take(50).Select(f => f.Defect with { Field = "text" })];
        if (why.Length is 0 or > ServiceDefinition.LongestNote || FieldRules.Deceives(why, lines: true)) defects.Add(new("definition.note", "note", ServiceDefinition.LongestNote));
        if (defects.Count > 0) return new Invalid(defects);
        var row = new ServiceDefinition { Code = item!.Code, Text = text.ReplaceLineEndings("\n"), ValidFrom = item.ValidFrom, Note = why, State = DefinitionState.Draft, By = by, At = clock.GetUtcNow() };
        db.Add(row);
        AuditLog.Append(db, actor, row.At, "service.define", $"service/{row.Code}", new { validFrom = row.ValidFrom, digest = TextDigest.Of(row.Text) });
        await db.SaveChangesAsync(cancel);
        return row;
    }

    /// <summary>Publishes a draft from its day on, or puts it away. Refusals: <c>access.denied</c>, <c>definition.missing</c>, <c>definition.not-now</c>, <c>definition.faults</c>, <c>definition.taken</c>.</summary>
    public static async Task<Outcome<ServiceDefinition>> Decide(ZhiceDb db, ServiceCatalogue catalogue, Actor actor, long id, bool publish, TimeProvider clock, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(clock);
        if (!MayDefine(actor)) return new Forbidden("access.denied");
        await Refresh(db, catalogue, cancel);
        if (await db.ServiceDefinitions.AsTracking().FirstOrDefaultAsync(d => d.Id == id, cancel) is not { } row) return new Missing("definition.missing");
        if (row.State != DefinitionState.Draft) return new Blocked("definition.not-now");
        // Asked again on the day: the law, other versions and the day itself may have moved on since it was drafted.
        if (publish && Check(catalogue, row.Text, ChinaTime.Today(clock)) is { Faults: [var fault, ..] }) return new Blocked("definition.faults", fault.Line, fault.Defect.Code);
        var now = clock.GetUtcNow();
        row.State = publish ? DefinitionState.Published : DefinitionState.Discarded;
        if (publish) (row.PublishedBy, row.PublishedAt) = (actor.AccountId, now);
        AuditLog.Append(db, actor, now, publish ? "service.publish" : "service.put-away", $"service/{row.Code}", new { version = row.Version, validFrom = row.ValidFrom, digest = TextDigest.Of(row.Text) });
        try
        {
            await db.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            return new Blocked("definition.taken");
        }
        await Refresh(db, catalogue, cancel);
        return row;
    }

    /// <summary>Brings a catalogue to what was published, by whatever node. One command. A text that no longer reads is left out and named.</summary>
    /// <returns>Texts that do not read: items and versions.</returns>
    public static async Task<IReadOnlyList<string>> Refresh(ZhiceDb db, ServiceCatalogue catalogue, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(catalogue);
        return Put(catalogue, await Published(db).ToListAsync(cancel));
    }

    /// <summary>Brings the items of a store to what was published in it, for a program that is no server. One command.</summary>
    public static void Follow(ZhiceDb db)
    {
        ArgumentNullException.ThrowIfNull(db);
        Put(db.Items, [.. Published(db)]);
    }

    static IQueryable<ServiceDefinition> Published(ZhiceDb db) => db.ServiceDefinitions.AsNoTracking().Where(d => d.State == DefinitionState.Published).OrderBy(d => d.Id);

    static List<string> Put(ServiceCatalogue catalogue, IReadOnlyList<ServiceDefinition> published)
    {
        var (items, broken) = (new List<ServiceItem>(), new List<string>());
        foreach (var row in published)
            if (Item(row) is { } item) items.Add(item);
            else broken.Add($"{row.Code} {row.Version}");
        Access.SecretItems.Learn(items);
        catalogue.Put(items);
        return broken;
    }

    /// <summary>The item that a kept text makes; null where it does not read.</summary>
    public static ServiceItem? Item(ServiceDefinition row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return ServiceFiles.Read([($"{row.Code}.yaml", row.Text)]) is { Faults.Count: 0, Catalogue.All: [var item] } ? item with { Version = row.Version } : null;
    }

    static int Line(string text, string key)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        for (var i = 0; i < lines.Length; i++)
            if (lines[i].StartsWith(key + ":", StringComparison.Ordinal)) return i + 1;
        return 1;
    }

    [GeneratedRegex("^code:[ \\t]*([a-z][a-z0-9_]{0,59})[ \\t]*\\r?$", RegexOptions.Multiline)]
    private static partial Regex CodeLine();
}
