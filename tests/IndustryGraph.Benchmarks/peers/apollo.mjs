// Apollo Server over the answer of our own service: `node apollo.mjs data.json` prints where it listens.
import { readFileSync } from 'node:fs'
import { ApolloServer } from '@apollo/server'
import { startStandaloneServer } from '@apollo/server/standalone'

const entities = JSON.parse(readFileSync(process.argv[2], 'utf8')).entitiesOfKind.nodes
  .map((entity) => ({ ...entity, enables: entity.enables.nodes }))
const typeDefs = `#graphql
  enum EntityKind { TECHNOLOGY }
  interface Entity { id: ID! name: String! }
  type Technology implements Entity { id: ID! name: String! enables(first: Int = 50): EntityLinkConnection! }
  type Other implements Entity { id: ID! name: String! }
  type EntityLinkConnection { nodes: [Entity!]! }
  type EntityConnection { nodes: [Entity!]! }
  type Query { entitiesOfKind(kind: EntityKind!, first: Int = 50): EntityConnection! }
`
const resolvers = {
  Entity: { __resolveType: (entity) => (entity.enables ? 'Technology' : 'Other') },
  Technology: { enables: (entity, { first }) => ({ nodes: entity.enables.slice(0, first) }) },
  Query: { entitiesOfKind: (_, { first }) => ({ nodes: entities.slice(0, first) }) },
}
const { url } = await startStandaloneServer(new ApolloServer({ typeDefs, resolvers }), { listen: { host: '127.0.0.1', port: 0 } })
console.log(`listening on ${url}`)
