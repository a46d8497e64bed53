using System.Text;
using System.Text.RegularExpressions;
using Zhice.Records.Index;
using Zhice.Records.Model;
using Zhice.Records.Names;
using Zhice.Records.Query;
using Zhice.Records.Text;

namespace Zhice.Records.Tests.Query;

/// <summary>Answers queries by looking at every record, without any index.</summary>
internal static class Oracle
{
    internal static bool Holds(IpRecord record, QueryNode node) => node switch
    {
        AllNode => true,
        WordsNode words => Texts(record, words.Field).Any(text => Regex.IsMatch(Plain(text), Pattern(words.Words))),
        NearNode near => Texts(record, near.Left.Field).Any(text => Near(Plain(text), near)),
        AndNode and => and.Parts.All(p => Holds(record, p)),
        OrNode or => or.Parts.Any(p => Holds(record, p)),
        NotNode not => !Holds(record, not.Part),
        KindNode kind => record.Kind == kind.Kind,
        FactNode { Fact: RecordFacts.EmergingIndustry } => record.More.ContainsKey("sei"),
        FactNode { Fact: RecordFacts.Abnormal } => record.More.ContainsKey("abnormal"),
        FactNode { Fact: RecordFacts.Domestic } => record.Applicant?.Country == "CN",
        StatusNode status => record.Status == status.Status,
        DaysNode days => Day(record, days.Column) is { } day && day >= days.From && day <= days.To,
        ExactNode { Field: ExactField.Class } exact => record.Classes.Any(c => c.Symbol == exact.Value || c.Symbol.StartsWith(exact.Value.Length > 4 ? exact.Value + "/" : exact.Value, StringComparison.Ordinal)),
        ExactNode { Field: ExactField.Region } exact => record.Applicant?.Division?.StartsWith(exact.Value, StringComparison.Ordinal) is true,
        ExactNode { Field: ExactField.Party } exact => record.Parties.Any(p => p.Role == PartyRole.Applicant && PartyName.Normal(p.Name) == exact.Value),
        ExactNode { Field: ExactField.Cites } exact => record.Citations.Any(c => c.Number == exact.Value || c.Number[..^1] == exact.Value),
        ExactNode exact => record.Application == exact.Value || record.Publication == exact.Value || record.Publication?[..^1] == exact.Value,
        _ => throw new NotSupportedException(node.GetType().Name),
    };

    static DateOnly? Day(IpRecord record, Column column) => column switch
    {
        Column.Sort => record.Published, Column.Granted => record.Granted, Column.Ended => record.Ended, _ => record.Filed,
    };

    static IEnumerable<string> Texts(IpRecord record, TextField field) => field switch
    {
        TextField.Title => [record.Title], TextField.Abstract => [record.Abstract], TextField.Claims => [record.Claims], TextField.Description => [record.Description],
        TextField.Applicant => record.Parties.Where(p => p.Role == PartyRole.Applicant).Select(p => p.Name),
        TextField.Inventor => record.Parties.Where(p => p.Role == PartyRole.Inventor).Select(p => p.Name),
        TextField.Agency => record.Parties.Where(p => p.Role == PartyRole.Agency).Select(p => p.Name),
        _ => [record.Title, record.Abstract, record.Claims, record.Description, .. record.Parties.Select(p => p.Name)],
    };

    static bool Near(string text, NearNode near)
    {
        var (left, right) = (Places(text, Pattern(near.Left.Words)), Places(text, Pattern(near.Right.Words)));
        return left.Any(l => right.Any(r => r.Index >= l.Index + l.Length ? Between(l, r) : !near.Ordered && l.Index >= r.Index + r.Length && Between(r, l)));

        // Characters and words count, signs do not.
        bool Between(Match before, Match after) => Regex.Count(text[(before.Index + before.Length)..after.Index], "[a-z0-9]+|[^a-z0-9 ]") <= near.Distance;
    }

    static List<Match> Places(string text, string pattern)
    {
        var (regex, places) = (new Regex(pattern), new List<Match>());
        for (var match = regex.Match(text); match.Success; match = regex.Match(text, match.Index + 1)) places.Add(match);
        return places;
    }

    // Each stretch of separators becomes one blank, as the query language says.
    static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in CjkBigrams.Fold(text))
            if (CjkBigrams.IsChinese(c) || CjkBigrams.IsWord(c)) plain.Append(c);
            else if (plain.Length > 0 && plain[^1] != ' ') plain.Append(' ');
        return plain.ToString();
    }

    static string Pattern(string words)
    {
        var pattern = new StringBuilder();
        var plain = Regex.Replace(words, @"[^\p{L}\p{N}*?]+", " ").Trim();
        for (var i = 0; i < plain.Length; i++)
        {
            var (c, before) = (plain[i], i == 0 ? ' ' : plain[i - 1]);
            var latin = CjkBigrams.IsWord(c);
            if (latin && !CjkBigrams.IsWord(before) && before is not ('*' or '?')) pattern.Append(@"(?<![a-z0-9])");
            pattern.Append(c switch { '*' when CjkBigrams.IsWord(before) => "[a-z0-9]*", '*' => "", '?' when CjkBigrams.IsWord(before) => "[a-z0-9]", '?' => @"[\u3400-\u9FFF]", _ => Regex.Escape(c.ToString()) });
            if (latin && (i + 1 == plain.Length || !CjkBigrams.IsWord(plain[i + 1]) && plain[i + 1] is not ('*' or '?'))) pattern.Append(@"(?![a-z0-9])");
        }
        return pattern.ToString();
    }
}
