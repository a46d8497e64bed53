namespace Zhice.Domain.Inspection;

/// <summary>An office that was drawn, with its inspectors.</summary>
/// <param name="Office">Code.</param>
/// <param name="Inspectors">Logins.</param>
public sealed record DrawnOffice(string Office, IReadOnlyList<string> Inspectors);

/// <summary>The lot of an office.</summary>
/// <param name="Office">Code.</param>
/// <param name="Digest">SHA-256 of <c>seed\noffice\ncode</c>, lower-case hexadecimal; its first sixteen digits are the lot.</param>
public sealed record OfficeLot(string Office, string Digest);

/// <summary>双随机: offices and inspectors drawn by lot. Everyone with the lists and the seed gets the same lot; nobody can foresee it before the seed is known.</summary>
/// <remarks>
/// The lot of a candidate is SHA-256 of <c>seed\nkind\ncode</c>; candidates are taken by their lots upwards. Adding a candidate moves no other one's lot. Inspectors are dealt
/// out in the order of their lots for each office, those first that have the fewest offices yet; who keeps away from an office is passed over.
/// </remarks>
public static class RandomDraw
{
    /// <summary>Draws.</summary>
    /// <param name="seed">The public seed.</param>
    /// <param name="offices">All offices that may be drawn; their order decides nothing.</param>
    /// <param name="count">How many.</param>
    /// <param name="inspectors">All inspectors.</param>
    /// <param name="team">Inspectors for each office.</param>
    /// <param name="recused">True where an inspector keeps away from an office.</param>
    /// <returns>The offices in the order of their lots; <c>draw.count</c>, <c>draw.team</c> where there are too few, <c>draw.seed</c>.</returns>
    public static Outcome<IReadOnlyList<DrawnOffice>> Run(string seed, IReadOnlyCollection<string> offices, int count, IReadOnlyCollection<string> inspectors, int team, Func<string, string, bool> recused)
    {
        ArgumentNullException.ThrowIfNull(offices);
        ArgumentNullException.ThrowIfNull(inspectors);
        ArgumentNullException.ThrowIfNull(recused);
        if (string.IsNullOrWhiteSpace(seed) || seed.Trim().Length < 6) return new Invalid(new Defect("draw.seed", "seed"));
        if (count < 1 || count > offices.Distinct(StringComparer.Ordinal).Count()) return new Invalid(new Defect("draw.count", "count", offices.Count));
        if (team is < 1 or > 20) return new Invalid(new Defect("draw.team", "team", inspectors.Count));
        var load = inspectors.Distinct(StringComparer.Ordinal).ToDictionary(i => i, _ => 0, StringComparer.Ordinal);
        var drawn = new List<DrawnOffice>();
        foreach (var office in Lots(seed, offices).Take(count).Select(l => l.Office))
        {
            var chosen = load.Keys.Where(i => !recused(i, office)).OrderBy(i => load[i]).ThenBy(i => Lot(seed, "inspector/" + office, i), StringComparer.Ordinal).ThenBy(i => i, StringComparer.Ordinal).Take(team).ToList();
            if (chosen.Count < team) return new Invalid(new Defect("draw.team", "team", chosen.Count));
            foreach (var one in chosen) load[one]++;
            drawn.Add(new(office, chosen));
        }
        return drawn;
    }

    /// <summary>All offices with their lots, the first drawn first.</summary>
    public static IReadOnlyList<OfficeLot> Lots(string seed, IEnumerable<string> offices)
    {
        ArgumentNullException.ThrowIfNull(seed);
        ArgumentNullException.ThrowIfNull(offices);
        return [.. offices.Distinct(StringComparer.Ordinal).Select(o => new OfficeLot(o, Digest(seed, "office", o))).OrderBy(l => l.Digest[..16], StringComparer.Ordinal).ThenBy(l => l.Office, StringComparer.Ordinal)];
    }

    /// <summary>The result as it is kept: a line for each office.</summary>
    public static string Write(IEnumerable<DrawnOffice> drawn) => string.Join('\n', drawn.Select(d => string.Join('\t', d.Inspectors.Prepend(d.Office))));

    /// <summary>The result that was kept.</summary>
    public static IReadOnlyList<DrawnOffice> Read(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('\t')).Select(parts => new DrawnOffice(parts[0], parts[1..]))];

    // Eight bytes as a number are sixteen digits as a text: they come in the same order.
    static string Lot(string seed, string kind, string code) => Digest(seed, kind, code)[..16];

    static string Digest(string seed, string kind, string code) => TextDigest.Of($"{seed.Trim()}\n{kind}\n{code}");
}
