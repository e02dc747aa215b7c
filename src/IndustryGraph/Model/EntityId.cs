using System.Diagnostics.CodeAnalysis;

namespace IndustryGraph.Model;

/// <summary>
/// The readable, lasting id of an entity: <c>prefix:rest</c>, such as <c>industry:quantum-information</c> or
/// <c>class:gbt4754-2017:3612</c>. It is never reused and says nothing that may change.
/// </summary>
/// <remarks>
/// Permitted are lower-case ASCII letters, digits, <c>-</c>, <c>_</c>, <c>.</c> and further colons; after the first
/// colon upper-case letters too, because codes of classifications have them. At most <see cref="MaxLength"/> characters.
/// </remarks>
public readonly record struct EntityId : IComparable<EntityId>
{
    /// <summary>The longest permitted id, in characters.</summary>
    public const int MaxLength = 200;

    private readonly string? value;

    private EntityId(string value) => this.value = value;

    /// <summary>The id as text.</summary>
    public string Value => value ?? throw new InvalidOperationException("An entity id was never set.");

    /// <summary>The part before the first colon.</summary>
    public string Prefix => Value[..Value.IndexOf(':', StringComparison.Ordinal)];

    /// <summary>Reads an id.</summary>
    /// <exception cref="FormatException">The text is not an id.</exception>
    public static EntityId Parse(string text) =>
        TryParse(text, out var id) ? id : throw new FormatException($"'{text}' is not an entity id: {Rule}");

    /// <summary>Reads an id; false where the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out EntityId id)
    {
        id = default;
        if (text is null || text.Length > MaxLength || !IsWellFormed(text))
        {
            return false;
        }

        id = new EntityId(text);
        return true;
    }

    /// <summary>What an id must look like, for error messages.</summary>
    public const string Rule =
        "write prefix:name with lower-case ASCII letters, digits, '-', '_' or '.', such as industry:new-energy (at most 200 characters).";

    private static bool IsWellFormed(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 1 || colon == text.Length - 1)
        {
            return false;
        }

        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var permitted = char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.'
                || (i >= colon && (c == ':' || char.IsAsciiLetterUpper(c)));
            if (!permitted)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Ordinal order, the order of every list that names no other.</summary>
    public int CompareTo(EntityId other) => string.CompareOrdinal(value, other.value);

    /// <inheritdoc/>
    public override string ToString() => Value;

    /// <summary>Ordinal order.</summary>
    public static bool operator <(EntityId left, EntityId right) => left.CompareTo(right) < 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >(EntityId left, EntityId right) => left.CompareTo(right) > 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator <=(EntityId left, EntityId right) => left.CompareTo(right) <= 0;

    /// <summary>Ordinal order.</summary>
    public static bool operator >=(EntityId left, EntityId right) => left.CompareTo(right) >= 0;
}
