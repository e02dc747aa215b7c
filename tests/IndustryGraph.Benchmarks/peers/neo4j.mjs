// @neo4j/graphql over a Neo4j that our service has filled: `node neo4j.mjs bolt://…` prints where it listens.
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'
import { Neo4jGraphQL } from '@neo4j/graphql'
import neo4j from 'neo4j-driver'

const typeDefs = `#graphql
  type Technology @node { id: ID! name: String! @alias(property: "name_zh") }
  type Product @node { id: ID! name: String! @alias(property: "name_zh") }
  type Industry @node {
    id: ID!
    name: String! @alias(property: "name_zh")
    technologies: [Technology!]! @relationship(type: "PART_OF", direction: IN)
    products: [Product!]! @relationship(type: "PART_OF", direction: IN)
  }
  type Supplier { id: ID! name: String! level: Int! }
  type Step { id: ID! name: String! }
  type Route { length: Int! entities: [Step!]! }
  type Query {
    suppliers(id: ID!): [Supplier!]! @cypher(statement: """
      MATCH way = (s:Entity)-[:INPUT_TO*1..3]->(:Entity {id: $id})
      WHERE s.id <> $id
      WITH s, min(length(way)) AS level ORDER BY level, s.id
      RETURN {id: s.id, name: coalesce(s.name_zh, s.name_en), level: level} AS supplier
    """, columnName: "supplier")
    shortest(from: ID!, to: ID!): Route @cypher(statement: """
      MATCH way = shortestPath((:Entity {id: $from})-[*..6]-(:Entity {id: $to}))
      RETURN {length: length(way), entities: [e IN nodes(way) | {id: e.id, name: coalesce(e.name_zh, e.name_en)}]} AS route
    """, columnName: "route")
  }
`
const driver = neo4j.driver(process.argv[2])
await driver.verifyConnectivity()
const schema = await new Neo4jGraphQL({ typeDefs, driver }).getSchema()
const { url } = await startStandaloneServer(new ApolloServer({ schema }), { listen: { host: '127.0.0.1', port: 0 } })
console.log(`listening on ${url}`)
