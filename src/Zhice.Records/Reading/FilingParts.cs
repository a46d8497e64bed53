using System.Security.Cryptography;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Zhice.Records.Model;

namespace Zhice.Records.Reading;

/// <summary>Parts of an application as it was filed electronically with CNIPA: a folder named by the application number, in it a folder for each part.</summary>
/// <remarks>100001 claims, 100002 description (the title stands in it), 100004 abstract; drawings (100003), the abstract's figure (100005) and the request (110101) are passed over. The parts name no number, no
/// day and no applicant: the number is that of the folder, and the rest comes with the publication.</remarks>
public static class FilingParts
{
    const string Claims = "100001", Description = "100002", Abstract = "100004";

    /// <summary>The folders of applications at or below a path, in the order of their names.</summary>
    public static IReadOnlyList<string> Folders(string path) =>
        Directory.Exists(path) ? [.. Directory.EnumerateDirectories(path, "*", SearchOption.AllDirectories).Prepend(path).Where(IsApplication).Order(StringComparer.Ordinal)] : [];

    static bool IsApplication(string folder) =>
        Number(folder) is not null && Directory.EnumerateDirectories(folder).Any(part => Path.GetFileName(part) is { } name && (name.StartsWith(Claims, StringComparison.Ordinal) || name.StartsWith(Description, StringComparison.Ordinal)));

    static RecordNumber? Number(string folder) => RecordNumber.Read(Path.GetFileName(folder.TrimEnd(Path.DirectorySeparatorChar))) is { Form: NumberForm.ChineseApplication } number ? number : null;

    /// <summary>What the folders are known by: a digest over the names and bytes of their parts.</summary>
    public static string Digest(IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        using var sum = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var folder in folders)
            foreach (var file in Files(folder, ""))
            {
                sum.AppendData(Encoding.UTF8.GetBytes(Path.GetFileName(folder) + "/" + Path.GetFileName(file) + "\n"));
                sum.AppendData(SHA256.HashData(File.ReadAllBytes(file)));
            }
        return Convert.ToHexStringLower(sum.GetHashAndReset());
    }

    static IEnumerable<string> Files(string folder, string part) =>
        Directory.EnumerateDirectories(folder, part + "*").Order(StringComparer.Ordinal).SelectMany(p => Directory.EnumerateFiles(p, "*.xml", SearchOption.AllDirectories).Order(StringComparer.Ordinal));

    /// <summary>A record of each folder, or why there is none; the line is the place of the folder, from 1.</summary>
    public static IEnumerable<ReadRecord> Read(IReadOnlyList<string> folders)
    {
        ArgumentNullException.ThrowIfNull(folders);
        for (var i = 0; i < folders.Count; i++) yield return One(folders[i], i + 1);
    }

    static ReadRecord One(string folder, int place)
    {
        var name = Path.GetFileName(folder);
        try
        {
            var number = Number(folder)!;
            var (description, claims, summary) = (Bodies(folder, Description), Bodies(folder, Claims), Bodies(folder, Abstract));
            var parts = description.Concat(claims).Concat(summary).ToList();
            if (parts.Count == 0) return new ReadRecord(place, null, "record.format", name);
            return new ReadRecord(place, new IpRecord
            {
                Kind = XmlParts.Kind(number.Text, null, null), Application = number.Text, Title = description.Select(d => d.First("invention-title").Words()).FirstOrDefault(t => t.Length > 0) ?? "",
                Abstract = Lines(summary.SelectMany(s => s.All("p"))), Claims = Lines(claims.SelectMany(c => c.All("claim"))), Description = Lines(description.SelectMany(d => d.All("description")).SelectMany(d => d.Elements()).Where(e => e.Name.LocalName != "invention-title")),
                More = number.CheckHolds == false ? new Dictionary<string, string> { ["check-digit"] = name.Length > 40 ? name[..40] : name } : new Dictionary<string, string>(),
            });
        }
        catch (XmlException fault)
        {
            return new ReadRecord(place, null, "record.xml", $"{name}: {fault.Message}");
        }
        catch (RecordTooLongException)
        {
            return new ReadRecord(place, null, "record.long", name);
        }
    }

    static List<XElement> Bodies(string folder, string part)
    {
        var bodies = new List<XElement>();
        foreach (var file in Files(folder, part))
        {
            using var stream = File.OpenRead(file);
            if (XmlRecords.Element(stream, "cn-application-body") is { } body) bodies.Add(body);
        }
        return bodies;
    }

    static string Lines(IEnumerable<XElement> paragraphs) => string.Join('\n', paragraphs.Select(p => p.Words()).Where(t => t.Length > 0));
}
