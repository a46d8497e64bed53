namespace Zhice.Policy.Meaning;

/// <summary>What the words behind a list of bodies say.</summary>
[Flags]
internal enum Duty { None = 0, Responsible = 1, Lead = 2, Participant = 4, ByFunction = 8, Filler = 16 }

/// <summary>Words of responsibility that stand behind the names: 牵头, 配合, 按职责分别负责 …</summary>
internal static class DutyWords
{
    static readonly (string Word, Duty Duty)[] Words =
    [
        .. from way in (string[])["按职责分工", "按照职责分工", "按职责", "按照职责", "按各自职责", "按照各自职责", "按各自职责分工", "按照各自职责分工", "依职责", "依职责分工",
                "根据职责分工", "根据职责", "按分工", "按照分工", "按职能", "按职能分工", "按照职能分工", "依据职责", "依据职责分工", "按照职责和分工", "分工", "按职责权限", "各负其责", "各司其职"]
            select (way, Duty.ByFunction),
        ("牵头", Duty.Lead), ("总牵头", Duty.Lead), ("为主", Duty.Lead), ("主办", Duty.Lead),
        ("负责", Duty.Responsible), ("落实", Duty.Responsible), ("组织实施", Duty.Responsible), ("实施", Duty.Responsible), ("推进", Duty.Responsible),
        ("承担", Duty.Responsible), ("办理", Duty.Responsible), ("抓落实", Duty.Responsible), ("组织落实", Duty.Responsible), ("推动落实", Duty.Responsible), ("落实到位", Duty.Responsible),
        ("配合", Duty.Participant), ("参与", Duty.Participant), ("参加", Duty.Participant), ("协助", Duty.Participant), ("协办", Duty.Participant), ("协同", Duty.Participant),
        ("支持", Duty.Participant), ("会同", Duty.Participant), ("分别负责", Duty.ByFunction | Duty.Responsible), ("协作", Duty.Participant),
        ("分别", Duty.Filler), ("共同", Duty.Filler), ("各自", Duty.Filler), ("具体", Duty.Filler), ("积极", Duty.Filler), ("密切", Duty.Filler), ("并", Duty.Filler),
        ("分头", Duty.Filler), ("根据", Duty.Filler), ("按", Duty.Filler), ("等", Duty.Filler),
    ];

    static readonly (string Word, Duty Duty)[] LongestFirst = [.. Words.OrderByDescending(w => w.Word.Length).ThenBy(w => w.Word, StringComparer.Ordinal)];

    /// <summary>Moves <paramref name="end"/> before the duty words that [start, end) ends with, and says what they were.</summary>
    public static Duty Strip(string fold, int start, ref int end)
    {
        var duty = Duty.None;
        while (true)
        {
            var (word, kind) = Ending(fold, start, end);
            if (word is null) return duty & ~Duty.Filler;
            // 等 belongs to the names unless a duty word follows it; a filler alone says nothing.
            if (kind == Duty.Filler && duty == Duty.None) return Duty.None;
            duty |= kind;
            end -= word.Length;
        }
    }

    static (string?, Duty) Ending(string fold, int start, int end)
    {
        foreach (var (word, duty) in LongestFirst)
            if (end - word.Length >= start && string.CompareOrdinal(fold, end - word.Length, word, 0, word.Length) == 0) return (word, duty);
        return (null, Duty.None);
    }
}
