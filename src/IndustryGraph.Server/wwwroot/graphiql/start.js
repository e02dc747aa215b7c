'use strict';

// GraphiQL against the service that served this page, with the query of the address if there is one.
(function () {
  // By this name the dialogs of GraphiQL find what the content security policy wants on the styles that they add.
  window.__webpack_nonce__ = document.querySelector('meta[name="style-nonce"]').content;

  const address = new URLSearchParams(window.location.search);

  const fetcher = GraphiQL.createFetcher({
    url: '/graphql',
    headers: { accept: 'application/graphql-response+json, application/json;q=0.9' },
  });

  const start = '# 问题写在这里，按 Ctrl-Enter 运行。\n# Write a question here, run it with Ctrl-Enter.\n\n{\n  __typename\n}\n';

  ReactDOM.createRoot(document.getElementById('graphiql')).render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultQuery: start,
      query: address.get('query') ?? undefined,
      variables: address.get('variables') ?? undefined,
      shouldPersistHeaders: false,
    }),
  );
})();
