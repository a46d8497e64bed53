using System.Globalization;
using System.Reflection;
using Zhice.Data.Definitions;
using Zhice.Data.Indicators;
using Zhice.Domain.Calendar;
using Zhice.Domain.Indicators;
using Zhice.Domain.Services;

namespace Zhice.Data.Services;

/// <summary>Reads definitions of service items from YAML: one item a file, its later versions in it. The keys are described for editors in <c>data/services/schema.json</c>.</summary>
public static partial class ServiceFiles
{
    static readonly Lazy<ServiceCatalogue> shipped = new(LoadShipped);

    static readonly Dictionary<string, ServiceKind> kinds = new(StringComparer.Ordinal)
    {
        ["行政许可"] = ServiceKind.Permit, ["行政确认"] = ServiceKind.Confirmation, ["行政裁决"] = ServiceKind.Adjudication, ["行政给付"] = ServiceKind.Payment,
        ["行政奖励"] = ServiceKind.Reward, ["备案"] = ServiceKind.Record, ["其他"] = ServiceKind.Other, ["公共服务"] = ServiceKind.PublicService,
    };
    static readonly Dictionary<string, ServiceLevel> levels = new(StringComparer.Ordinal)
    {
        ["国家级"] = ServiceLevel.National, ["省级"] = ServiceLevel.Province, ["市级"] = ServiceLevel.City,
    };
    static readonly Dictionary<string, MaterialForm> forms = new(StringComparer.Ordinal)
    {
        ["原件"] = MaterialForm.Original, ["复印件"] = MaterialForm.Copy, ["电子件"] = MaterialForm.Electronic,
    };
    static readonly Dictionary<string, MaterialSource> sources = new(StringComparer.Ordinal)
    {
        ["申请人自备"] = MaterialSource.Applicant, ["政府部门核发"] = MaterialSource.Government, ["其他"] = MaterialSource.Other,
    };
    static readonly Dictionary<string, FieldType> types = new(StringComparer.Ordinal)
    {
        ["text"] = FieldType.Text, ["long-text"] = FieldType.LongText, ["number"] = FieldType.Number, ["whole"] = FieldType.Whole, ["money"] = FieldType.Money, ["date"] = FieldType.Date,
        ["choice"] = FieldType.Choice, ["yes-no"] = FieldType.YesNo, ["patent-number"] = FieldType.PatentNumber, ["patent-numbers"] = FieldType.PatentNumbers, ["credit-code"] = FieldType.CreditCode, ["phone"] = FieldType.Phone, ["signer"] = FieldType.Signer,
    };
    static readonly Dictionary<string, RegisterLevel> registerLevels = new(StringComparer.Ordinal)
    {
        ["公开"] = RegisterLevel.Public, ["登录"] = RegisterLevel.SignedIn, ["同意"] = RegisterLevel.Consent, ["机关"] = RegisterLevel.Office,
    };
    static readonly Dictionary<string, FeedEvent> events = new(StringComparer.Ordinal)
    {
        ["accepted"] = FeedEvent.Accepted, ["decided"] = FeedEvent.Decided, ["granted"] = FeedEvent.Granted, ["closed"] = FeedEvent.Closed,
    };
    static readonly Dictionary<string, FeedPlace> places = new(StringComparer.Ordinal) { ["office"] = FeedPlace.Office, ["applicant"] = FeedPlace.Applicant };
    static readonly Dictionary<string, LimitUnit> units = new(StringComparer.Ordinal)
    {
        ["个工作日"] = LimitUnit.WorkingDay, ["日"] = LimitUnit.CalendarDay, ["个月"] = LimitUnit.Month,
    };

    /// <summary>The items that come with the program, from <c>data/services</c>.</summary>
    public static ServiceCatalogue Shipped => shipped.Value;

    /// <summary>Reads files and puts them together.</summary>
    /// <param name="files">Names and texts.</param>
    /// <returns>The catalogue of all that is sound, and the faults in the order of files and lines.</returns>
    public static (ServiceCatalogue Catalogue, IReadOnlyList<FileFault> Faults) Read(IEnumerable<(string File, string Text)> files)
    {
        var faults = new List<FileFault>();
        var places = new Dictionary<(string Code, int Version), (string File, YamlReader Reader)>();
        var found = new List<ServiceItem>();
        foreach (var (file, text) in files)
        {
            if (YamlReader.Open(file, text, faults) is not { } reader) continue;
            var before = faults.Count;
            List<YamlReader> versions = [reader, .. reader.Later("later")];
            for (var i = 0; i < versions.Count; i++)
            {
                var item = Item(file, versions[i], i + 1);
                places.TryAdd((item.Code, item.Version), (file, versions[i]));
                if (faults.Count == before) found.Add(item);
            }
        }
        var (catalogue, inCatalogue) = ServiceCatalogue.Build(found, StatutoryLimits.Book, DefinitionFiles.InUse.Element);
        foreach (var fault in inCatalogue)
        {
            var (file, reader) = places[(fault.Code, fault.Version)];
            faults.Add(new(file, reader.LineOf(fault.Defect), fault.Defect));
        }
        return (catalogue, [.. faults.OrderBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line)]);
    }

    /// <summary>Reads a folder of <c>*.yaml</c>, such as <c>data/services</c>.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static (ServiceCatalogue Catalogue, IReadOnlyList<FileFault> Faults) ReadFolder(string folder) =>
        Read(Directory.EnumerateFiles(folder, "*.yaml").Order(StringComparer.Ordinal).Select(file => (file, File.ReadAllText(file))));

    static ServiceItem Item(string file, YamlReader reader, int version)
    {
        var code = reader.Required("code");
        if (code.Length > 0 && !DataElement.IsCode(code)) reader.Wrong("code", "definition.code", code);
        else if (code.Length > 0 && code != Path.GetFileNameWithoutExtension(file)) reader.Wrong("code", "definition.file", code);
        var result = reader.Below("result");
        var item = new ServiceItem
        {
            Code = code,
            Version = version,
            ValidFrom = reader.Day("valid-from"),
            Name = reader.Required("name"),
            EnglishName = reader.Required("english"),
            Summary = reader.Required("summary"),
            Stage = reader.Required("stage"),
            Kind = reader.OneOf("kind", kinds),
            BasicCode = reader.Text("basic-code"),
            ImplementationCode = reader.Text("implementation-code"),
            Basis = [.. reader.Items("basis").Select(Basis)],
            Competent = reader.Required("competent"),
            Level = reader.OneOf("level", levels),
            Partners = reader.Texts("partners"),
            Audience = reader.Texts("audience"),
            Conditions = reader.Texts("conditions"),
            Materials = [.. reader.Items("materials").Select(Material)],
            Steps = [.. reader.Items("steps").Select(Step)],
            SpecialSteps = [.. reader.Items("special-steps").Select(Special)],
            Statutory = Limit(reader, "statutory"),
            Promised = Budget(reader, "promised"),
            Fees = [.. reader.Items("fees").Select(Fee)],
            Result = Result(reader, result),
            Decisions = [.. reader.Items("decisions").Select(Decision)],
            Remedies = reader.Texts("remedies"),
            Visits = reader.Whole("visits", 0, 9),
            VisitReason = reader.Text("visit-reason"),
            Quota = reader.Text("quota"),
            Questions = [.. reader.Items("questions").Select(Question)],
            Form = [.. reader.Items("form").Select(Field)],
            Identity = reader.Texts("identity"),
            CaseTitle = reader.Texts("case-title"),
            Notice = Limit(reader, "notice"),
            RegisterFields = reader.Texts("register"),
            Access = Access(reader.Below("access")),
            Feeds = [.. reader.Items("feeds", "element").Select(Feed)],
            Records = [.. reader.Items("records").Select(Record)],
            Routing = [.. reader.Items("routing").Select(Routing)],
            Guide = Guide(reader.Below("guide")),
            Network = [.. reader.Texts("network").Select(text => Level(reader, "network", text))],
            Authority = reader.Text("authority"),
            Conflicts = [.. reader.Items("conflicts").Select(Conflict)],
            Inspects = reader.Flag("inspects"),
            OtherParty = Other(reader.Below("other-party")),
            Statistics = Figures(reader.Below("statistics")),
            RetentionYears = reader.Text("retention") == "永久" ? null : reader.Whole("retention", 1, 100),
            Closed = Closed(reader.Below("closed")),
            Unverified = reader.Flag("unverified"),
        };
        item = item with { Rules = [.. reader.Items("rules").Select(rule => Rule(rule, item.Form))], After = [.. reader.Items("after").Select(request => After(request, item.Form))] };
        reader.Close();
        return item;
    }

    static ItemClosed? Closed(YamlReader? reader)
    {
        if (reader is null) return null;
        var closed = new ItemClosed(reader.Required("reason"), Inside(reader), reader.Text("instead"));
        reader.Close();
        return closed;
    }

    static LegalBasis Basis(YamlReader reader)
    {
        var basis = new LegalBasis(reader.Required("law"), reader.Text("article"), reader.Flag("unverified"));
        reader.Close();
        return basis;
    }

    // Where the law stands beside other keys of a material or a fee.
    static LegalBasis Inside(YamlReader reader) => new(reader.Required("law"), reader.Text("article"), reader.Flag("unverified"));

    static Material Material(YamlReader reader)
    {
        var material = new Material(
            reader.Required("code"), reader.Required("name"), reader.Required("english"), reader.OneOf("form", forms, MaterialForm.Electronic), reader.Whole("copies", 0, 20, 0),
            reader.OneOf("source", sources), When(reader), Inside(reader), reader.Flag("promisable"), reader.Text("shared-from"), reader.Text("asked-because"), reader.Text("guide")) { Sample = reader.Text("sample"), Blank = reader.Text("blank"), Served = reader.Flag("served") };
        reader.Close();
        return material;
    }

    static ServiceStep Step(YamlReader reader)
    {
        var step = new ServiceStep(
            reader.Required("code"), reader.Required("name"), reader.Required("english"), reader.Required("who"), Limit(reader, "limit"), reader.Required("standard"), reader.Required("outcome"))
        {
            Level = reader.Text("level") is { } level ? Level(reader, "level", level) : null,
        };
        reader.Close();
        return step;
    }

    static SpecialStep Special(YamlReader reader)
    {
        var step = new SpecialStep(reader.Required("name"), Limit(reader, "limit"), Inside(reader), reader.Flag("charged"), reader.Flag("counted"));
        reader.Close();
        return step;
    }

    static ServiceFee Fee(YamlReader reader)
    {
        var fee = new ServiceFee(reader.Required("name"), Number(reader, "amount"), Inside(reader));
        reader.Close();
        return fee;
    }

    static ServiceResult Result(YamlReader reader, YamlReader? below)
    {
        if (below is null)
        {
            reader.Wrong("result", "yaml.required", "result");
            return new("", null, []);
        }
        var result = new ServiceResult(below.Required("name"), below.Text("valid-months") is null ? null : below.Whole("valid-months", 1, 1200), below.Texts("delivery"))
        {
            ValidUntil = below.Texts("valid-until"),
        };
        if (result.Delivery.Count == 0) below.Wrong("delivery", "yaml.required", "delivery");
        below.Close();
        return result;
    }

    static DecisionKind Decision(YamlReader reader)
    {
        var decision = new DecisionKind(reader.Required("code"), reader.Required("name"), reader.Required("english"), reader.Flag("grants"),
            reader.Text("paper"), reader.Text("register") is null ? null : reader.OneOf("register", registerLevels))
        {
            At = reader.Text("at"), NeedsInspection = reader.Flag("needs-inspection"), Next = reader.Text("next"),
        };
        reader.Close();
        return decision;
    }

    static RegisterAccess Access(YamlReader? reader)
    {
        if (reader is null) return RegisterAccess.Everybody;
        var options = reader.Items("options").Select(option =>
        {
            var level = new OptionLevel(option.Required("code"), option.OneOf("level", registerLevels));
            option.Close();
            return level;
        }).ToList();
        var access = new RegisterAccess(reader.OneOf("level", registerLevels), reader.Text("field"), options, reader.Texts("readers"), reader.Text("until")) { Agree = reader.Text("agree") };
        reader.Close();
        return access;
    }

    static RecordKind Record(YamlReader reader)
    {
        var record = new RecordKind(reader.Required("code"), reader.Required("name"), reader.Required("english"), [.. reader.Items("fields").Select(Field)]);
        if (record.Fields.Count == 0) reader.Wrong("fields", "yaml.required", "fields");
        record = record with { Rules = [.. reader.Items("rules").Select(rule => Rule(rule, record.Fields))] };
        reader.Close();
        return record;
    }

    static RoutingRule Routing(YamlReader reader)
    {
        var above = reader.Flag("above");
        var rule = new RoutingRule(When(reader), above && reader.Text("level") is null ? ServiceLevel.National : reader.OneOf("level", levels), reader.Required("why"), above);
        reader.Close();
        return rule;
    }

    static RegisterFigures? Figures(YamlReader? reader)
    {
        if (reader is null) return null;
        var figures = new RegisterFigures(reader.Texts("by"), reader.Texts("values"), reader.Texts("rates"));
        reader.Close();
        return figures;
    }

    static ServiceQuestion Question(YamlReader reader)
    {
        var question = new ServiceQuestion(reader.Required("ask"), reader.Required("answer"));
        reader.Close();
        return question;
    }

    static FormField Field(YamlReader reader)
    {
        var options = reader.Items("options").Select(option =>
        {
            var choice = new FieldOption(option.Required("code"), option.Required("name"));
            option.Close();
            return choice;
        }).ToList();
        var field = new FormField(
            reader.Required("code"), reader.Required("name"), reader.Required("english"), reader.OneOf("type", types), reader.Flag("required", true), Number(reader, "most"),
            Number(reader, "least"), options, When(reader), reader.Text("help"), reader.Text("prefill"), reader.Flag("personal"), Computed(reader), reader.Flag("mask-names"));
        reader.Close();
        return field;
    }

    static CaseFeed Feed(YamlReader reader)
    {
        var (at, unit) = (reader.OneOf("at", events, FeedEvent.Granted), (Unit?)null);
        if (reader.Text("unit") is { } text && !Unit.TryParse(text, out unit)) reader.Wrong("unit", "definition.unit", text);
        var value = reader.Text("value");
        if (value == CaseFeed.Days && unit is null) unit = Unit.Parse("件·日");
        var feed = new CaseFeed(
            reader.Required("element"), at, reader.OneOf("dated", events, at), reader.OneOf("place", places, FeedPlace.Office), reader.Texts("decisions"), When(reader), value, unit,
            reader.Text("distinct"), reader.Flag("keeps-revoked"), reader.Text("part"));
        reader.Close();
        return feed;
    }

    static Arithmetic? Computed(YamlReader reader)
    {
        if (reader.Text("computed") is not { } text) return null;
        if (Arithmetic.Parse(text).Accepted(out var computed, out var refusal)) return computed;
        reader.Wrong(refusal.Defects[0] with { Field = "computed" });
        return null;
    }

    // A value that names a field of the form is that field, so that the rule waits until both are filled.
    static FormRule Rule(YamlReader reader, IReadOnlyList<FormField> form)
    {
        var text = reader.Required("must");
        var must = Condition.Parse(text.Length == 0 ? "none = none" : text).Accepted(out var read, out var refusal) ? read : null;
        if (must is null) reader.Wrong(refusal!.Defects[0] with { Field = "must" });
        var named = must is null ? [] : must.Fields.Concat(must.Compared().Where(value => RuleNames.Is(RuleNames.WithoutBefore(value), form))).Distinct(StringComparer.Ordinal);
        var rule = new FormRule(must ?? new Condition.Comparison("none", "=", "none"), reader.Required("say"), [.. named], reader.Flag("warns"));
        reader.Close();
        return rule;
    }

    static Condition? When(YamlReader reader, string key = "when")
    {
        if (reader.Text(key) is not { } text) return null;
        if (Condition.Parse(text).Accepted(out var condition, out var refusal)) return condition;
        reader.Wrong(refusal.Defects[0] with { Field = key });
        return null;
    }

    // A limit is the name of a statutory one, or the office's own as 10 个工作日.
    static ServiceLimit? Limit(YamlReader reader, string key) => reader.Text(key) is not { } text ? null
        : StatutoryLimits.Book.Knows(text) ? new(text, null)
        : Budget(reader, key) is { } own ? new(null, own) : null;

    static TimeBudget? Budget(YamlReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        var digits = text.TakeWhile(char.IsAsciiDigit).Count();
        if (int.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var amount) && amount is > 0 and <= 1000
            && units.TryGetValue(text[digits..].Trim(), out var unit)) return new(amount, unit);
        reader.Wrong(key, "service.limit", text);
        return null;
    }

    static decimal? Number(YamlReader reader, string key)
    {
        if (reader.Text(key) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        reader.Wrong(key, "service.number", text);
        return null;
    }

    static ServiceCatalogue LoadShipped()
    {
        var assembly = Assembly.GetExecutingAssembly();
        var (catalogue, faults) = Read(assembly.GetManifestResourceNames().Where(name => name.StartsWith("data/services/", StringComparison.Ordinal)).Order(StringComparer.Ordinal).Select(name =>
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var reader = new StreamReader(stream);
            return (name, reader.ReadToEnd());
        }));
        return faults.Count == 0 ? catalogue : throw new InvalidDataException($"The program was built with faulty definitions: {string.Join("; ", faults)}");
    }
}
