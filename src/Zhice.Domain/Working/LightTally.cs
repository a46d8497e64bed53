namespace Zhice.Domain.Working;

/// <summary>How a region stands on a map: by the share of what it owes that is overdue, so that one late task among many does not look like many.</summary>
public enum RegionShade
{
    /// <summary>Owes nothing.</summary>
    None,
    /// <summary>All is done.</summary>
    Done,
    /// <summary>In time.</summary>
    InTime,
    /// <summary>Nothing is overdue, something is near its day or silent.</summary>
    Warned,
    /// <summary>Less than a tenth is overdue.</summary>
    Few,
    /// <summary>A tenth to less than three tenths are overdue.</summary>
    Some,
    /// <summary>Three tenths or more are overdue.</summary>
    Many,
}

/// <summary>How many obligations have which light.</summary>
/// <param name="None">Without a light.</param>
/// <param name="Blue">Blue.</param>
/// <param name="Green">Green.</param>
/// <param name="Yellow">Yellow.</param>
/// <param name="Red">Red.</param>
public readonly record struct LightTally(int None, int Blue, int Green, int Yellow, int Red)
{
    /// <summary>All of them.</summary>
    public int All => None + Blue + Green + Yellow + Red;

    /// <summary>Those that are owed: with a light.</summary>
    public int Owed => All - None;

    /// <summary>The worst light among them; <see cref="Light.None"/> where there is none.</summary>
    public Light Worst => Red > 0 ? Light.Red : Yellow > 0 ? Light.Yellow : Green > 0 ? Light.Green : Blue > 0 ? Light.Blue : Light.None;

    /// <summary>How it looks on a map.</summary>
    public RegionShade Shade =>
        Red * 10 >= Owed * 3 && Red > 0 ? RegionShade.Many
        : Red * 10 >= Owed && Red > 0 ? RegionShade.Some
        : Red > 0 ? RegionShade.Few
        : Yellow > 0 ? RegionShade.Warned
        : Green > 0 ? RegionShade.InTime
        : Blue > 0 ? RegionShade.Done
        : RegionShade.None;

    /// <summary>How many have the light.</summary>
    public int this[Light light] => light switch
    {
        Light.None => None,
        Light.Blue => Blue,
        Light.Green => Green,
        Light.Yellow => Yellow,
        Light.Red => Red,
        _ => throw new ArgumentOutOfRangeException(nameof(light), light, "Not a light."),
    };

    /// <summary>With one more.</summary>
    public LightTally With(Light light) => light switch
    {
        Light.None => this with { None = None + 1 },
        Light.Blue => this with { Blue = Blue + 1 },
        Light.Green => this with { Green = Green + 1 },
        Light.Yellow => this with { Yellow = Yellow + 1 },
        Light.Red => this with { Red = Red + 1 },
        _ => throw new ArgumentOutOfRangeException(nameof(light), light, "Not a light."),
    };

    /// <summary>Both together.</summary>
    public static LightTally operator +(LightTally one, LightTally other) =>
        new(one.None + other.None, one.Blue + other.Blue, one.Green + other.Green, one.Yellow + other.Yellow, one.Red + other.Red);

    /// <summary>Both together.</summary>
    public static LightTally Add(LightTally left, LightTally right) => left + right;
}
