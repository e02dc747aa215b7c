// Follows a service by a public client: a query, a refused subscription, and graphChanged until it has told of a second version.
// Prints one line of JSON for each thing that happens, so that whoever started it can act in between.
const [transport, url] = process.argv.slice(2);
if (!['sse', 'ws'].includes(transport) || !url) {
  console.error('usage: node follow.mjs <sse|ws> <url of the GraphQL endpoint>');
  process.exit(2);
}

const tell = (what, value) => console.log(JSON.stringify({ what, value }));

async function connect() {
  if (transport === 'sse') {
    const { createClient } = await import('graphql-sse');
    return createClient({ url, retryAttempts: 0 });
  }

  const { createClient } = await import('graphql-ws');
  const { WebSocket } = await import('ws');
  return createClient({ url: url.replace(/^http/, 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, lazy: false, keepAlive: 1_000 });
}

const client = await connect();

// The result of an operation that ends by itself, or the errors that it was refused with.
const once = (query, variables) => new Promise((resolve) => {
  let last;
  client.subscribe({ query, variables }, {
    next: (result) => { last = result; },
    error: (error) => resolve(Array.isArray(error) ? { errors: error } : { failed: String(error?.message ?? error) }),
    complete: () => resolve(last),
  });
});

tell('query', await once('query ($id: ID!) { entity(id: $id) { id } }', { id: 'industry:agriculture' }));
tell('refused', await once('subscription { nothing }'));

const versions = [];
await new Promise((resolve, reject) => {
  const stop = client.subscribe({ query: 'subscription { graphChanged { version changes { entitiesPut } } }' }, {
    next: (result) => {
      tell('changed', result);
      versions.push(result.data?.graphChanged?.version);
      if (versions.length === 2) {
        stop();
        resolve();
      }
    },
    error: reject,
    complete: resolve,
  });
});

tell('done', versions);
await client.dispose();
process.exit(versions.length === 2 ? 0 : 1);
