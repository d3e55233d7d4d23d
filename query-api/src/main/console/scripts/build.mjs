// build.mjs OUT: checks the types, bundles, compresses, and lists what there is for the server, the list last.
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "vite";

const out = process.argv[2];
if (!out) {
  throw new Error("where to? build.mjs OUT");
}
execFileSync("node_modules/.bin/tsc", ["--noEmit"], { stdio: "inherit" });
await build({ build: { outDir: out, emptyOutDir: true }, logLevel: "warn" });

const files = readdirSync(out, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(out, join(entry.parentPath, entry.name)));
const names = [...files];
let compressed = 0;
for (const file of files) {
  const path = join(out, file);
  if (!/\.(js|css|svg)$/.test(file)) {
    compressed += file.startsWith("assets/") ? statSync(path).size : 0;
    continue;
  }
  const bytes = readFileSync(path);
  const gzip = gzipSync(bytes, { level: 9 });
  compressed += gzip.length;
  writeFileSync(`${path}.gz`, gzip);
  writeFileSync(`${path}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
  names.push(`${file}.gz`, `${file}.br`);
}
const LIMIT = 400_000;
if (compressed > LIMIT) {
  throw new Error(`the console is ${compressed} bytes with gzip; it may be ${LIMIT}`);
}
console.log(`console: ${files.length} files, ${Math.round(compressed / 1000)} kB with gzip`);
writeFileSync(join(out, "files.txt"), names.sort().join("\n") + "\n");
