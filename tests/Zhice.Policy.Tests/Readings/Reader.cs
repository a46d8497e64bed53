using System.Text;
using Zhice.Policy.Structure;

namespace Zhice.Policy.Tests.Readings;

/// <summary>Reads words as the product does: from a text file.</summary>
internal static class Reader
{
    public static PolicyDocument Text(string text) =>
        PolicyReader.Read(Encoding.UTF8.GetBytes(text), "文件.txt", TestContextToken()).Document ?? throw new InvalidOperationException("The text was refused.");

    /// <summary>One numbered item under a chapter, in a document of 2025.</summary>
    public static PolicyTask Item(string item) => Text($"某省2025年工作方案\n\n一、重点任务\n\n（一）提升质量。先做好准备工作。（甲局负责）\n\n（二）优化服务。{item}\n").Tasks[^1];

    public static Flow Flow(string words) => Structure.Flow.Of(words, new Span(0, words.Length));

    static CancellationToken TestContextToken() => Xunit.TestContext.Current.CancellationToken;
}
