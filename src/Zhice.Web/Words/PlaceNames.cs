using Zhice.Data.Seeding;
using Zhice.Domain.Organisations;

namespace Zhice.Web.Words;

/// <summary>Names of organisations and provinces in the reader's language; where there is no English one, the Chinese one stands.</summary>
public static class PlaceNames
{
    /// <summary>An organisation's name.</summary>
    public static string Organisation(this WordTable words, string code, string name) => words.IsEnglish ? EnglishNames.Organisation(code) ?? name : name;

    /// <summary>An organisation's name; its own English name goes first.</summary>
    public static string Organisation(this WordTable words, Organisation organisation) =>
        words.IsEnglish && organisation.EnglishName is { } english ? english : words.Organisation(organisation.Code, organisation.Name);

    /// <summary>A province's name by its division code or the code's first two digits.</summary>
    public static string Division(this WordTable words, string code, string name) => words.IsEnglish ? EnglishNames.Division(code) ?? name : name;
}
