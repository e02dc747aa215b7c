using System.Globalization;

namespace IndustryGraph.Model;

/// <summary>A value of one of the three attribute types.</summary>
public readonly record struct AttributeValue
{
    private readonly string? text;
    private readonly long integer;
    private readonly double number;

    private AttributeValue(AttributeType type, string? text, long integer, double number) =>
        (Type, this.text, this.integer, this.number) = (type, text, integer, number);

    /// <summary>The type.</summary>
    public AttributeType Type { get; }

    /// <summary>A text value.</summary>
    public static AttributeValue Of(string value) => new(AttributeType.Text, value, 0, 0);

    /// <summary>A whole number.</summary>
    public static AttributeValue Of(long value) => new(AttributeType.Whole, null, value, 0);

    /// <summary>A number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not finite.</exception>
    public static AttributeValue Of(double value) => double.IsFinite(value)
        ? new(AttributeType.Number, null, 0, value)
        : throw new ArgumentOutOfRangeException(nameof(value), value, "A number must be finite.");

    /// <summary>The text.</summary>
    public string Text => Type == AttributeType.Text && text is not null ? text : throw Wrong(AttributeType.Text);

    /// <summary>The whole number.</summary>
    public long Whole => Type == AttributeType.Whole ? integer : throw Wrong(AttributeType.Whole);

    /// <summary>The number.</summary>
    public double Number => Type == AttributeType.Number ? number : throw Wrong(AttributeType.Number);

    private InvalidOperationException Wrong(AttributeType asked) => new($"The value is of type {Type}, not {asked}.");

    /// <summary>The value as files write it.</summary>
    public override string ToString() => Type switch
    {
        AttributeType.Whole => integer.ToString(CultureInfo.InvariantCulture),
        AttributeType.Number => number.ToString("R", CultureInfo.InvariantCulture),
        _ => Text,
    };
}
