using IndustryGraph.Bundles.Mapping;
using IndustryGraph.Model;
using IndustryGraph.Snapshots;

namespace IndustryGraph.Tests.Bundles;

/// <summary>A table in a shape of its own, and a mapping that makes products, services and their industries of it.</summary>
internal static class MappedTable
{
    public const string Name = "产品表.csv";

    public const string Rules = """
        {
          // Comments are permitted.
          "tables": [
            {
              "table": "产品表.csv",
              "rows": [
                {
                  "into": "entities/products.csv",
                  "columns": {
                    "id": { "template": "product:{编码}" },
                    "name_zh": "名称",
                    "name_en": "Name",
                    "alt_names": { "column": "别名", "split": "、" },
                    "source": { "value": "source:plan" },
                    "locator": { "template": "第 {#} 行" },
                    "evidence": { "value": "stated" }
                  }
                },
                {
                  "into": "links/part-of.csv",
                  "columns": {
                    "from": { "template": "product:{编码}" },
                    "to": { "column": "所属行业", "each": "、", "lookup": ["Industry"] },
                    "stage": { "column": "环节", "values": { "上": "upstream", "下": "downstream" } },
                    "source": { "column": "出处", "lookup": true },
                    "evidence": { "value": "curated" }
                  },
                  "skipIfEmpty": ["所属行业"]
                },
                {
                  "into": "entities/services.csv",
                  "columns": {
                    "id": { "template": "service:{Service|slug}" },
                    "name_en": "Service",
                    "source": { "value": "source:plan" },
                    "locator": { "template": "{#}" },
                    "evidence": { "value": "stated" }
                  },
                  "skipIfEmpty": ["Service"],
                  "once": true
                },
              ],
            },
          ],
        }
        """;

    public static readonly string[] Rows =
    [
        "编码,名称,Name,别名,所属行业,环节,出处,Service",
        "a1, 固态电池 ,Solid-state battery,电芯、全固态|电池,新能源、钢铁,上,规划,Battery leasing",
        "a2,高炉,Blast furnace,,钢铁,,投入产出表,Battery leasing",
        "a3,,Robot,,,下,规划,",
    ];

    /// <summary>Writes both into a bundle.</summary>
    public static TemporaryBundle In(TemporaryBundle bundle)
    {
        bundle.WriteText(TableMapping.FileName, Rules);
        bundle.Write(Name, Rows);
        return bundle;
    }

    public static Link[] Links(GraphSnapshot graph, LinkKind kind) =>
        [.. Enumerable.Range(0, graph.LinkCount).Where(i => graph.KindOf(i) == kind).Select(graph.LinkAt)];
}
