namespace Zhice.Records.Search;

/// <summary>BM25 as every store ranks by it: k1 = 1.2, b = 0.75; a word of the title counts three times.</summary>
/// <remarks>
/// Of words in a phrase the rarest part stands for how many records hold them, so that no store must count phrases. How records are spread over segments or shards does not matter: counts are added
/// up before anything is made of them.
/// </remarks>
public static class Bm25
{
    /// <summary>How soon more of the same word stops to count.</summary>
    public const double K1 = 1.2;
    /// <summary>How much long texts are held back.</summary>
    public const double B = 0.75;
    /// <summary>A word of the title counts so many times.</summary>
    public const int TitleWeight = Index.RecordCursor.TitleWeight;

    /// <summary>What is added to a weight for a text of no length.</summary>
    internal const double FixedNorm = K1 * (1 - B);

    /// <summary>How telling words are.</summary>
    /// <param name="records">Records in all.</param>
    /// <param name="holders">Records that hold the rarest part of the words.</param>
    public static double Rarity(long records, long holders) => Math.Log(1 + (records - Math.Min(holders, records) + 0.5) / (holders + 0.5));

    /// <summary>What is added to a weight for each position of a text.</summary>
    /// <param name="records">Records in all.</param>
    /// <param name="length">Positions of all texts together.</param>
    public static double LengthNorm(long records, long length) => K1 * B / Math.Max(1, (double)length / Math.Max(1, records));
}
