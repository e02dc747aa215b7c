using System.Globalization;

namespace IndustryGraph.Model;

/// <summary>A date as precise as its source gives it: a year, a month or a day (ISO 8601).</summary>
public readonly record struct PartialDate : IComparable<PartialDate>
{
    private readonly string? text;

    private PartialDate(string text) => this.text = text;

    /// <summary>Reads <c>YYYY</c>, <c>YYYY-MM</c> or <c>YYYY-MM-DD</c>; false where the text is none of these.</summary>
    public static bool TryParse(string? value, out PartialDate date)
    {
        date = default;
        var format = value?.Length switch { 4 => "yyyy", 7 => "yyyy-MM", 10 => "yyyy-MM-dd", _ => null };
        if (format is null
            || !DateOnly.TryParseExact(value, format, CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
        {
            return false;
        }

        date = new PartialDate(value!);
        return true;
    }

    /// <summary>The first day that the date covers.</summary>
    public DateOnly First => DateOnly.ParseExact(
        ToString() + "-01-01"[..(10 - ToString().Length)], "yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The last day that the date covers.</summary>
    public DateOnly Last => ToString().Length switch
    {
        4 => new DateOnly(First.Year, 12, 31),
        7 => new DateOnly(First.Year, First.Month, DateTime.DaysInMonth(First.Year, First.Month)),
        _ => First,
    };

    /// <summary>By the first day covered.</summary>
    public int CompareTo(PartialDate other) => string.CompareOrdinal(text, other.text);

    /// <inheritdoc/>
    public override string ToString() => text ?? throw new InvalidOperationException("A date was never set.");

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator <(PartialDate left, PartialDate right) => left.CompareTo(right) < 0;

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator >(PartialDate left, PartialDate right) => left.CompareTo(right) > 0;

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator <=(PartialDate left, PartialDate right) => left.CompareTo(right) <= 0;

    /// <summary>Order by <see cref="CompareTo"/>.</summary>
    public static bool operator >=(PartialDate left, PartialDate right) => left.CompareTo(right) >= 0;
}
