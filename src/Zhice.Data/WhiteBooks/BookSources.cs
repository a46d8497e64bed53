using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Zhice.Data.Supervision;
using Zhice.Data.Surveys;
using Zhice.Domain.Assessment;
using Zhice.Domain.Cases;
using Zhice.Domain.Organisations;
using Zhice.Domain.Statistics;
using Zhice.Domain.Submitting;
using Zhice.Domain.Surveys;
using Zhice.Domain.WhiteBooks;

namespace Zhice.Data.WhiteBooks;

/// <summary>Takes the figures of fields from what was published. Eight commands at most, whatever the number of fields.</summary>
public sealed class BookSources
{
    // Cases of a year, releases and rounds of a few years; places that a list of the first names.
    const int MostListed = 60, MostReleases = 400, MostRounds = 20, Leading = 3;

    readonly ZhiceDb db;
    readonly WhiteBook book;
    readonly Organisation owner;
    readonly DateTimeOffset now;

    BookSources(ZhiceDb db, WhiteBook book, Organisation owner, DateTimeOffset now) => (this.db, this.book, this.owner, this.now) = (db, book, owner, now);

    /// <summary>The figures of fields by their codes, as they are known now.</summary>
    /// <param name="db">The store.</param>
    /// <param name="book">The book.</param>
    /// <param name="owner">The office that publishes it.</param>
    /// <param name="fields">The fields.</param>
    /// <param name="now">The present moment: whether something is late depends on it.</param>
    /// <param name="cancel">Stops.</param>
    public static async Task<IReadOnlyDictionary<string, BodyFigure>> Resolve(ZhiceDb db, WhiteBook book, Organisation owner, IReadOnlyList<BookField> fields, DateTimeOffset now, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(db);
        ArgumentNullException.ThrowIfNull(book);
        ArgumentNullException.ThrowIfNull(owner);
        ArgumentNullException.ThrowIfNull(fields);
        var sources = new BookSources(db, book, owner, now);
        var figures = new Dictionary<string, BodyFigure>(StringComparer.Ordinal);
        foreach (var group in fields.GroupBy(f => f.Source))
            foreach (var figure in await sources.Of(group.Key, [.. group], cancel)) figures[figure.Code] = figure;
        return figures;
    }

    Task<List<BodyFigure>> Of(FieldSource source, List<BookField> fields, CancellationToken cancel) => source switch
    {
        FieldSource.Release => Releases(fields, cancel),
        FieldSource.Assessment => Rounds(fields, cancel),
        FieldSource.Survey => Surveys(fields, cancel),
        FieldSource.Case => Cases(fields, cancel),
        FieldSource.Submission => Submissions(fields, cancel),
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    sealed record Head(ReleaseId Id, string Code, int Revision, string Title, int Period, OrganisationId OwnerId, string Content);

    async Task<List<BodyFigure>> Releases(List<BookField> fields, CancellationToken cancel)
    {
        var years = fields.SelectMany(f => (int[])[book.Year + f.Years, book.Year + f.Years - 1]).Distinct().Select(y => Period.OfYear(y).Key).ToList();
        var heads = await db.StatisticalReleases.AsNoTracking().Where(r => r.State >= ReleaseState.Published && years.Contains(r.Period)).OrderByDescending(r => r.Sequence)
            .Select(r => new Head(r.Id, r.Code, r.Revision, r.Title, r.Period, r.OwnerId, r.Content)).Take(MostReleases).ToListAsync(cancel);
        var chosen = fields.SelectMany(f => (Head?[])[Holding(heads, f, 0), Holding(heads, f, -1)]).OfType<Head>().Select(h => h.Id).Distinct().ToList();
        var bodies = (await db.StatisticalReleases.AsNoTracking().Where(r => chosen.Contains(r.Id)).Select(r => new { r.Id, r.Body }).ToListAsync(cancel)).ToDictionary(r => r.Id, r => ReleaseBody.Read(r.Body));
        return fields.ConvertAll(field => Holding(heads, field, 0) is { } head ? Figure(field, head, Holding(heads, field, -1), bodies) : Absent(field, BodyFigure.NoSource));
    }

    // Of several releases that hold a figure one of this office goes first, then the one published last: the list is in that order.
    Head? Holding(List<Head> heads, BookField field, int before) => heads.Where(h => h.Period == Period.OfYear(book.Year + field.Years + before).Key && h.Content.Split(',').Contains(field.Of, StringComparer.Ordinal))
        .OrderByDescending(h => h.OwnerId == owner.Id).FirstOrDefault();

    BodyFigure Figure(BookField field, Head head, Head? before, Dictionary<ReleaseId, ReleaseBody> bodies)
    {
        var (unit, decimals, value) = Read(field, head, bodies[head.Id]);
        var last = before is null ? null : Read(field, before, bodies[before.Id]).Value;
        var (from, address) = ($"《{head.Title}》修订 {Whole(head.Revision)}", string.Create(CultureInfo.InvariantCulture, $"/open/statistics/{head.Code}?revision={head.Revision}"));
        if (field.Show != FieldShow.Value && before is not null) from += $"；上年为《{before.Title}》修订 {Whole(before.Revision)}";
        return field.Show switch
        {
            FieldShow.Value when value is { } one => Single(field, Number(one, decimals, unit), from, address),
            FieldShow.Change when value is { } one && last is { } other => Single(field, Moved(one - other, decimals, unit is "%" ? "个百分点" : unit, "增加", "减少"), from, address),
            FieldShow.Growth when value is { } one && last is { } other && other > 0 => Single(field, Moved((one - other) / other * 100, 1, "%", "增长", "下降"), from, address),
            _ => Absent(field, BodyFigure.NoFigure) with { From = from, Address = address },
        };
    }

    // The figure of the office that publishes the release is the whole of it; any other stands in a row.
    (string Unit, int? Decimals, decimal? Value) Read(BookField field, Head head, ReleaseBody body)
    {
        var code = field.Office ?? owner.Code;
        var whole = field.Office is null && head.OwnerId == owner.Id;
        var row = whole ? -1 : body.Rows.Select((r, at) => (r.Code, At: at)).Where(r => r.Code == code).Select(r => r.At).FirstOrDefault(-1);
        if (body.Indicators?.FirstOrDefault(i => i.Code == field.Of) is { } indicator)
            return (indicator.Unit, indicator.Decimals, whole ? indicator.Whole.Value : row < 0 ? null : indicator.Figures[row].Value);
        var column = body.Columns.Select((c, at) => (c, at)).FirstOrDefault(c => c.c.Code == field.Of);
        return column.c is null ? ("", null, null) : (column.c.Unit, null, whole ? column.c.Total : row < 0 ? null : body.Rows[row].Values[column.at]);
    }

    async Task<List<BodyFigure>> Rounds(List<BookField> fields, CancellationToken cancel)
    {
        var years = fields.Select(f => book.Year + f.Years).Distinct().ToList();
        var rounds = await (
            from round in db.AssessmentRounds
            join published in db.ScorePublications on round.Id equals published.RoundId
            where round.OwnerId == owner.Id && round.State == RoundState.Published && years.Contains(round.Year)
                && !db.ScorePublications.Any(later => later.RoundId == round.Id && later.Revision > published.Revision)
            orderby round.Id descending
            select new { round.Id, round.Year, round.Title, published.Revision, published.Scores }).AsNoTracking().Take(MostRounds).ToListAsync(cancel);
        return fields.ConvertAll(field =>
        {
            if (rounds.FirstOrDefault(r => r.Year == book.Year + field.Years) is not { } round) return Absent(field, BodyFigure.NoSource);
            var rows = ScoreText.ReadTable(round.Scores).Rows;
            var (from, page) = ($"《{round.Title}》公布结果第 {Whole(round.Revision)} 版", string.Create(CultureInfo.InvariantCulture, $"/assessment/rounds/{round.Id.Value}"));
            var (address, scores) = ($"{page}?revision={Whole(round.Revision)}", rows.Select(r => decimal.Parse(r.Total, CultureInfo.InvariantCulture)).ToList());
            if (scores.Count == 0) return Absent(field, BodyFigure.NoFigure) with { From = from, Address = address };
            return field.Show switch
            {
                FieldShow.Mean => Single(field, Number(Math.Round(scores.Average(), 2, MidpointRounding.AwayFromZero), 2, "分"), from, address),
                FieldShow.Highest => Single(field, Number(scores.Max(), null, "分"), from, address),
                FieldShow.Lowest => Single(field, Number(scores.Min(), null, "分"), from, address),
                FieldShow.Names => Listed(field, rows.Where(r => r.Place <= Leading).Select(r => new FigurePart(r.Name, $"{page}/offices/{r.Office}?revision={Whole(round.Revision)}")), from, address),
                _ => Single(field, $"{Whole(rows.Count)}个", from, address),
            };
        });
    }

    async Task<List<BodyFigure>> Surveys(List<BookField> fields, CancellationToken cancel)
    {
        var years = fields.Select(f => book.Year + f.Years).Distinct().ToList();
        var surveys = await db.Surveys.AsNoTracking().Where(s => s.OwnerId == owner.Id && s.State == SurveyState.Published && years.Contains(s.Year)).OrderByDescending(s => s.PublishedAt).Take(10).ToListAsync(cancel);
        return fields.ConvertAll(field =>
        {
            if (surveys.FirstOrDefault(s => s.Year == book.Year + field.Years) is not { } survey) return Absent(field, BodyFigure.NoSource);
            var table = SurveyDesk.Published(survey);
            var (from, address) = ($"《{survey.Title}》", $"/open/surveys/{survey.Code}");
            return field.Show switch
            {
                FieldShow.Count => Single(field, $"{Whole(table.Answers)}份", from, address),
                FieldShow.Value when table.Result.Index.Value is { } index => Single(field, Number(index, 2, "分"), from, address),
                FieldShow.Margin when table.Result.Index.Margin is { } margin => Single(field, Number(margin, 2, "分"), from, address),
                FieldShow.Rate when table.Invited > 0 => Single(field, Number(Math.Round(100m * table.ByInvitation / table.Invited, 1, MidpointRounding.AwayFromZero), 1, "%"), from, address),
                _ => Absent(field, BodyFigure.NoFigure) with { From = from, Address = address },
            };
        });
    }

    async Task<List<BodyFigure>> Cases(List<BookField> fields, CancellationToken cancel)
    {
        var rows = await (
            from one in db.TypicalCases
            join owed in db.Obligations on one.ObligationId equals owed.Id
            join programme in db.Programmes on owed.ProgrammeId equals programme.Id
            join office in db.Organisations on one.OrganisationId equals office.Id
            where one.State == TypicalCaseState.Published && programme.Year == book.Year && office.Path.StartsWith(owner.Path)
            orderby one.Id
            select new { one.Id, one.Title }).AsNoTracking().Take(MostListed).ToListAsync(cancel);
        const string address = "/typical-cases";
        var from = $"{Whole(book.Year)}年度工作中已公布的典型案例";
        return fields.ConvertAll(field => rows.Count == 0 ? Absent(field, BodyFigure.NoSource)
            : field.Show == FieldShow.Names ? Listed(field, rows.Select(r => new FigurePart($"《{r.Title}》", string.Create(CultureInfo.InvariantCulture, $"{address}/{r.Id.Value}"))), from, address)
            : Single(field, $"{Whole(rows.Count)}个", from, address));
    }

    async Task<List<BodyFigure>> Submissions(List<BookField> fields, CancellationToken cancel)
    {
        // Of several programmes of the year the one that most offices have reported on.
        var national = owner.Kind == OrganisationKind.NationalOffice;
        var programme = await db.Programmes.AsNoTracking().Where(p => p.OwnerId == owner.Id && p.Year == book.Year)
            .OrderByDescending(p => db.Submissions.Count(s => s.ProgrammeId == p.Id && s.ArrivedAt != null)).ThenBy(p => p.Id).Select(p => new
            {
                p.Id, p.Name, Arrivals = db.Submissions.Where(s => s.ProgrammeId == p.Id && s.ArrivedAt != null).Select(s => s.ArrivedAt).ToList(),
                Asked = db.Organisations.Count(o => o.Kind == OrganisationKind.LocalOffice && o.Id != owner.Id && o.ValidTo == null && (national ? o.Level == DivisionLevel.Province : o.ParentId == owner.Id)),
            }).FirstOrDefaultAsync(cancel);
        if (programme is null || programme.Arrivals.Count == 0) return fields.ConvertAll(f => Absent(f, BodyFigure.NoSource));
        var duties = await db.ReportDuties.AsNoTracking().Where(d => d.ProgrammeId == programme.Id && d.Due != null).OrderBy(d => d.Id).Take(200).ToListAsync(cancel);
        var due = duties.Count == 0 ? null : SubmissionDue.Of(duties, await Calendars.Load(db, cancel));
        var (came, onTime) = (programme.Arrivals.Count, programme.Arrivals.Count(at => SubmissionDue.Judge(due, at, now) == Timeliness.OnTime));
        var asked = Math.Max(came, programme.Asked);
        var (from, address) = ($"《{programme.Name}》年度成效报送登记", string.Create(CultureInfo.InvariantCulture, $"/programmes/{programme.Id.Value}/submissions"));
        return fields.ConvertAll(field => Single(field, field.Show switch
        {
            FieldShow.OnTime => $"{Whole(onTime)}个",
            FieldShow.Late => $"{Whole(came - onTime)}个",
            FieldShow.Absent => $"{Whole(asked - came)}个",
            FieldShow.Rate => Number(Math.Round(100m * onTime / asked, 1, MidpointRounding.AwayFromZero), 1, "%"),
            _ => $"{Whole(asked)}个",
        }, from, address));
    }

    static BodyFigure Absent(BookField field, string why) => new(field.Code, field.Label, field.Source, why, [], null, null);

    static BodyFigure Single(BookField field, string words, string from, string address) => new(field.Code, field.Label, field.Source, null, [new(words, address)], from, address);

    static BodyFigure Listed(BookField field, IEnumerable<FigurePart> parts, string from, string address) => new(field.Code, field.Label, field.Source, null, [.. parts], from, address);

    static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    // 12.3%, 15.02件/万人; a rise or a fall is a word, so that no sign is lost in a sentence.
    static string Number(decimal value, int? decimals, string unit) =>
        (decimals is { } places ? value.ToString("N" + places, CultureInfo.InvariantCulture) : StoredFigure.Write(value)) + unit;

    static string Moved(decimal by, int? decimals, string unit, string up, string down)
    {
        var rounded = decimals is { } places ? Math.Round(by, places, MidpointRounding.AwayFromZero) : by;
        return rounded == 0 ? "持平" : (rounded > 0 ? up : down) + Number(Math.Abs(rounded), decimals, unit);
    }
}
