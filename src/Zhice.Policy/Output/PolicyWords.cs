namespace Zhice.Policy.Output;

/// <summary>How the values of the model are spelled in JSON (docs/policy-json.md).</summary>
internal static class PolicyWords
{
    static readonly (DocumentKind, string)[] Kinds =
    [
        (DocumentKind.Unknown, "unknown"), (DocumentKind.TaskList, "task-list"), (DocumentKind.PromotionPlan, "promotion-plan"),
        (DocumentKind.AnnualGuideline, "annual-guideline"), (DocumentKind.WorkPoints, "work-points"), (DocumentKind.ImplementationPlan, "implementation-plan"),
    ];

    static readonly (ActorScope, string)[] Scopes =
    [
        (ActorScope.Unspecified, "unspecified"), (ActorScope.National, "national"), (ActorScope.AllRegions, "all"), (ActorScope.ConcernedRegions, "concerned"),
        (ActorScope.RelevantRegions, "relevant"), (ActorScope.CapableRegions, "capable"), (ActorScope.OtherRegions, "other"),
    ];

    static readonly (AssignmentRole, string)[] Roles =
        [(AssignmentRole.Lead, "lead"), (AssignmentRole.Participant, "participant"), (AssignmentRole.Responsible, "responsible")];

    static readonly (AssignmentMode, string)[] Modes =
        [(AssignmentMode.Joint, "joint"), (AssignmentMode.Sole, "sole"), (AssignmentMode.ByFunction, "by-function"), (AssignmentMode.LeadOnly, "lead-only")];

    static readonly (DeadlineKind, string)[] Deadlines =
    [
        (DeadlineKind.None, "none"), (DeadlineKind.ByYearEnd, "by-year-end"), (DeadlineKind.StageResultWithinYear, "stage-result-within-year"),
        (DeadlineKind.ByDate, "by-date"), (DeadlineKind.Continuous, "continuous"),
    ];

    static readonly (RegionLevel, string)[] Levels =
        [(RegionLevel.Province, "province"), (RegionLevel.City, "city"), (RegionLevel.County, "county"), (RegionLevel.Unstated, "unstated")];

    static readonly (Comparator, string)[] Comparators =
        [(Comparator.AtMost, "<="), (Comparator.Equal, "=="), (Comparator.AtLeast, ">="), (Comparator.MoreThan, ">"), (Comparator.LessThan, "<")];

    static readonly (PartRole, string)[] Parts =
    [
        (PartRole.Unparsed, "unparsed"), (PartRole.Blank, "blank"), (PartRole.Noise, "noise"), (PartRole.Metadata, "metadata"), (PartRole.Heading, "heading"),
        (PartRole.Narrative, "narrative"), (PartRole.TaskTitle, "task-title"), (PartRole.Scope, "scope"), (PartRole.Commitment, "commitment"),
        (PartRole.Assignment, "assignment"), (PartRole.Applicability, "applicability"), (PartRole.Deadline, "deadline"), (PartRole.Submission, "submission"),
        (PartRole.Note, "note"),
    ];

    public static string Of(DocumentKind value) => Spell(Kinds, value);
    public static string Of(ActorScope value) => Spell(Scopes, value);
    public static string Of(AssignmentRole value) => Spell(Roles, value);
    public static string Of(AssignmentMode value) => Spell(Modes, value);
    public static string Of(DeadlineKind value) => Spell(Deadlines, value);
    public static string Of(RegionLevel value) => Spell(Levels, value);
    public static string Of(Comparator value) => Spell(Comparators, value);
    public static string Of(PartRole value) => Spell(Parts, value);

    public static bool KnowsKind(string? word) => Array.Exists(Kinds, k => k.Item2 == word);

    public static DocumentKind ReadKind(string? word) => Read(Kinds, word);
    public static ActorScope ReadScope(string? word) => Read(Scopes, word);
    public static AssignmentRole ReadRole(string? word) => Read(Roles, word);
    public static AssignmentMode ReadMode(string? word) => Read(Modes, word);
    public static DeadlineKind ReadDeadline(string? word) => Read(Deadlines, word);
    public static RegionLevel ReadLevel(string? word) => Read(Levels, word);
    public static Comparator ReadComparator(string? word) => Read(Comparators, word);
    public static PartRole ReadPart(string? word) => Read(Parts, word);

    static string Spell<T>((T Value, string Word)[] table, T value) where T : struct, Enum
    {
        foreach (var (known, word) in table)
            if (EqualityComparer<T>.Default.Equals(known, value)) return word;
        throw new InvalidOperationException($"A new value {value} needs its spelling here and in docs/policy-json.md.");
    }

    static T Read<T>((T Value, string Word)[] table, string? word) where T : struct, Enum
    {
        foreach (var (value, known) in table)
            if (known == word) return value;
        throw new FormatException($"'{word}' is no {typeof(T).Name} of the policy JSON.");
    }
}
