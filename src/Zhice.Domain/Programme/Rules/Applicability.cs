using Zhice.Domain.Organisations;

namespace Zhice.Domain.Programme.Rules;

/// <summary>Turns the 必做/选做 lines of one measure into obligations of the divisions' offices.</summary>
internal sealed class Applicability(CountryFacts facts, RuleWords words, MeasureDebts debts)
{
    readonly Dictionary<DivisionLevel, HashSet<string>> named = [];
    readonly HashSet<DivisionLevel> open = [];

    public void Apply(IReadOnlyList<RuleDraft> rules)
    {
        foreach (var rule in rules)
            foreach (var clause in words.Read(rule.Meaning, rule.Level, rule.Must))
                Apply(rule, clause);
    }

    void Apply(RuleDraft rule, RuleClause clause)
    {
        var level = clause.Must switch { true => ObligationLevel.Mandatory, false => ObligationLevel.Optional, null => ObligationLevel.Unstated };
        switch (clause.Who)
        {
            case ClauseSubject.Every every: Every(rule, clause, every, level); break;
            case ClauseSubject.Named one: Owe(rule, one.Division, level, ObligationBasis.NamedDivision, null); break;
            case ClauseSubject.Status status: Status(rule, status, level); break;
            case ClauseSubject.Capable when clause.Must == true: Ask(rule, PendingReason.RuleNotUnderstood, clause.Words); break; // who is able is not said
            case ClauseSubject.Capable capable:
                foreach (var division in facts.Divisions.OfLevel(capable.Level ?? rule.Level))
                    Owe(rule, division, ObligationLevel.Optional, ObligationBasis.CapableRegions, null);
                break;
            case ClauseSubject.Rest: Rest(rule, clause, level); break;
            case ClauseSubject.Unnamed unnamed: Ask(rule, unnamed.Reason, unnamed.Reason == PendingReason.RuleNotUnderstood ? clause.Words : null); break;
            default: throw new InvalidOperationException($"A new kind of clause needs its rule here: {clause.Who}.");
        }
    }

    void Every(RuleDraft rule, RuleClause clause, ClauseSubject.Every every, ObligationLevel level)
    {
        // 全省 in a province's own document: everywhere in it, and not its office alone.
        var at = every.Level ?? (facts.Divisions.Top is { Level: > DivisionLevel.Nation } top && rule.Level <= top.Level && clause.Words.StartsWith('全') ? facts.Divisions.LevelBelowTop : rule.Level);
        var except = every.Except.Select(name => facts.Divisions.Named(name, at)).ToList();
        if (except.Contains(null))
        {
            Ask(rule, PendingReason.RuleNotUnderstood, clause.Words); // an exception that we cannot name would oblige the wrong one
            return;
        }
        foreach (var division in facts.Divisions.OfLevel(at).Where(d => !except.Contains(d)))
            Owe(rule, division, level, ObligationBasis.EveryDivision, null);
    }

    void Status(RuleDraft rule, ClauseSubject.Status status, ObligationLevel level)
    {
        var held = false;
        foreach (var fact in facts.Holders(status.Name))
        {
            if (Debtor(fact, status.Name, status.Name.Level ?? rule.Level) is not { } division) continue;
            Owe(rule, division, level, ObligationBasis.HeldStatus, fact.Id);
            held = true;
        }
        if (!held) Ask(rule, PendingReason.StatusWithoutHolders, status.Words);
    }

    /// <summary>
    /// Who is meant at a level by a fact about a division: the division itself where it is of the level; the one above where the
    /// thing only lies there; a municipality, a district or a county-level city where it was itself named a 城市 of that status.
    /// A status of a university or company makes nobody a debtor unless the words ask where such a one lies.
    /// </summary>
    Division? Debtor(DatedStatus fact, StatusName asked, DivisionLevel level)
    {
        if (facts.Divisions.Find(fact.DivisionCode) is not { } holder || (fact.Holder is not null && !asked.Located)) return null;
        if (holder.Level == level) return holder;
        if (asked.Located && holder.Level > level) return facts.Divisions.Ancestor(holder.Code, level);
        return level == DivisionLevel.City || StatusName.Of(fact.Name).Level == level ? holder : null;
    }

    void Rest(RuleDraft rule, RuleClause clause, ObligationLevel level)
    {
        if (!named.TryGetValue(rule.Level, out var others) || open.Contains(rule.Level))
        {
            Ask(rule, PendingReason.OthersUnnamed, others is null ? null : clause.Words);
            return;
        }
        foreach (var division in facts.Divisions.OfLevel(rule.Level).Where(d => !others.Contains(d.Code)).ToList())
            Owe(rule, division, level, ObligationBasis.OtherDivisions, null);
    }

    void Owe(RuleDraft rule, Division division, ObligationLevel level, ObligationBasis basis, StatusId? status)
    {
        if (!named.TryGetValue(rule.Level, out var codes)) named.Add(rule.Level, codes = new HashSet<string>(StringComparer.Ordinal));
        codes.Add(division.Code);
        debts.AddOffice(facts, division, level, basis, rule, status);
    }

    void Ask(RuleDraft rule, PendingReason reason, string? subject)
    {
        open.Add(rule.Level);
        debts.Ask(rule, reason, subject);
    }
}
