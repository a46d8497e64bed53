using System.Globalization;

namespace Zhice.Domain.Services;

/// <summary>Counts a case into data elements, from its actions alone: the same actions give the same counts. Pure.</summary>
public static class CaseCounts
{
    /// <summary>Places that an amount keeps.</summary>
    public const int Places = 4;

    /// <summary>What the case counts now; at most one for each element.</summary>
    /// <param name="item">The definition that it follows.</param>
    /// <param name="actions">Its actions, the first first.</param>
    /// <param name="isStock">True for the code of an element that is a stock.</param>
    public static IReadOnlyList<CaseCount> Of(ServiceItem item, IEnumerable<CaseAction> actions, Func<string, bool> isStock)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(actions);
        ArgumentNullException.ThrowIfNull(isStock);
        if (item.Feeds.Count == 0) return [];
        var (state, way) = (CaseState.Begun, new Way(null, null, null, null));
        foreach (var action in actions)
        {
            state = state.After(item, action);
            var day = Calendar.ChinaTime.DayOf(action.At);
            way = action.Kind switch
            {
                CaseActionKind.Withdraw => way with { Withdrawn = way.Accepted is null ? null : day },
                CaseActionKind.Revoke => way with { Revoked = day },
                CaseActionKind.Reopen => new(way.Accepted ?? state.AcceptedOn, null, null, null),
                CaseActionKind.GrantAfter when state.Phase == CasePhase.Ended => way with { Ended = day }, // it was registered all the same: only what stands ends
                _ => way with { Accepted = way.Accepted ?? state.AcceptedOn }, // a case that is opened again was accepted once
            };
        }
        return [.. item.Feeds.Select(feed => Count(item, feed, state, way, isStock(feed.Element))).OfType<CaseCount>()];
    }

    sealed record Way(DateOnly? Accepted, DateOnly? Withdrawn, DateOnly? Revoked, DateOnly? Ended);

    static CaseCount? Count(ServiceItem item, CaseFeed feed, CaseState state, Way way, bool stock)
    {
        var decision = item.Decisions.FirstOrDefault(d => d.Code == state.Decision);
        if (way.Revoked is not null && !feed.KeepsRevoked && !stock && feed.At != FeedEvent.Accepted) return null;
        var on = feed.At switch
        {
            FeedEvent.Accepted => way.Accepted,
            FeedEvent.Decided => state.DecidedOn,
            FeedEvent.Granted => decision is { Grants: true } ? state.DecidedOn : null,
            _ => state.DecidedOn ?? way.Withdrawn,
        };
        if (on is not { } happened) return null;
        if (feed.At != FeedEvent.Accepted && feed.Decisions.Count > 0 && !feed.Decisions.Contains(decision?.Code ?? CaseFeed.Withdrawn, StringComparer.Ordinal)) return null;
        if (feed.When is { } when && !when.Holds(state.Values.GetValueOrDefault)) return null;
        if ((feed.Dated == FeedEvent.Accepted ? way.Accepted : happened) is not { } day) return null;
        if (Amount(feed, state, happened) is not { } amount) return null;
        var until = item.Result.Ends(happened, state.Renewals, state.Values);
        var to = !stock ? null : (way.Revoked ?? way.Ended) is { } end && (until is null || end < until) ? end : until;
        // The applicant is known to the store, not to the form.
        var holder = feed.Distinct switch { null => null, CaseFeed.ByApplicant => "", var field => state.Values.GetValueOrDefault(field) is { Length: > 0 } value ? value : CaseFeed.Alone };
        return new(feed.Element, day, to, amount, feed.Value is null ? null : feed.Unit!.Text, holder, feed.Place);
    }

    static decimal? Amount(CaseFeed feed, CaseState state, DateOnly closed) => feed.Value switch
    {
        null => 1,
        CaseFeed.Days => Days(state, closed),
        var field => decimal.TryParse(state.Values.GetValueOrDefault(field), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount) ? decimal.Round(amount, Places, MidpointRounding.AwayFromZero) : null,
    };

    // Calendar days from the acceptance to the end, without those on which the clock stood.
    static decimal? Days(CaseState state, DateOnly closed) => state.AcceptedOn is not { } accepted ? null
        : closed.DayNumber - accepted.DayNumber - state.Suspensions.Sum(s => Math.Max(0, (s.To is { } to && to < closed ? to : closed).DayNumber - Math.Max(s.From.DayNumber, accepted.DayNumber)));
}
