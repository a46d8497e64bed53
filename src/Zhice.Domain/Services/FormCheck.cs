using System.Globalization;
using System.Text;

namespace Zhice.Domain.Services;

/// <summary>A form as it was checked.</summary>
/// <param name="Values">What was given, each value in its one spelling, by field in the order of the form; fields that are not asked are left out.</param>
/// <param name="Defects">What is wrong; the field of each is <c>f-</c> and the code of the form field.</param>
public sealed record CheckedForm(IReadOnlyDictionary<string, string> Values, IReadOnlyList<Defect> Defects);

/// <summary>Checks what was typed into an item's form against its definition: types, bounds, conditions, computed fields and rules. Pure.</summary>
public static class FormCheck
{
    /// <summary>Prefix of the names of inputs.</summary>
    public const string Prefix = "f-";

    /// <summary>Stands between the values of a field that came more than once, so that they are refused and not taken for one.</summary>
    public const char Several = '\u001F';

    // Amounts and numbers are kept to this size, so that sums of a million of them stay exact.
    const decimal Greatest = 999_999_999_999_999m;

    /// <summary>True where a field is asked for, with the values so far.</summary>
    public static bool Asked(FormField field, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        return field.When?.Holds(values.GetValueOrDefault) ?? true;
    }

    /// <summary>True where a material is needed, with the values given.</summary>
    public static bool Asked(Material material, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(material);
        return material.When?.Holds(values.GetValueOrDefault) ?? true;
    }

    /// <summary>Checks a form. Fields that the item does not have are not looked at.</summary>
    /// <param name="item">The definition.</param>
    /// <param name="typed">What was typed into a field; null for nothing.</param>
    /// <param name="complete">True where what is required must be there; false for a draft.</param>
    /// <param name="facts">The day and the applicant; rules that ask about them wait without.</param>
    public static CheckedForm Run(ServiceItem item, Func<string, string?> typed, bool complete, FormFacts? facts = null)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(typed);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var defects = new List<Defect>();
        foreach (var field in item.Form)
        {
            if (!Asked(field, values)) continue;
            if (field.Computed is { } formula)
            {
                if (Computed(field, formula, values) is { } number) values[field.Code] = number;
                continue;
            }
            // The one place where what was typed becomes text: line ends alike, characters composed (NFC), nothing around it.
            var text = Plain(typed(field.Code));
            if (text.Length == 0)
            {
                if (complete && field.Required) defects.Add(new("form.required", Prefix + field.Code, field.Name));
                continue;
            }
            if (Value(field, text, out var defect) is { } value) values[field.Code] = value;
            else defects.Add(defect!);
        }
        if (defects.Count == 0 && complete) defects.AddRange(Broken(item, values, facts));
        return new(values, defects);
    }

    /// <summary>The rules over several fields that sound values break, those that only warn left out; a rule waits until all that it asks about is told. Each defect is at the first field of its rule.</summary>
    /// <param name="item">The definition.</param>
    /// <param name="values">Sound values, of a draft or of a whole form.</param>
    /// <param name="facts">The day and the applicant; rules that ask about them wait without.</param>
    public static IReadOnlyList<Defect> Broken(ServiceItem item, IReadOnlyDictionary<string, string> values, FormFacts? facts)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. item.Rules.Where(rule => !rule.Warns && !Holds(rule, values, facts))
            .Select(rule => new Defect("form.rule", Prefix + (rule.Fields.Select(name => RuleNames.FieldOf(name, item.Form)).FirstOrDefault(code => code is not null) ?? rule.Must.Fields[0]), rule.Say))];
    }

    /// <summary>The value of a computed field as it is kept, shown, ruled and counted: money to the cent, whole numbers to the unit, other numbers to four places, half away from zero. Null while a field of its formula is empty.</summary>
    public static string? Computed(FormField field, Arithmetic formula, IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(field);
        ArgumentNullException.ThrowIfNull(formula);
        var places = field.Type switch { FieldType.Money => 2, FieldType.Whole => 0, _ => 4 };
        return formula.Value(values.GetValueOrDefault) is { } number ? Written(Math.Round(number, places, MidpointRounding.AwayFromZero)) : null;
    }

    /// <summary>Computes all computed fields of a form anew; one that is not asked, or lacks a value, is taken out.</summary>
    public static void Compute(ServiceItem item, Dictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(values);
        foreach (var field in item.Form)
            if (field.Computed is not { } formula) continue;
            else if (Asked(field, values) && Computed(field, formula, values) is { } value) values[field.Code] = value;
            else values.Remove(field.Code);
    }

    /// <summary>True where a rule holds, and while something that it asks about is not told.</summary>
    public static bool Holds(FormRule rule, IReadOnlyDictionary<string, string> values, FormFacts? facts)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return RuleNames.Known(rule.Fields, values, facts) is not { } known || rule.Must.With(known).Holds(known.GetValueOrDefault);
    }

    /// <summary>What an officer should look at: rules that stop nothing and do not hold.</summary>
    public static IReadOnlyList<string> Warnings(ServiceItem item, IReadOnlyDictionary<string, string> values, FormFacts facts)
    {
        ArgumentNullException.ThrowIfNull(item);
        return [.. item.Rules.Where(rule => rule.Warns && !Holds(rule, values, facts)).Select(rule => rule.Say)];
    }

    static string Plain(string? text)
    {
        if (text is null) return "";
        var lines = text.ReplaceLineEndings("\n");
        try
        {
            return lines.Normalize(NormalizationForm.FormC).Trim();
        }
        catch (ArgumentException)
        {
            return lines.Trim(); // half a character: refused below by its kind
        }
    }

    static string? Value(FormField field, string text, out Defect? defect)
    {
        var name = Prefix + field.Code;
        defect = null;
        if (text.Contains(Several, StringComparison.Ordinal)) return Wrong("form.several", field.Name, out defect);
        if (FieldRules.Deceives(text, field.Type is FieldType.LongText or FieldType.PatentNumbers)) return Wrong("form.characters", field.Name, out defect);
        if (FieldRules.Characters(text) > field.Length)
        {
            defect = new("form.long", name, field.Name, field.Length);
            return null;
        }
        switch (field.Type)
        {
            case FieldType.Number or FieldType.Whole or FieldType.Money:
                return Number(field, text, out defect);
            case FieldType.Date:
                return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is >= 1900 and <= 2200 ? text : Wrong("form.date", field.Name, out defect);
            case FieldType.Choice:
                return field.Options.Any(option => option.Code == text) ? text : Wrong("form.choice", field.Name, out defect);
            case FieldType.YesNo:
                return text is "yes" or "no" ? text : Wrong("form.choice", field.Name, out defect);
            case FieldType.PatentNumber:
                return FieldRules.PatentNumber(text) ?? Wrong(FieldRules.LacksCheckDigit(text) ? "form.patent-digit" : "form.patent", field.Name, out defect);
            case FieldType.PatentNumbers:
                return Numbers(text, out var odd, out var twice) ?? Wrong(twice ? "form.patent-twice" : FieldRules.LacksCheckDigit(odd) ? "form.patents-digit" : "form.patents", odd, out defect);
            case FieldType.CreditCode:
                return FieldRules.CreditCode(text) ?? Wrong("form.credit-code", field.Name, out defect);
            case FieldType.Phone:
                return FieldRules.Phone(text) ?? Wrong("form.phone", field.Name, out defect);
            case FieldType.Signer:
                return FieldRules.Signer(text) ?? Wrong("form.signer", field.Name, out defect);
            default:
                return text;
        }

        string? Wrong(string code, string said, out Defect? wrong)
        {
            wrong = new Defect(code, name, said);
            return null;
        }
    }

    // One a line; null where a line is none, or stands there before.
    static string? Numbers(string text, out string odd, out bool twice)
    {
        var numbers = new List<string>();
        (odd, twice) = ("", false);
        foreach (var line in text.Split(['\n', ';', '；', '、', ',', '，'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            odd = line;
            if (FieldRules.PatentNumber(line) is not { } number) return null;
            if (twice = numbers.Contains(number, StringComparer.Ordinal)) return null;
            numbers.Add(number);
        }
        return string.Join('\n', numbers);
    }

    static string? Number(FormField field, string text, out Defect? defect)
    {
        var name = Prefix + field.Code;
        defect = null;
        decimal number = 0;
        if (!Grouped(text) || !decimal.TryParse(text.Replace(",", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number)
            || Math.Abs(number) > Greatest) defect = new("form.number", name, field.Name);
        else if (field.Type == FieldType.Whole && decimal.Truncate(number) != number) defect = new("form.whole", name, field.Name);
        else if (field.Type == FieldType.Money && decimal.Round(number, 2) != number) defect = new("form.money", name, field.Name);
        else if (field.Least is { } least && number < least) defect = new("form.least", name, field.Name, least);
        else if (field.Most is { } most && number > most) defect = new("form.most", name, field.Name, most);
        return defect is null ? Written(number) : null;
    }

    // Commas stand between groups of three digits only: “1,2” is two numbers, or a decimal comma, and not twelve.
    static bool Grouped(string text)
    {
        if (!text.Contains(',', StringComparison.Ordinal)) return true;
        var whole = text.TrimStart('+', '-').Split('.')[0].Split(',');
        return whole[0].Length is > 0 and <= 3 && whole.Skip(1).All(group => group.Length == 3) && text.LastIndexOf(',') < (text.IndexOf('.', StringComparison.Ordinal) is var point and >= 0 ? point : text.Length);
    }

    // Decimals have a zero below zero, which would be written “-0”.
    static string Written(decimal number) => (number == 0 ? 0 : number).ToString("0.############", CultureInfo.InvariantCulture);
}
