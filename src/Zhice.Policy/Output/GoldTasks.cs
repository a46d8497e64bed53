using System.Globalization;
using System.Text.Json;

namespace Zhice.Policy.Output;

/// <summary>Compares the tasks of a parse with those of a gold file.</summary>
internal static class GoldTasks
{
    public static void Score(CheckTally tally, PolicyDocument document, JsonElement gold)
    {
        if (!gold.TryGetProperty("tasks", out var tasks)) return;
        var expected = tasks.EnumerateArray().ToList();
        var pairs = Align(expected, document.Tasks);
        var matched = pairs.Count(p => p >= 0);
        tally.Compare("tasks", "", Enumerable.Range(0, expected.Count).Select(i => pairs[i] >= 0 ? "" : Name(expected[i])),
            Enumerable.Repeat("", matched).Concat(document.Tasks.Where((_, i) => !pairs.Contains(i)).Select(t => $"{t.Number} {t.Title ?? First(t)}")));
        foreach (var field in (string[])["numbers", "titles", "sections of tasks", "scopes", "measure texts", "commitments", "departments", "roles", "modes", "deadlines", "applicability"]) tally.NotHeld(field);
        for (var i = 0; i < expected.Count; i++)
            if (pairs[i] >= 0) Task(tally, expected[i], document.Tasks[pairs[i]]);
    }

    static string Name(JsonElement gold) => $"{Text(gold, "no")} {Text(gold, "title") ?? Text(gold, "text_starts")}";

    static string First(PolicyTask task) => task.Measures.Count > 0 && task.Measures[0].Text is var text ? text[..Math.Min(20, text.Length)] : "";

    static string? Text(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>For each gold task the index of the parse's task with the same title or beginning, in order; -1 where there is none.</summary>
    static List<int> Align(List<JsonElement> expected, IReadOnlyList<PolicyTask> found)
    {
        var pairs = new List<int>();
        var used = new HashSet<int>();
        var from = 0;
        foreach (var gold in expected)
        {
            var best = -1;
            for (var k = 0; k < found.Count && best < 0; k++)
            {
                var i = (from + k) % found.Count;
                if (!used.Contains(i) && Same(gold, found[i])) best = i;
            }
            pairs.Add(best);
            if (best < 0) continue;
            used.Add(best);
            from = best + 1;
        }
        for (var g = 0; g < expected.Count; g++)
        {
            if (pairs[g] >= 0 || Text(expected[g], "no") is not { } no) continue;
            var near = Enumerable.Range(0, found.Count).Where(i => !used.Contains(i) && found[i].Number is { } n && Label(n) == Label(no)).DefaultIfEmpty(-1).First();
            if (near < 0) continue;
            pairs[g] = near;
            used.Add(near);
        }
        return pairs;
    }

    static bool Same(JsonElement gold, PolicyTask task)
    {
        if (Text(gold, "title") is { } title) return task.Title is not null && PolicyCheck.Key(task.Title) == PolicyCheck.Key(title);
        return Text(gold, "text_starts") is { } starts && task.Measures.Count > 0 && PolicyCheck.Key(task.Measures[0].Text).StartsWith(PolicyCheck.Key(starts), StringComparison.Ordinal);
    }

    static string Label(string number) => PolicyCheck.Key(number).Trim('(', ')', '.', '、');

    static void Task(CheckTally tally, JsonElement gold, PolicyTask task)
    {
        var where = $"[{task.Number ?? task.Id}]";
        if (Text(gold, "no") is { } no) tally.Compare("numbers", where, [Label(no)], task.Number is null ? [] : [Label(task.Number)]);
        if (Text(gold, "title") is { } title) tally.Compare("titles", where, [PolicyCheck.Key(title)], task.Title is null ? [] : [PolicyCheck.Key(task.Title)]);
        var path = new List<string>();
        if (Text(gold, "section") is { } section) path.Add(PolicyCheck.Key(section));
        if (Text(gold, "subsection") is { } subsection) path.Add(PolicyCheck.Key(subsection));
        if (path.Count > 0) tally.Compare("sections of tasks", where, path, task.SectionPath.Select(PolicyCheck.Key));
        Measures(tally, where, gold, task);
        Responsibility(tally, where, gold, task);
        if (Text(gold, "deadline") is { } deadline)
            tally.Compare("deadlines", where, [Deadline(gold, deadline)], [Deadline(Effective(task))]);
        Applicability(tally, where, gold, task);
    }

    /// <summary>A gold file states one deadline for a task; a parse may keep it at the sentence that says it.</summary>
    static Deadline Effective(PolicyTask task) =>
        task.Deadline.Kind != DeadlineKind.None ? task.Deadline
        : task.Measures.SelectMany(m => m.Commitments).Select(c => c.Deadline).LastOrDefault(d => d.Kind != DeadlineKind.None) ?? task.Deadline;

    static string Deadline(JsonElement gold, string kind) => kind == "by-date" && Text(gold, "date") is { } date ? $"{kind} {date}" : Text(gold, "deadline_kind") == "ongoing" ? "continuous" : kind;

    static string Deadline(Deadline deadline) =>
        deadline.Date is { } date ? $"{PolicyWords.Of(deadline.Kind)} {date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}" : PolicyWords.Of(deadline.Kind);

    static void Measures(CheckTally tally, string where, JsonElement gold, PolicyTask task)
    {
        if (gold.TryGetProperty("measure_scopes", out var scopes))
            tally.Compare("scopes", where, scopes.EnumerateArray().Select(s => s.GetString()!), task.Measures.Select(m => PolicyWords.Of(m.Scope)));
        if (gold.TryGetProperty("measures", out var measures))
        {
            var expected = measures.EnumerateArray().ToList();
            if (expected.Exists(m => Text(m, "scope") is not null))
                tally.Compare("scopes", where, expected.Select(m => Text(m, "scope") ?? "unspecified"), task.Measures.Select(m => PolicyWords.Of(m.Scope)));
            for (var i = 0; i < expected.Count; i++) Passage(tally, where, expected[i], i < task.Measures.Count ? task.Measures[i].Text : "", i < task.Measures.Count ? task.Measures[i].Commitments.Count : 0, "sentences");
            for (var i = expected.Count; i < task.Measures.Count; i++) tally.Compare("measure texts", where, [], [task.Measures[i].Text]);
        }
        var all = task.Measures.SelectMany(m => m.Commitments).ToList();
        var text = string.Concat(task.Measures.Select(m => m.Text));
        if (gold.TryGetProperty("commitments", out var commitments))
        {
            if (commitments.ValueKind == JsonValueKind.Number) Sentences(tally, where, commitments.GetInt32(), all.Count);
            else Runs(tally, where, [.. commitments.EnumerateArray()], all);
        }
        if (Text(gold, "text_starts") is not null) Passage(tally, where, gold, text, all.Count, "sentences");
        if (Text(gold, "last_ends") is { } last) tally.Compare("measure texts", where, ["…" + PolicyCheck.Key(last)], [Tail(text, last)]);
    }

    static string Tail(string text, string like) => "…" + (PolicyCheck.Key(text) is var key && key.Length >= PolicyCheck.Key(like).Length ? key[^PolicyCheck.Key(like).Length..] : key);

    static string Head(string text, string like) => (PolicyCheck.Key(text) is var key && key.Length >= PolicyCheck.Key(like).Length ? key[..PolicyCheck.Key(like).Length] : key) + "…";

    static void Passage(CheckTally tally, string where, JsonElement gold, string text, int sentences, string count)
    {
        if (Text(gold, "text_starts") is { } starts) tally.Compare("measure texts", where, [PolicyCheck.Key(starts) + "…"], [Head(text, starts)]);
        if (Text(gold, "text_ends") is { } ends) tally.Compare("measure texts", where, ["…" + PolicyCheck.Key(ends)], [Tail(text, ends)]);
        if (gold.TryGetProperty(count, out var n) && n.ValueKind == JsonValueKind.Number) Sentences(tally, where, n.GetInt32(), sentences);
    }

    static void Sentences(CheckTally tally, string where, int expected, int found) =>
        tally.Compare("commitments", where, Enumerable.Range(1, expected).Select(i => $"{i}"), Enumerable.Range(1, found).Select(i => $"{i}"));

    /// <summary>Runs of sentences under one mark: the parse's sentences grouped by equal assignments.</summary>
    static void Runs(CheckTally tally, string where, List<JsonElement> gold, List<Commitment> commitments)
    {
        var runs = new List<List<Commitment>>();
        foreach (var commitment in commitments)
        {
            if (runs.Count > 0 && runs[^1][0].Assignments.SequenceEqual(commitment.Assignments)) runs[^1].Add(commitment);
            else runs.Add([commitment]);
        }
        for (var i = 0; i < Math.Max(gold.Count, runs.Count); i++)
        {
            var run = i < runs.Count ? runs[i] : [];
            var at = $"{where} run {i + 1}";
            if (i < gold.Count) Passage(tally, at, gold[i], string.Concat(run.Select(c => c.Text)), run.Count, "sentences");
            else tally.Compare("commitments", at, [], run.Select(c => c.Text));
            Organisations(tally, at, i < gold.Count ? gold[i] : default, run.Count > 0 ? run[0].Assignments : []);
        }
    }

    static void Responsibility(CheckTally tally, string where, JsonElement gold, PolicyTask task)
    {
        if (!gold.TryGetProperty("assignments", out _)) return;
        var assignments = task.Assignments.Count > 0 ? task.Assignments
            : [.. task.Measures.SelectMany(m => m.Commitments).SelectMany(c => c.Assignments).DistinctBy(a => (a.Organisation, a.Role))];
        Organisations(tally, where, gold, assignments);
        if (Text(gold, "mode") is { } mode) tally.Compare("modes", where, [mode], assignments.Count > 0 ? [PolicyWords.Of(assignments[0].Mode)] : []);
    }

    static void Organisations(CheckTally tally, string where, JsonElement gold, IReadOnlyList<Assignment> found)
    {
        var expected = gold.ValueKind == JsonValueKind.Object && gold.TryGetProperty("assignments", out var list) ? list.EnumerateArray().ToList() : [];
        var names = found.Select(a => PolicyCheck.Key(a.Organisation)).ToHashSet(StringComparer.Ordinal);
        tally.Compare("departments", where, expected.Select(a => Name(a, names)), found.Select(a => PolicyCheck.Key(a.Organisation)));
        if (expected.Count > 0 && expected.TrueForAll(a => Text(a, "role") is not null))
            tally.Compare("roles", where, expected.Select(a => $"{Name(a, names)} {Text(a, "role")}"), found.Select(a => $"{PolicyCheck.Key(a.Organisation)} {PolicyWords.Of(a.Role)}"));
        else if (expected.Count > 0 && found.Any(a => a.Role == AssignmentRole.Lead))
            tally.NotHeld("roles");
    }

    /// <summary>The name, or the form as written where the gold allows it and the parse gives that one.</summary>
    static string Name(JsonElement gold, HashSet<string> found) =>
        Text(gold, "as_written") is { } written && found.Contains(PolicyCheck.Key(written)) && !found.Contains(PolicyCheck.Key(Text(gold, "org")!)) ? PolicyCheck.Key(written) : PolicyCheck.Key(Text(gold, "org")!);

    static void Applicability(CheckTally tally, string where, JsonElement gold, PolicyTask task)
    {
        if (!gold.TryGetProperty("obligations", out var rules) && !gold.TryGetProperty("applicability", out rules)) return;
        tally.Compare("applicability", where,
            rules.EnumerateArray().Select(r => $"{Text(r, "level")} {PolicyCheck.Key(Text(r, "text")!)} {Must(r)}"),
            task.Measures.SelectMany(m => m.Applicability).OrderBy(r => r.Span.Start)
                .Select(r => $"{(r.Level == RegionLevel.Unstated ? null : PolicyWords.Of(r.Level))} {PolicyCheck.Key(r.Text)} {r.Must?.ToString() ?? "null"}"));
        static string Must(JsonElement rule) => rule.TryGetProperty("must", out var must) ? must.ValueKind switch { JsonValueKind.True => "True", JsonValueKind.False => "False", _ => "null" } : "null";
    }
}
