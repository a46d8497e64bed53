namespace Zhice.Domain.Services;

/// <summary>What a definition may say in its form, and what can still not work: ranges that hold nothing, sums of words, answers that cannot be given, steps that are longer than the promise.</summary>
static class ServiceSense
{
    static readonly string[] known = ["applicant.name", "applicant.code", "applicant.contact", "applicant.phone"];

    /// <summary>What is wrong; none where everything can work.</summary>
    public static IEnumerable<Defect> Faults(ServiceItem item)
    {
        var fields = item.FieldsByCode();
        foreach (var field in item.Form)
        {
            if (field is { Least: { } least, Most: { } most } && least > most) yield return new("service.field-range", "form", field.Code, least, most);
            if (field.Prefill is { } prefill && !known.Contains(prefill, StringComparer.Ordinal)) yield return new("service.prefill", "form", field.Code, prefill);
            foreach (var name in field.Computed?.Fields ?? [])
                if (fields.TryGetValue(name, out var part) && !part.IsNumber) yield return new("service.computed", "form", field.Code, name);
            foreach (var defect in Answers(field.When, "form", field.Code, fields)) yield return defect;
        }
        foreach (var defect in item.Materials.SelectMany(material => Answers(material.When, "materials", material.Name, fields))) yield return defect;
        foreach (var defect in item.Routing.SelectMany(rule => Answers(rule.When, "routing", rule.Why, fields))) yield return defect;
        foreach (var defect in item.After.SelectMany(request => Replaced(request, fields))) yield return defect;
        // What still holds is not thrown away.
        if (item.RetentionYears is { } kept && item.Result.ValidMonths is { } months && months > kept * 12) yield return new("service.retention-short", "retention", kept, months);
        foreach (var fee in item.Fees)
            if (fee.Amount < 0) yield return new("service.fee", "fees", fee.Name, fee.Amount);
        foreach (var step in item.Steps)
            if (item.Promised is { } promised && step.Limit?.Own is { } own && own.Unit == promised.Unit && own.Amount > promised.Amount) yield return new("service.step-promise", "steps", step.Name, own.Amount, promised.Amount);
    }

    // A field that replaces one of the form takes nothing that the form would refuse, and never what the platform computes.
    static IEnumerable<Defect> Replaced(AfterRequest request, Dictionary<string, FormField> fields)
    {
        foreach (var own in request.Fields)
        {
            if (!fields.TryGetValue(own.Code, out var form) || form.Type != own.Type) continue;
            if (form.Computed is not null) yield return new("service.after-computed", "after", request.Name, form.Name);
            else if ((form.Type is FieldType.Text or FieldType.LongText ? own.Length > form.Length : form.Most is { } most && !(own.Most <= most)) || (form.Least is { } least && !(own.Least >= least))
                || own.Options.Any(option => form.Options.All(known => known.Code != option.Code))) yield return new("service.after-wider", "after", request.Name, form.Name);
        }
    }

    // A field that is compared with an answer that it cannot have is asked never, or always.
    static IEnumerable<Defect> Answers(Condition? when, string key, string place, Dictionary<string, FormField> fields) =>
        from said in when?.Comparisons() ?? []
        where fields.TryGetValue(said.Field, out var field) && field.Type switch
        {
            FieldType.YesNo => said.Value is not ("yes" or "no"),
            FieldType.Choice => !field.Options.Any(option => option.Code == said.Value),
            _ => false,
        }
        select new Defect("service.answer", key, place, said.Field, said.Value);
}
