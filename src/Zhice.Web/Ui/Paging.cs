namespace Zhice.Web.Ui;

/// <summary>Counting the pages of a list.</summary>
public static class Paging
{
    /// <summary>Pages of a list, at least one: an empty list has a first page that says so.</summary>
    /// <param name="total">Rows in all.</param>
    /// <param name="size">Rows a page, one or more.</param>
    public static int Pages(int total, int size) => Math.Max(1, (total + size - 1) / size);

    /// <summary>The page that is shown for the one asked for: an address with a number beyond the list leads to its nearest page.</summary>
    /// <param name="page">The page asked for, from 1.</param>
    /// <param name="total">Rows in all.</param>
    /// <param name="size">Rows a page, one or more.</param>
    public static int Within(int page, int total, int size) => Math.Clamp(page, 1, Pages(total, size));
}
