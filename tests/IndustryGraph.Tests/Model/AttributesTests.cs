using IndustryGraph.Model;
using Xunit;

// Not IndustryGraph.Tests.Model: that would hide IndustryGraph.Model from the other tests.
namespace IndustryGraph.Tests;

public sealed class AttributesTests
{
    [Fact]
    public void They_are_equal_where_every_name_and_value_is()
    {
        Attributes[] all =
        [
            Attributes.None,
            Of((AttributeName.Note, AttributeValue.Of("a"))),
            Of((AttributeName.Note, AttributeValue.Of("b"))),
            Of((AttributeName.Unit, AttributeValue.Of("a"))),
            Of((AttributeName.Year, AttributeValue.Of(2024L))),
            Of((AttributeName.Year, AttributeValue.Of(2025L))),
            Of((AttributeName.Coefficient, AttributeValue.Of(0.5))),
            Of((AttributeName.Note, AttributeValue.Of("a")), (AttributeName.Year, AttributeValue.Of(2024L))),
            Of((AttributeName.Note, AttributeValue.Of("a")), (AttributeName.Year, AttributeValue.Of(2025L))),
        ];
        for (var i = 0; i < all.Length; i++)
        {
            for (var j = 0; j < all.Length; j++)
            {
                Assert.Equal(i == j, all[i].Equals(all[j]));
            }

            var again = Attributes.Of(all[i].Reverse());
            Assert.Equal(all[i], again);
            Assert.Equal(all[i].GetHashCode(), again.GetHashCode());
            Assert.False(all[i].Equals(null));
        }
    }

    private static Attributes Of(params (AttributeName, AttributeValue)[] items) => Attributes.Of(items);
}
