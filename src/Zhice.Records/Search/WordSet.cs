namespace Zhice.Records.Search;

/// <summary>The records of a segment that hold some words, and how much the words count in each.</summary>
/// <param name="Bits">A bit for each record of the segment.</param>
/// <param name="Weights">For each record that holds them, in order, how often they occur, those of the title three times; at most 255.</param>
internal sealed record WordSet(ulong[] Bits, byte[] Weights)
{
    /// <summary>A word of the title counts so many times.</summary>
    internal const int TitleWeight = 3;
    internal const int MostWeight = 255;

    internal long Bytes => Bits.Length * 8L + Weights.Length + 200;

    internal long LastUsed { get; set; }
}
