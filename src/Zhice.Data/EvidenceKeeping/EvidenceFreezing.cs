using System.Globalization;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Access;
using Zhice.Data.Services;
using Zhice.Data.Storage;
using Zhice.Domain;
using Zhice.Domain.Accounts;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Reporting;
using Zhice.Domain.Services;
using Zhice.Domain.Statistics;
using Zhice.Domain.Submitting;

namespace Zhice.Data.EvidenceKeeping;

/// <summary>A case of the services as it was when it was taken as evidence: what its chain of actions says without anybody's person.</summary>
/// <param name="Number">办件编号.</param>
/// <param name="Item">The item's name.</param>
/// <param name="ItemVersion">Version of the definition that it follows.</param>
/// <param name="Office">The competent office.</param>
/// <param name="Phase">Where it was.</param>
/// <param name="Decision">Name of the decision; null before it.</param>
/// <param name="SubmittedOn">Day of submission.</param>
/// <param name="AcceptedOn">Day of acceptance.</param>
/// <param name="DecidedOn">Day of the decision.</param>
/// <param name="Actions">How many actions it had.</param>
/// <param name="ChainDigest">Digest of the last action, which all before it are linked into.</param>
/// <param name="Register">What the public register says of it; none where it is not in one that everybody may read.</param>
/// <param name="Demonstration">True for one of the demonstration.</param>
public sealed record FrozenCase(
    string Number, string Item, int ItemVersion, string Office, string Phase, string? Decision, DateOnly? SubmittedOn, DateOnly? AcceptedOn, DateOnly? DecidedOn, int Actions, string ChainDigest,
    IReadOnlyList<CertificateField> Register, bool Demonstration);

/// <summary>A value of an indicator as it was when it was taken as evidence.</summary>
/// <param name="Indicator">Its code.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Version of the definition that made it.</param>
/// <param name="Formula">The formula.</param>
/// <param name="Office">The office.</param>
/// <param name="Period">The period.</param>
/// <param name="Figure">The printed figure, or why there is none.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Known">Offices next below with a figure.</param>
/// <param name="Expected">Offices next below.</param>
/// <param name="ComputedAt">When it was computed.</param>
/// <param name="Demonstration">True where invented values went into it.</param>
public sealed record FrozenIndicator(
    string Indicator, string Name, int Version, string Formula, string Office, string Period, string Figure, string Unit, int Known, int Expected, DateTimeOffset? ComputedAt, bool Demonstration);

/// <summary>Takes a case or an indicator value as evidence: what it says now is written down, digested and kept like a file, so that it can be shown later whatever became of it.</summary>
public static class EvidenceFreezing
{
    /// <summary>Length of a case's number at most.</summary>
    const int LongestNumber = 80;

    /// <summary>Freezes what the reference names. Refusals: <c>evidence.case-missing</c>, whether there is none or it is not the actor's to see; <c>evidence.indicator-form</c>, <c>evidence.indicator-missing</c> likewise.</summary>
    /// <param name="db">The store.</param>
    /// <param name="files">Where it is kept.</param>
    /// <param name="house">What cases are worked with.</param>
    /// <param name="catalogue">The indicators.</param>
    /// <param name="actor">Who takes it.</param>
    /// <param name="kind">A case or an indicator value.</param>
    /// <param name="reference">Number of a case; or code of an indicator, code of an office and period, parted by blanks.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<Outcome<EvidenceContent>> Freeze(
        ZhiceDb db, FileStore files, ServiceHouse house, IndicatorCatalogue catalogue, Actor actor, EvidenceKind kind, string? reference, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(files);
        ArgumentNullException.ThrowIfNull(house);
        var frozen = kind == EvidenceKind.Case ? await Case(db, house, actor, reference?.Trim().ToUpperInvariant() ?? "", cancel) : await Indicator(db, catalogue, actor, reference ?? "", cancel);
        if (!frozen.Accepted(out var found, out var refusal)) return refusal;
        var bytes = Encoding.UTF8.GetBytes(found.Words);
        var sha256 = await files.Keep(bytes, cancel);
        using var sm3 = Sm3.Begin();
        sm3.Append(bytes, bytes.Length);
        return new EvidenceContent(found.FileName, "application/json", bytes.Length, sha256, Convert.ToHexStringLower(sm3.Finish()), found.Reference);
    }

    /// <summary>Where a piece of evidence leads back to; the page there asks again who may see it. Null for other kinds.</summary>
    public static string? Address(EvidenceKind kind, string? reference) => (kind, reference) switch
    {
        (EvidenceKind.Case, { } number) => $"/service-cases?which=all&number={Uri.EscapeDataString(number)}",
        (EvidenceKind.IndicatorValue, { } value) when Parts(value) is { } parts => $"/indicators/{parts.Code}/source?office={parts.Office}&period={parts.Period}",
        _ => null,
    };

    sealed record Frozen(string Reference, string FileName, string Words);

    static async Task<Outcome<Frozen>> Case(ZhiceDb db, ServiceHouse house, Actor actor, string number, CancellationToken cancel)
    {
        var missing = new Invalid(new Defect("evidence.case-missing", "reference"));
        if (number.Length is 0 or > LongestNumber) return missing;
        var id = await db.VisibleCases(actor, ChinaTime.Today(house.Clock)).Where(c => c.Number == number && c.Phase != CasePhase.Draft).Select(c => (CaseId?)c.Id).FirstOrDefaultAsync(cancel);
        if (id is not { } key || !(await CaseBook.Open(db, house, actor, key, cancel)).Accepted(out var opened, out _)) return missing;
        var (row, item, state) = (opened.Row, opened.Item, opened.State);
        var entry = await db.RegisterEntries.AsNoTracking().FirstOrDefaultAsync(e => e.CaseId == key && e.EndedOn == null && e.Access == RegisterLevel.Public, cancel);
        var values = entry is null ? new Dictionary<string, string>() : Certificates.Values(entry);
        var frozen = new FrozenCase(row.Number, item.Name, item.Version, opened.Office.Name, state.Phase.ToString(), item.Decisions.FirstOrDefault(d => d.Code == state.Decision)?.Name, state.SubmittedOn, state.AcceptedOn, state.DecidedOn,
            opened.Actions.Count, opened.Actions.Count > 0 ? opened.Actions[^1].Digest : "", [.. item.Form.Where(f => values.ContainsKey(f.Code)).Select(f => new CertificateField(f.Name, Certificates.Shown(f, values[f.Code])))], row.Demonstration);
        return new Frozen(row.Number, $"{row.Number}.json", BodyJson.Write(frozen));
    }

    static async Task<Outcome<Frozen>> Indicator(ZhiceDb db, IndicatorCatalogue catalogue, Actor actor, string reference, CancellationToken cancel)
    {
        if (Parts(reference) is not { } parts) return new Invalid(new Defect("evidence.indicator-form", "reference"));
        var missing = new Invalid(new Defect("evidence.indicator-missing", "reference"));
        var office = await db.Organisations.AsNoTracking().FirstOrDefaultAsync(o => o.Code == parts.Office, cancel);
        if (office is null || !AccessPolicy.MaySeeFigures(actor, office.Path) || catalogue.InForce(parts.Code, parts.Period) is not { } definition) return missing;
        var (key, version, code) = (parts.Period.Key, definition.Version, parts.Code);
        var figure = await db.IndicatorFigures.AsNoTracking().FirstOrDefaultAsync(f => f.OrganisationId == office.Id && f.Period == key && db.IndicatorDefinitions.Any(d => d.Id == f.Definition && d.Code == code && d.Version == version), cancel);
        if (figure is null || !figure.Figure.IsKnown) return missing;
        var run = await db.RollUpRuns.AsNoTracking().FirstOrDefaultAsync(r => r.Year == parts.Period.Year, cancel);
        var frozen = new FrozenIndicator(code, definition.Name, version, definition.Formula.Text, office.Name, parts.Period.ToString(),
            figure.Figure.Rounded(definition.Decimals, definition.Rounding).Value.ToString($"F{definition.Decimals}", CultureInfo.InvariantCulture), definition.Unit.Text, figure.Known, figure.Expected, run?.At, run?.Demonstration ?? false);
        return new Frozen($"{code} {office.Code} {parts.Period}", $"{code}-{office.Code}-{parts.Period}.json", BodyJson.Write(frozen));
    }

    static (string Code, string Office, Period Period)? Parts(string reference) =>
        reference.Split([' ', '　', ','], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) is [var code, var office, var text] && DataElement.IsCode(code) && office.Length <= 60
            && Period.TryParse(text, out var period) ? (code, office, period) : null;
}
