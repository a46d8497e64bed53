using System.Globalization;
using System.Text.Json;

namespace Zhice.Policy.Output;

/// <summary>Compares the targets and submission duties of a parse with those of a gold file.</summary>
internal static class GoldQuantities
{
    public static void Score(CheckTally tally, PolicyDocument document, JsonElement gold)
    {
        Targets(tally, document, gold);
        Submissions(tally, document, gold);
    }

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    static void Targets(CheckTally tally, PolicyDocument document, JsonElement gold)
    {
        if (!gold.TryGetProperty("targets", out var targets))
        {
            tally.NotHeld("targets");
            return;
        }
        var left = document.Targets.ToList();
        var expected = new List<string>();
        var found = new List<string>();
        foreach (var target in targets.EnumerateArray())
        {
            var best = left.FindIndex(t => Same(target, t));
            var words = Describe(target);
            expected.Add(words);
            if (best < 0) continue;
            found.Add(words);
            left.RemoveAt(best);
        }
        found.AddRange(left.Select(Describe));
        tally.Compare("targets", "", expected, found);
    }

    /// <summary>Each thing that the gold states must agree; what it leaves out is not compared.</summary>
    static bool Same(JsonElement gold, QuantityTarget target)
    {
        var phrase = PolicyCheck.Key(Text(gold, "phrase") ?? "");
        var what = PolicyCheck.Key(target.What);
        if (!what.Contains(phrase, StringComparison.Ordinal) && !(phrase.Contains(what, StringComparison.Ordinal) && what.Length >= 2)) return false;
        if (Value(gold) != target.Value || PolicyCheck.Key(Text(gold, "unit") ?? "") != PolicyCheck.Key(target.Unit)) return false;
        if (Text(gold, "op") is { } op && op != "range" && op != PolicyWords.Of(target.Comparator)) return false;
        if (Text(gold, "due") is { } due && due != target.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)) return false;
        return !gold.TryGetProperty("growth", out var growth) || growth.GetBoolean() == target.Growth;
    }

    /// <summary>The value; of a range the lower end, which a parse gives as "at least".</summary>
    static decimal Value(JsonElement gold) => gold.GetProperty("value") is var value && value.ValueKind == JsonValueKind.Array ? value[0].GetDecimal() : value.GetDecimal();

    static string Describe(JsonElement gold) => $"{Text(gold, "phrase")} {Text(gold, "op")} {gold.GetProperty("value").GetRawText()} {Text(gold, "unit")} {Text(gold, "due")}";

    static string Describe(QuantityTarget t) => string.Create(CultureInfo.InvariantCulture, $"{t.What} {PolicyWords.Of(t.Comparator)} {t.Value} {t.Unit} {t.Due:yyyy-MM-dd}{(t.Growth ? " growth" : "")} ({t.TaskId})");

    static void Submissions(CheckTally tally, PolicyDocument document, JsonElement gold)
    {
        var expected = new List<string>();
        if (gold.TryGetProperty("submission", out var one) && one.ValueKind == JsonValueKind.Object) expected.Add(DescribeDuty(one));
        else if (gold.TryGetProperty("submissions", out var many)) expected.AddRange(many.EnumerateArray().Select(DescribeDuty));
        else
        {
            tally.NotHeld("submissions");
            return;
        }
        tally.Compare("submissions", "", expected, document.Submissions.Select(Describe));
    }

    static string DescribeDuty(JsonElement gold) => Words(Text(gold, "due"), Text(gold, "to"), Strings(gold, "who"), Strings(gold, "form"));

    static string Describe(SubmissionDuty duty) => Words(duty.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), duty.To, duty.Who, duty.Form);

    static string Words(string? due, string? to, IEnumerable<string> who, IEnumerable<string> form) =>
        $"{string.Join('、', who.Select(PolicyCheck.Key))} → {PolicyCheck.Key(to ?? "")} by {due} as {string.Join('、', form)}";

    static IEnumerable<string> Strings(JsonElement json, string name) =>
        json.TryGetProperty(name, out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().Select(e => e.GetString()!) : [];
}
