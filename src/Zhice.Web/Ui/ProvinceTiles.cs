namespace Zhice.Web.Ui;

/// <summary>Where a province stands in the grid of tiles: neighbours stay neighbours where that can be. It is a table of the page, not of geography.</summary>
public static class ProvinceTiles
{
    /// <summary>Column and row, from 0, by the first two digits of the division's code (66 for the corps): 10 columns, 8 rows.</summary>
    public static IReadOnlyDictionary<string, (int Column, int Row)> Places { get; } = new Dictionary<string, (int Column, int Row)>(StringComparer.Ordinal)
    {
        ["23"] = (9, 0), ["65"] = (0, 1), ["15"] = (6, 1), ["22"] = (9, 1), ["66"] = (0, 2), ["62"] = (2, 2), ["64"] = (3, 2), ["14"] = (5, 2), ["13"] = (6, 2), ["11"] = (7, 2),
        ["12"] = (8, 2), ["21"] = (9, 2), ["63"] = (2, 3), ["61"] = (4, 3), ["41"] = (5, 3), ["37"] = (7, 3), ["54"] = (1, 4), ["51"] = (3, 4), ["50"] = (4, 4), ["42"] = (5, 4),
        ["34"] = (6, 4), ["32"] = (7, 4), ["31"] = (8, 4), ["52"] = (4, 5), ["43"] = (5, 5), ["36"] = (6, 5), ["33"] = (7, 5), ["53"] = (3, 6), ["45"] = (4, 6), ["44"] = (5, 6),
        ["35"] = (6, 6), ["46"] = (5, 7),
    };
}
