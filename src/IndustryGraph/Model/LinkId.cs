using System.Diagnostics.CodeAnalysis;

namespace IndustryGraph.Model;

/// <summary>
/// The id of a link: its ends and its kind, written <c>from|KIND|to</c>, and a qualifier, written <c>#qualifier</c> behind
/// it, where two statements about one pair are kept apart.
/// </summary>
public readonly record struct LinkId(EntityId From, LinkKind Kind, EntityId To, string? Qualifier = null)
    : IComparable<LinkId>
{
    /// <summary>The longest permitted qualifier, in characters.</summary>
    public const int MaxQualifierLength = 64;

    /// <summary>Reads a link id; false where the text is not one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out LinkId id)
    {
        id = default;
        if (text is null)
        {
            return false;
        }

        string? qualifier = null;
        var hash = text.IndexOf('#', StringComparison.Ordinal);
        if (hash >= 0)
        {
            qualifier = text[(hash + 1)..];
            text = text[..hash];
            if (!IsQualifier(qualifier))
            {
                return false;
            }
        }

        var parts = text.Split('|');
        if (parts.Length != 3
            || !EntityId.TryParse(parts[0], out var from)
            || !LinkKinds.TryParse(parts[1], out var kind)
            || !EntityId.TryParse(parts[2], out var to))
        {
            return false;
        }

        id = new LinkId(from, kind, to, qualifier);
        return true;
    }

    /// <summary>Whether the text may be a qualifier: 1 to 64 lower-case ASCII letters, digits, <c>-</c>, <c>_</c>, <c>.</c>.</summary>
    public static bool IsQualifier([NotNullWhen(true)] string? text) =>
        text is { Length: > 0 and <= MaxQualifierLength }
        && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '_' or '.');

    /// <summary>By from, kind, to, qualifier: the order in which a snapshot keeps links.</summary>
    public int CompareTo(LinkId other)
    {
        var order = From.CompareTo(other.From);
        order = order != 0 ? order : ((byte)Kind).CompareTo((byte)other.Kind);
        order = order != 0 ? order : To.CompareTo(other.To);
        return order != 0 ? order : string.CompareOrdinal(Qualifier, other.Qualifier);
    }

    /// <inheritdoc/>
    public override string ToString() =>
        Qualifier is null ? $"{From}|{Kind.Code()}|{To}" : $"{From}|{Kind.Code()}|{To}#{Qualifier}";

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator <(LinkId left, LinkId right) => left.CompareTo(right) < 0;

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator >(LinkId left, LinkId right) => left.CompareTo(right) > 0;

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator <=(LinkId left, LinkId right) => left.CompareTo(right) <= 0;

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator >=(LinkId left, LinkId right) => left.CompareTo(right) >= 0;
}
