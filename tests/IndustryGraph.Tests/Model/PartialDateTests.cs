using IndustryGraph.Model;
using Xunit;

// Not IndustryGraph.Tests.Model: that would hide IndustryGraph.Model from the other tests.
namespace IndustryGraph.Tests;

public sealed class PartialDateTests
{
    [Theory]
    [InlineData("2024", "2024-01-01", "2024-12-31")]
    [InlineData("2024-02", "2024-02-01", "2024-02-29")]
    [InlineData("2024-02-10", "2024-02-10", "2024-02-10")]
    [InlineData("9999", "9999-01-01", "9999-12-31")]
    [InlineData("9999-12", "9999-12-01", "9999-12-31")]
    public void A_date_covers_all_days_of_its_precision(string text, string first, string last)
    {
        Assert.True(PartialDate.TryParse(text, out var date));

        Assert.Equal(first, date.First.ToString("yyyy-MM-dd", null));
        Assert.Equal(last, date.Last.ToString("yyyy-MM-dd", null));
    }
}
