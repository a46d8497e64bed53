using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Zhice.Domain.Programme;
using Zhice.Domain.Programme.Difference;
using Zhice.Domain.Programme.Rules;

namespace Zhice.Data.Publishing;

/// <summary>SHA-256 of a batch of changes, the same before and after it is stored: it is made of the reading's ids, never of new keys.</summary>
internal static class PublicationDigest
{
    public static string Of(ObligationChanges changes)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var measures = new Dictionary<MeasureDraft, byte[]>(ReferenceEqualityComparer.Instance);
        Span<byte> row = stackalloc byte[56];

        foreach (var owed in changes.Added) Append(0, 0, owed, row);
        foreach (var (before, after) in changes.Changed) Append(1, before.Id.Value, after, row);
        foreach (var gone in changes.Withdrawn)
        {
            row.Clear();
            BinaryPrimitives.WriteInt64LittleEndian(row, 2);
            BinaryPrimitives.WriteInt64LittleEndian(row[8..], gone.Id.Value);
            hash.AppendData(row);
        }
        foreach (var moved in changes.Redated)
        {
            Append(3, moved.After.On?.DayNumber ?? -1, moved.Owed, row);
            hash.AppendData(Encoding.UTF8.GetBytes(moved.After.Kind));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Append(long change, long before, Owed owed, Span<byte> bytes)
        {
            if (!measures.TryGetValue(owed.Measure, out var measure))
                measures.Add(owed.Measure, measure = SHA256.HashData(Encoding.UTF8.GetBytes($"{owed.Task.SourceId}|{owed.Measure.SourceId}|{owed.Measure.Quote.Words}")));
            hash.AppendData(measure);
            BinaryPrimitives.WriteInt64LittleEndian(bytes, change);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[8..], before);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[16..], owed.Organisation.Value);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], (long)owed.Level + ((long)owed.Role * 256) + ((long)owed.Basis * 65_536));
            BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], owed.Rule?.Quote.Start ?? -1);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[40..], owed.Status?.Value ?? -1);
            BinaryPrimitives.WriteInt64LittleEndian(bytes[48..], owed.Decision?.Value ?? -1);
            hash.AppendData(bytes);
        }
    }
}
