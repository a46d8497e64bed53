using System.Text.Json;
using Zhice.Data.Definitions;
using Zhice.Data.Services;
using Zhice.Data.Submitting;
using Zhice.Domain.Services;
using Zhice.Domain.Submitting;
using Zhice.Web.Features.Services;
using Zhice.Web.Words;
using static Zhice.Cli.Tongue;

namespace Zhice.Cli.Verbs;

/// <summary><c>zhice services check [FOLDER]</c> reads definitions of service items and names file and line of what is wrong; <c>verify FILE</c> checks a signed certificate without a server.</summary>
internal static class ServicesVerb
{
    internal const string Form = "services check [FOLDER] | verify FILE [PUBLIC-KEY]";

    /// <summary>0 when all are sound, 1 when a fault was found.</summary>
    internal static Task<int> Run(string[] rest) => rest switch
    {
        ["check"] => Task.FromResult(Report(ServiceFiles.Shipped, [])),
        ["check", var folder] when Directory.Exists(folder) => Task.FromResult(ServiceFiles.ReadFolder(folder) is var (catalogue, faults) ? Report(catalogue, faults) : 1),
        ["verify", var file] => Task.FromResult(Verify(file, null)),
        ["verify", var file, var key] => Task.FromResult(Verify(file, key)),
        ["check", var folder] => throw new RefusedException(Say($"没有目录：{folder}", $"There is no folder {folder}")),
        _ => throw new UsageException(Say($"用法：zhice {Form}", $"Usage: zhice {Form}")),
    };

    // Without a server and without a network: what is signed, by which key, and whether that is the key the office made known.
    static int Verify(string file, string? key)
    {
        if (!File.Exists(file)) throw new RefusedException(Say($"没有文件：{file}", $"There is no file {file}"));
        VerifyCertificate.Signed? signed;
        try
        {
            signed = JsonSerializer.Deserialize<VerifyCertificate.Signed>(File.ReadAllText(file), JsonSerializerOptions.Web);
        }
        catch (JsonException)
        {
            signed = null;
        }
        if (signed is not { Body: { } words, Signature: { } signature, PublicKey: { } made } || BodyJson.Read<CertificateBody>(words) is not { } body || !InstanceKey.Verify(made, words, signature)
            || (key is not null && InstanceKey.Spelled(key) != made))
        {
            Console.Error.WriteLine(Say("签名不符，不是这个公钥签发的证书。", "The signature does not fit: no certificate of this key."));
            return 1;
        }
        Console.Out.WriteLine(Say($"签名相符：{body.Title} {body.Number} 第 {body.Edition} 版，{body.Holder}，{body.Office} {body.IssuedOn:yyyy-MM-dd}", $"Signed: {body.Title} {body.Number} edition {body.Edition}, {body.Holder}, {body.Office} {body.IssuedOn:yyyy-MM-dd}"));
        Console.Out.WriteLine(Say($"公钥指纹（SM3）：{InstanceKey.FingerprintOf(made)}", $"Fingerprint of the key (SM3): {InstanceKey.FingerprintOf(made)}"));
        if (key is null) Console.Out.WriteLine(Say("请与发证机关公布的公钥指纹核对；是否已注销，请查看注销名单。", "Compare it with the one the office made known, and the code with the list of revoked certificates."));
        return 0;
    }

    static int Report(ServiceCatalogue catalogue, IReadOnlyList<FileFault> faults)
    {
        foreach (var fault in faults) Console.Error.WriteLine($"{fault.File}:{fault.Line}: {Say(WordTable.Chinese.Of(fault.Defect), WordTable.English.Of(fault.Defect))}");
        var unverified = catalogue.All.Count(item => item.Unverified);
        Console.Out.WriteLine(Say(
            $"服务事项 {catalogue.All.Count} 个版本，错误 {faults.Count} 处，含未核实内容的 {unverified} 个。",
            $"{catalogue.All.Count} versions of service items, {faults.Count} faults, {unverified} with something unverified."));
        return faults.Count == 0 ? 0 : 1;
    }
}
