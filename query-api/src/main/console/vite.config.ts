import { defineConfig } from "vite";

export default defineConfig({
  build: {
    target: "es2022",
    // Nothing is inlined: the pages' policy runs and shows only what is a file of this server.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    // ECharts is one such chunk; the whole is limited by scripts/build.mjs.
    chunkSizeWarningLimit: 700,
    rollupOptions: { input: { index: "index.html", share: "share.html" } },
  },
});
