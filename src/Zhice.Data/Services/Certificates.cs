using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Submitting;
using Zhice.Domain.Calendar;
using Zhice.Domain.Services;
using Zhice.Domain.Submitting;

namespace Zhice.Data.Services;

/// <summary>What a check of a certificate found.</summary>
public enum CertificateFinding
{
    /// <summary>No certificate has the code.</summary>
    Unknown,
    /// <summary>It is genuine and holds.</summary>
    Holds,
    /// <summary>It is genuine and its time is over.</summary>
    Expired,
    /// <summary>It is genuine and was revoked or replaced.</summary>
    Ended,
    /// <summary>Its signature does not fit its words.</summary>
    Forged,
}

/// <summary>证书和登记簿: issued with the decision, in the same transaction; one for each edition, by a unique index whatever happens at once.</summary>
public static class Certificates
{
    /// <summary>Reads the words of a certificate.</summary>
    public static CertificateBody BodyOf(ServiceCertificate certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return BodyJson.Read<CertificateBody>(certificate.Body) ?? throw new InvalidDataException($"The words of certificate {certificate.Code} are not as they were written.");
    }

    /// <summary>Finds out whether a certificate holds on a day.</summary>
    public static CertificateFinding Find(ServiceCertificate? certificate, DateOnly today) => certificate is null ? CertificateFinding.Unknown
        : !InstanceKey.Verify(certificate.PublicKey, certificate.Body, certificate.Signature) ? CertificateFinding.Forged
        : certificate.EndedAt is not null ? CertificateFinding.Ended
        : certificate.ValidTo is { } end && today >= end ? CertificateFinding.Expired : CertificateFinding.Holds;

    /// <summary>Public values of a register entry, by field.</summary>
    public static IReadOnlyDictionary<string, string> Values(RegisterEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return JsonSerializer.Deserialize<Dictionary<string, string>>(entry.Values) ?? [];
    }

    /// <summary>A value as it is shown: the name of an option, yes and no in words.</summary>
    public static string Shown(FormField field, string? value)
    {
        ArgumentNullException.ThrowIfNull(field);
        return value is null ? "" : field.Type switch
        {
            FieldType.Choice => field.Options.FirstOrDefault(option => option.Code == value)?.Name ?? value,
            FieldType.YesNo => value == "yes" ? "是" : "否",
            FieldType.PatentNumber => "ZL" + value,
            FieldType.PatentNumbers => string.Join('、', value.Split('\n').Select(number => "ZL" + number)),
            FieldType.Money when decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) => amount.ToString("N2", CultureInfo.InvariantCulture),
            _ => value,
        };
    }

    /// <summary>Issues, replaces and ends what an action calls for, within the open transaction.</summary>
    internal static async Task Follow(ZhiceDb db, ServiceHouse house, OpenedCase opened, CaseState after, CaseAction action, CancellationToken cancel)
    {
        CertificateEnd? end = action.Kind switch
        {
            CaseActionKind.Correct => CertificateEnd.Corrected,
            CaseActionKind.Replace => CertificateEnd.Replaced,
            CaseActionKind.Revoke => CertificateEnd.Revoked,
            CaseActionKind.Reopen => CertificateEnd.Reopened,
            CaseActionKind.GrantAfter => opened.Item.AfterOf(opened.State.Asked?.Code)?.Leads switch
            {
                AfterEffect.Withdrawn => CertificateEnd.Withdrawn, AfterEffect.Cancelled => CertificateEnd.Cancelled, AfterEffect.Changed => CertificateEnd.Changed, AfterEffect.Renewed => CertificateEnd.Renewed, _ => null,
            },
            _ => null,
        };
        if (end is { } why && opened.State.Stands && await db.ServiceCertificates.AsTracking().FirstOrDefaultAsync(c => c.CaseId == opened.Row.Id && c.EndedAt == null, cancel) is { } before)
        {
            // What its holder asked for is told in the words of the definition: the reason given may name what nobody else need know.
            (before.EndedAt, before.End, before.EndReason) = (action.At, why, opened.Item.AfterOf(opened.State.Asked?.Code) is { } asked ? $"{asked.Name}。{asked.Consequence}" : action.Reason);
            await db.SaveChangesAsync(cancel); // before the next edition comes: the index allows one that stands
        }
        var today = ChinaTime.DayOf(action.At);
        if (after.Edition > opened.State.Edition)
        {
            db.Add(Issue(house, opened, after, action.At));
            await Enter(db, opened, after, action.At, cancel);
        }
        else if ((action.Kind is CaseActionKind.Revoke or CaseActionKind.Reopen || after.Phase == CasePhase.Ended) && opened.State.Granted
            && await db.RegisterEntries.AsTracking().FirstOrDefaultAsync(e => e.CaseId == opened.Row.Id, cancel) is { } entry) entry.EndedOn = today;
    }

    static ServiceCertificate Issue(ServiceHouse house, OpenedCase opened, CaseState after, DateTimeOffset at)
    {
        var item = opened.Item;
        var on = ChinaTime.DayOf(at);
        var until = after.ValidTo(item);
        var decision = item.Decisions.First(d => d.Code == after.Decision);
        var code = ServiceHouse.Lot(20);
        var fields = item.Form.Where(f => !f.Personal && (item.RegisterFields.Count == 0 || item.RegisterFields.Contains(f.Code)) && f.Type != FieldType.LongText && after.Values.ContainsKey(f.Code))
            .Select(f => new CertificateField(f.Name, Shown(f, after.Values[f.Code])));
        var body = BodyJson.Write(new CertificateBody(code, opened.Row.Number, after.Edition, item.Name, decision.Paper ?? item.Result.Name, decision.Name, opened.Applicant.Name,
            item.Authority is { } authority ? $"{authority}（{opened.Office.Name}平台代收转送）" : opened.Office.Name, [.. fields], on, until, opened.Row.Demonstration));
        return new ServiceCertificate { CaseId = opened.Row.Id, Edition = after.Edition, Code = code, Body = body, Signature = house.Key.Sign(body), PublicKey = house.Key.PublicKey, IssuedAt = at, ValidTo = until };
    }

    static async Task Enter(ZhiceDb db, OpenedCase opened, CaseState after, DateTimeOffset at, CancellationToken cancel)
    {
        var today = ChinaTime.DayOf(at);
        var item = opened.Item;
        if (item.RegisterFields.Count == 0) return;
        var values = Entered(item, after.Values);
        var holder = item.MasksNames() && opened.Applicant.Kind == ApplicantKind.Person ? PersonNames.Person(opened.Applicant.Name) : opened.Applicant.Name;
        var entry = await db.RegisterEntries.AsTracking().FirstOrDefaultAsync(e => e.CaseId == opened.Row.Id, cancel);
        if (entry is null)
        {
            entry = new RegisterEntry
            {
                CaseId = opened.Row.Id, Item = item.Code, Number = opened.Row.Number, Holder = holder, Subject = CaseWork.SubjectOf(item, after.Values), OfficeId = opened.Office.Id,
                Values = CaseDrafts.Write(values), EnteredOn = today, Demonstration = opened.Row.Demonstration,
            };
            db.Add(entry);
        }
        else (entry.Values, entry.Holder, entry.Subject, entry.EndedOn) = (CaseDrafts.Write(values), holder, CaseWork.SubjectOf(item, after.Values), null);
        entry.ValidTo = after.ValidTo(item);
        entry.Access = item.LevelOf(after.Decision, after.Values);
        await db.SaveChangesAsync(cancel);
        await Readers(db, entry, item, after, cancel);
        RegisterIndex.Write(db, entry, item);
        await Matches.Find(db, entry, at, cancel);
    }

    /// <summary>What the register shows of a form: its public fields, names of natural persons masked where the definition says so.</summary>
    internal static Dictionary<string, string> Entered(ServiceItem item, IReadOnlyDictionary<string, string> values) => item.RegisterFields.Where(values.ContainsKey)
        .ToDictionary(code => code, code => item.Form.Any(f => f.Code == code && f.MaskNames) ? PersonNames.Mask(values[code]) : values[code], StringComparer.Ordinal);

    // The holder's consent stands in the form: a correction names its readers anew.
    static async Task Readers(ZhiceDb db, RegisterEntry entry, ServiceItem item, CaseState after, CancellationToken cancel)
    {
        if (item.Access.Readers.Count == 0) return;
        await db.RegisterReaders.Where(r => r.EntryId == entry.Id).ExecuteDeleteAsync(cancel);
        if (item.Access.Agree is { } agree && after.Values.GetValueOrDefault(agree) != "yes") return;
        var until = item.Access.Until is { } field && after.Values.TryGetValue(field, out var day) ? DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture).AddDays(1) : (DateOnly?)null;
        foreach (var code in item.Access.Readers.Where(after.Values.ContainsKey).Select(reader => after.Values[reader]).Distinct(StringComparer.Ordinal))
            db.Add(new RegisterReader { EntryId = entry.Id, CreditCode = code, ValidTo = until });
        await db.SaveChangesAsync(cancel);
    }
}
