namespace Zhice.Records.Index;

/// <summary>The columns of a segment: a whole number for each record, read for sorting, facets and analysis.</summary>
public enum Column
{
    /// <summary>Day of sorting (publication, else grant, else filing) as a day number; 0 for none.</summary>
    Sort,
    /// <summary>Filing day; 0 for none.</summary>
    Filed,
    /// <summary>Day of grant or registration; 0 for none.</summary>
    Granted,
    /// <summary>Day of the end; 0 for none.</summary>
    Ended,
    /// <summary>Kind in the lowest byte, then status, then the dataset's number in two bytes.</summary>
    Packed,
    /// <summary>Division of the first applicant, six digits; 0 for none.</summary>
    Region,
    /// <summary>Main class as <see cref="ClassCode"/> writes it; 0 for none.</summary>
    MainClass,
    /// <summary>Facts that analysis asks for, one bit each: <see cref="RecordFacts"/>.</summary>
    Flags,
    /// <summary>Position behind the title.</summary>
    TitleEnd,
    /// <summary>Position behind the abstract.</summary>
    AbstractEnd,
    /// <summary>Position behind the claims.</summary>
    ClaimsEnd,
    /// <summary>Position behind the description; names follow.</summary>
    TextEnd,
    /// <summary>Day of publication; 0 for none.</summary>
    Published,
    /// <summary>Positions of title, abstract, claims and description together, two between them: for ranking.</summary>
    Length,
}

/// <summary>Facts of a record that analysis asks for.</summary>
[Flags]
public enum RecordFacts
{
    /// <summary>None of them.</summary>
    None = 0,
    /// <summary>战略性新兴产业.</summary>
    EmergingIndustry = 1,
    /// <summary>在海外有同族专利权.</summary>
    ForeignFamily = 2,
    /// <summary>实现较高质押融资金额.</summary>
    LargePledge = 4,
    /// <summary>获国家科学技术奖或中国专利奖.</summary>
    Award = 8,
    /// <summary>Found to be of an abnormal filer: taken out of high-value counts.</summary>
    Abnormal = 16,
    /// <summary>Made by the generator.</summary>
    Synthetic = 32,
    /// <summary>Owner in China.</summary>
    Domestic = 64,
    /// <summary>Of another office than the Chinese one; told of records taken in since there is this mark.</summary>
    Abroad = 128,
}

/// <summary>Subclasses such as A61K as numbers, 0 for none: the columns and facets count numbers.</summary>
public static class ClassCode
{
    /// <summary>The highest number.</summary>
    internal const int Most = (26 * 100 + 99) * 32 + 25;

    /// <summary>The number of the subclass of a symbol; 0 when it has none.</summary>
    public static int Of(string? symbol) =>
        symbol is { Length: >= 4 } && char.IsAsciiLetterUpper(symbol[0]) && char.IsAsciiDigit(symbol[1]) && char.IsAsciiDigit(symbol[2]) && char.IsAsciiLetterUpper(symbol[3])
            ? ((symbol[0] - 'A' + 1) * 100 + (symbol[1] - '0') * 10 + symbol[2] - '0') * 32 + symbol[3] - 'A'
            : 0;

    /// <summary>The subclasses of a record's marks of IPC and CPC, each once, in order.</summary>
    internal static IReadOnlyList<int> Subclasses(Model.IpRecord record) => [.. record.Classes.Where(c => c.Scheme is "IPC" or "CPC").Select(c => Of(c.Symbol)).Where(c => c > 0).Distinct()];

    /// <summary>The subclass of a number: A61K; empty for 0.</summary>
    public static string Text(int code) =>
        code == 0 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{(char)('A' + code / 32 / 100 - 1)}{code / 32 % 100:00}{(char)('A' + code % 32)}");
}
