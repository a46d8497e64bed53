namespace Zhice.Policy.Corrections;

/// <summary>How much of a text was understood.</summary>
public static class Coverage
{
    /// <summary>Share of the body's characters (all but noise and white space) that stand in a part other than unparsed; 1 for an empty body.</summary>
    public static double Of(string text, IReadOnlyList<TextPart> parts)
    {
        long body = 0, known = 0;
        foreach (var part in parts)
        {
            if (part.Role is PartRole.Noise or PartRole.Blank) continue;
            var letters = 0;
            foreach (var letter in text.AsSpan(part.Span.Start, part.Span.Length))
                if (!char.IsWhiteSpace(letter)) letters++;
            body += letters;
            if (part.Role != PartRole.Unparsed) known += letters;
        }
        return body == 0 ? 1 : (double)known / body;
    }
}
