using Zhice.Records.Store;

namespace Zhice.Records.Generating;

/// <summary>The catalogue's entry of synthetic records.</summary>
public static class SyntheticSet
{
    /// <summary>Registers the dataset; returns its number.</summary>
    public static int Register(RecordWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        return writer.Register("synthetic", "合成专利数据（演示）", "由本平台按固定种子生成，不对应任何真实专利", "可自由使用", "不更新", inside: false, synthetic: true);
    }
}
