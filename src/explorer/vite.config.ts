import { defineConfig } from 'vite';

// The service serves the output and keeps files under assets/ for ever, so that their names hold their hashes.
export default defineConfig({
  build: {
    outDir: '../IndustryGraph.Server/wwwroot/explorer',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '/graphql': 'http://127.0.0.1:8080', '/graphiql': 'http://127.0.0.1:8080' } },
});
