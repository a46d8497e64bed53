namespace Zhice.Web.Words;

/// <summary>Languages of the screen.</summary>
public enum Language
{
    /// <summary>中文, the first.</summary>
    Chinese,
    /// <summary>English.</summary>
    English,
}
