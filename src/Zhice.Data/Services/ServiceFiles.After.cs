using Zhice.Data.Definitions;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <content>What a definition says about other registers, about the other side, and about the time after the decision.</content>
public static partial class ServiceFiles
{
    static readonly Dictionary<string, AfterEffect> effects = new(StringComparer.Ordinal)
    {
        ["撤回"] = AfterEffect.Withdrawn, ["注销"] = AfterEffect.Cancelled, ["变更"] = AfterEffect.Changed, ["续展"] = AfterEffect.Renewed,
    };

    static ServiceGuide Guide(YamlReader? reader)
    {
        if (reader is null) return ServiceGuide.Unknown;
        var guide = new ServiceGuide
        {
            BusinessCode = reader.Text("business-code"), Handling = reader.Text("handling"), Scope = reader.Text("scope"), Place = reader.Text("place"), Hours = reader.Text("hours"), Consult = reader.Text("consult"),
            Complain = reader.Text("complain"), Intermediary = reader.Text("intermediary"), Entrusted = reader.Text("entrusted"), ResultSample = reader.Text("result-sample"),
        };
        reader.Close();
        return guide;
    }

    static ServiceLevel Level(YamlReader reader, string key, string text)
    {
        if (levels.TryGetValue(text, out var level)) return level;
        reader.Wrong(key, "yaml.word", text, string.Join('、', levels.Keys));
        return default;
    }

    static RegisterConflict Conflict(YamlReader reader)
    {
        var conflict = new RegisterConflict(
            reader.Required("with"), reader.Text("by") ?? "patent", When(reader), When(reader, "if"), reader.Flag("absent"), reader.Flag("blocks"), reader.Required("say"), Inside(reader));
        reader.Close();
        return conflict;
    }

    static OtherParty? Other(YamlReader? reader)
    {
        if (reader is null) return null;
        if (Limit(reader, "answer") is not { } answer)
        {
            reader.Wrong("answer", "yaml.required", "answer");
            answer = new(null, null);
        }
        var other = new OtherParty(
            reader.Required("name"), reader.Required("english"), reader.Required("field"), reader.Required("served-at"), reader.Required("answer-at"), reader.Required("answer-name"), reader.Required("answer-english"),
            answer, Limit(reader, "answer-abroad"), reader.Flag("asks-consent"), reader.Text("panel") is null ? null : reader.Whole("panel", 1, 99));
        reader.Close();
        return other;
    }

    static AfterRequest After(YamlReader reader, IReadOnlyList<FormField> form)
    {
        List<FormField> fields = [.. reader.Items("fields").Select(Field)];
        List<FormField> all = [.. fields, .. form.Where(field => fields.TrueForAll(own => own.Code != field.Code))];
        if (Limit(reader, "limit") is not { } limit)
        {
            reader.Wrong("limit", "yaml.required", "limit");
            limit = new(null, null);
        }
        var request = new AfterRequest(
            reader.Required("code"), reader.Required("name"), reader.Required("english"), reader.OneOf("leads-to", effects), fields, [.. reader.Items("rules").Select(rule => Rule(rule, all))], limit, Inside(reader),
            reader.Flag("announced"), reader.Text("consequence"));
        reader.Close();
        return request;
    }
}
