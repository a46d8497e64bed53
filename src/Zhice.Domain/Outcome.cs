using System.Diagnostics.CodeAnalysis;

namespace Zhice.Domain;

/// <summary>One thing that is wrong, named by a stable code; the edge puts code and arguments into the reader's language.</summary>
/// <param name="Code">Stable name that clients, tests and the table of words rely on, such as <c>login.locked</c>.</param>
/// <param name="Field">The form field it belongs to; null where it concerns the whole request.</param>
/// <param name="Arguments">Values for the sentence, in order.</param>
public sealed record Defect(string Code, string? Field = null, params IReadOnlyList<object> Arguments);

/// <summary>Why the office may not do what was asked: an answer a person can act on, not a failure of the program.</summary>
/// <param name="Defects">All of them at once, never empty.</param>
public abstract record Refusal(IReadOnlyList<Defect> Defects)
{
    /// <summary>The first defect's code, for logs and tests.</summary>
    public string Code => Defects[0].Code;
}

/// <summary>There is no such thing, or the reader may not know of it (404).</summary>
public sealed record Missing(string What) : Refusal([new Defect(What)]);

/// <summary>The reader may know of it but not do this (403).</summary>
public sealed record Forbidden(string Why) : Refusal([new Defect(Why)]);

/// <summary>The present state does not allow it (409).</summary>
public sealed record Blocked(string Why, params IReadOnlyList<object> Arguments) : Refusal([new Defect(Why, null, Arguments)]);

/// <summary>The request itself is wrong (422).</summary>
public sealed record Invalid(params IReadOnlyList<Defect> All) : Refusal(All);

/// <summary>Either a value or the reason there is none.</summary>
public sealed class Outcome<T> where T : notnull
{
    readonly T? value;
    readonly Refusal? refusal;

    Outcome(T? value, Refusal? refusal) => (this.value, this.refusal) = (value, refusal);

    /// <summary>A value is an outcome.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The operator is the only way in; a named twin would be a second way.")]
    public static implicit operator Outcome<T>(T value) => new(value, null);

    /// <summary>A refusal is an outcome.</summary>
    [SuppressMessage("Usage", "CA2225", Justification = "The operator is the only way in; a named twin would be a second way.")]
    public static implicit operator Outcome<T>(Refusal refusal) => new(default, refusal);

    /// <summary>True with the value, or false with the reason.</summary>
    public bool Accepted([NotNullWhen(true)] out T? accepted, [NotNullWhen(false)] out Refusal? reason)
    {
        (accepted, reason) = (value, refusal);
        return refusal is null;
    }
}
