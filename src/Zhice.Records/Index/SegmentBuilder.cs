using System.Globalization;
using System.Runtime.InteropServices;
using Zhice.Records.Model;

namespace Zhice.Records.Index;

/// <summary>What the index needs to know of a record beside its own words.</summary>
/// <param name="Dataset">Number of its dataset.</param>
/// <param name="Parties">Numbers of the applicants, in order.</param>
/// <param name="Flags">Facts for analysis.</param>
internal readonly record struct IndexedFacts(int Dataset, IReadOnlyList<int> Parties, RecordFacts Flags);

/// <summary>Collects records in memory and writes them as one segment.</summary>
internal sealed class SegmentBuilder
{
    // Positions between title and abstract, one name and the next: more than anything that is near each other may have between.
    const int Apart = 128;

    readonly Dictionary<ulong, PostingBuffer> pairs = new(1 << 16);
    readonly Dictionary<string, PostingBuffer> terms = new(1 << 14, StringComparer.Ordinal);
    readonly Dictionary<string, PostingBuffer>.AlternateLookup<ReadOnlySpan<char>> bySpan;
    SegmentColumns columns = new();

    internal SegmentBuilder() => bySpan = terms.GetAlternateLookup<ReadOnlySpan<char>>();

    internal int Count => columns.Count;

    internal void Add(IpRecord record, in IndexedFacts facts)
    {
        var number = columns.Count;
        var end = Feed(Keys.Text, record.Title, number, 0);
        var length = end;
        columns[Column.TitleEnd].Add(end);
        columns[Column.AbstractEnd].Add(end = Part(record.Abstract, number, end, ref length));
        columns[Column.ClaimsEnd].Add(end = record.Claims.Length == 0 ? end : Part(record.Claims, number, end, ref length));
        columns[Column.TextEnd].Add(end = record.Description.Length == 0 ? end : Part(record.Description, number, end, ref length));
        columns[Column.Length].Add(length);
        AddNames(record, number, end + Apart);
        var events = 0;
        foreach (var happened in record.Events) events = Feed(Keys.Event, happened.Words, number, events) + Apart;
        AddExact(record, number);
        AddColumns(record, facts);
    }

    int Part(string text, int number, int end, ref int length)
    {
        var part = Feed(Keys.Text, text, number, end + Apart);
        length += part - end - Apart + 2;
        return part;
    }

    /// <summary>A number that nobody has any more: the numbers behind it stay what they are.</summary>
    internal void AddHole()
    {
        foreach (var column in columns.Numbers) column.Add(0);
        columns.PartyOffsets.Add(columns.Parties.Count);
        columns.ClassOffsets.Add(columns.Classes.Count);
    }

    internal void Write(string path)
    {
        var blocks = new BlockWriter();
        using var writer = new SegmentWriter(path);
        foreach (var (key, postings) in Sorted())
        {
            blocks.Clear();
            postings.WriteBlocks(blocks, key[0] == Keys.Text ? CollectionsMarshal.AsSpan(columns[Column.TitleEnd]) : []);
            writer.Add(key, postings.Frequency, blocks);
        }
        writer.Finish(columns);
        pairs.Clear(); terms.Clear();
        columns = new();
    }

    List<(byte[] Key, PostingBuffer Postings)> Sorted()
    {
        var all = new List<(byte[], PostingBuffer)>(pairs.Count + terms.Count);
        Span<char> pair = stackalloc char[2];
        foreach (var (key, postings) in pairs)
        {
            (pair[0], pair[1]) = ((char)(key >> 16), (char)key);
            all.Add((Keys.Of((byte)(key >> 32), pair[1] == 0 ? pair[..1] : pair), postings));
        }
        foreach (var (key, postings) in terms) all.Add((Keys.Of((byte)key[0], key.AsSpan(1)), postings));
        all.Sort((a, b) => a.Item1.AsSpan().SequenceCompareTo(b.Item1));
        return all;
    }

    void AddNames(IpRecord record, int number, int position)
    {
        var (applicants, inventors, agencies) = (0, 0, 0);
        foreach (var party in record.Parties)
        {
            if (party.Role == PartyRole.Examiner) continue;
            position = Feed(Keys.Text, party.Name, number, position) + Apart;
            switch (party.Role)
            {
                case PartyRole.Applicant or PartyRole.Transferee or PartyRole.Pledgee or PartyRole.Respondent: applicants = Feed(Keys.Applicant, party.Name, number, applicants) + Apart; break;
                case PartyRole.Inventor: inventors = Feed(Keys.Inventor, party.Name, number, inventors) + Apart; break;
                default: agencies = Feed(Keys.Agency, party.Name, number, agencies) + Apart; break;
            }
        }
    }

    void AddExact(IpRecord record, int number)
    {
        foreach (var (space, text) in ExactKeys.Of(record)) Term(space, text).Add(number);
    }

    void AddColumns(IpRecord record, in IndexedFacts facts)
    {
        columns[Column.Sort].Add(Day(record.SortDay));
        columns[Column.Filed].Add(Day(record.Filed));
        columns[Column.Published].Add(Day(record.Published));
        columns[Column.Granted].Add(Day(record.Granted));
        columns[Column.Ended].Add(Day(record.Ended));
        columns[Column.Packed].Add((int)record.Kind | (int)record.Status << 8 | facts.Dataset << 16);
        columns[Column.Region].Add(int.TryParse(record.Applicant?.Division, NumberStyles.None, CultureInfo.InvariantCulture, out var region) ? region : 0);
        columns[Column.MainClass].Add(ClassCode.Of(record.MainClass));
        columns[Column.Flags].Add((int)facts.Flags);
        columns.Parties.AddRange(facts.Parties);
        columns.PartyOffsets.Add(columns.Parties.Count);
        columns.Classes.AddRange(ClassCode.Subclasses(record));
        columns.ClassOffsets.Add(columns.Classes.Count);
    }

    static int Day(DateOnly? day) => day?.DayNumber ?? 0;

    int Feed(byte space, string text, int number, int position)
    {
        if (text.Length == 0) return position;
        var sink = new Sink(this, space, number);
        return Tokens.Feed(text, position, ref sink);
    }

    PostingBuffer Term(byte space, ReadOnlySpan<char> text)
    {
        Span<char> key = text.Length < 200 ? stackalloc char[text.Length + 1] : new char[text.Length + 1];
        key[0] = (char)space;
        text.CopyTo(key[1..]);
        ref var postings = ref CollectionsMarshal.GetValueRefOrAddDefault(bySpan, key, out _);
        return postings ??= new PostingBuffer();
    }

    readonly struct Sink(SegmentBuilder builder, byte space, int number) : ITokenSink
    {
        public void Pair(char first, char second, int position)
        {
            ref var postings = ref CollectionsMarshal.GetValueRefOrAddDefault(builder.pairs, (ulong)space << 32 | (uint)first << 16 | second, out _);
            (postings ??= new PostingBuffer()).Add(number, position);
        }

        public void Last(char character, int position) => Pair(character, '\0', position);

        public void Word(ReadOnlySpan<char> word, int position) => builder.Term(space, word).Add(number, position);

        public void Gap(int position) => Pair(Tokens.Separator, '\0', position);
    }
}
