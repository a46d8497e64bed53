using System.IO.MemoryMappedFiles;
using Xunit;
using Zhice.Records.Generating;
using Zhice.Records.Index;
using Zhice.Records.Query;
using Zhice.Records.Search;

namespace Zhice.Records.Tests.Store;

/// <summary>Pages of mapped files do not pile up in the process, and letting them go changes no answer.</summary>
public sealed class MappedPagesTests
{
    [Fact]
    public void Pages_that_are_let_go_leave_the_resident_set_and_read_the_same_again()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells its resident pages.");
        const int Size = 256 << 20;
        var path = Path.GetTempFileName();
        try
        {
            using (var file = File.OpenWrite(path))
                for (var i = 0; i < Size >> 20; i++) file.Write(Enumerable.Repeat((byte)(i + 1), 1 << 20).ToArray());
            using var mapped = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
            using var view = mapped.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
            long Sum()
            {
                var sum = 0L;
                for (var at = 0; at < Size; at += 4096) sum += view.ReadByte(at);
                return sum;
            }
            var sum = Sum();
            var touched = MappedPages.Resident();
            MappedPages.LetGo(view);
            Assert.True(touched - MappedPages.Resident() > Size / 2, $"{touched} and {MappedPages.Resident()}");
            Assert.Equal(sum, Sum());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Segments_whose_pages_were_let_go_answer_as_before()
    {
        using var scratch = new ScratchStore();
        scratch.TakeInPieces([.. new SyntheticRecords(5).Make(0, 600)], 200);
        var snapshot = scratch.Store.Snapshot();
        Assert.True(QueryParser.Parse("方法 OR 装置").Accepted(out var node, out _));
        Assert.True(RecordSearch.Run(snapshot, new SearchRequest(node)).Accepted(out var before, out _));
        MappedPages.Ease(snapshot.Segments, most: 0);
        Assert.True(RecordSearch.Run(snapshot, new SearchRequest(node)).Accepted(out var after, out _));
        Assert.True(before.Total > 0);
        Assert.Equal((before.Total, string.Join(',', before.Hits.Select(h => h.Id))), (after.Total, string.Join(',', after.Hits.Select(h => h.Id))));
    }
}
