// Builds what browsers load: the editor and the styles, minified, into service/static/, under names that carry
// a hash of the content, so that a page may be told to keep them for ever. manifest.json tells the server which
// name is current: {"editor.js": "editor-3KDJ2LQA.js", "fonts.css": …, "amiri-arabic-400-normal.woff2": …}.
// It is written last: where it stands, the build is whole.

import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { build } from "esbuild";
import { cutFonts, FONT_LIBRARIES } from "./fonts.ts";

process.chdir(import.meta.dirname);
const STATIC = "../service/static";
const FONTS = ".cache/fonts";
const ENTRIES = [
  "src/editor.ts",
  "src/sheet.ts",
  "src/unfold.ts",
  "src/meeting.ts",
  `${FONTS}/fonts.css`,
  ...globSync("styles/*.css"),
];

rmSync(STATIC, { recursive: true, force: true });
mkdirSync(STATIC, { recursive: true });

await cutFonts(FONTS);
const { metafile } = await build({
  absWorkingDir: import.meta.dirname,
  entryPoints: ENTRIES,
  outdir: STATIC,
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  bundle: true,
  minify: true,
  charset: "utf8",
  format: "esm",
  target: ["chrome94", "firefox93", "safari15.4"],
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
}).catch(() => process.exit(1)); // esbuild has said what is wrong, and where

// Their authors let everyone use them, and ask that their licence goes along.
const used = Object.keys(metafile.inputs).flatMap(
  (path) => path.match(/^node_modules\/(?:@[^/]+\/)?[^/]+/)?.[0] ?? [],
);
const licences = [...new Set([...used, ...FONT_LIBRARIES])]
  .sort()
  .flatMap((library) => globSync(`${library}/LICENSE*`));
const notices = licences.map((path) => `${dirname(path)}\n\n${readFileSync(path, "utf8")}`);
writeFileSync(`${STATIC}/licences.txt`, notices.join("\n\n"));

const names = Object.keys(metafile.outputs).map((path) => basename(path));
const manifest = Object.fromEntries(
  names.sort().map((name) => [name.replace(/-[A-Z0-9]{8}(?=\.)/, ""), name]),
);
writeFileSync(`${STATIC}/manifest.json`, `${JSON.stringify(manifest, null, 2)}\n`);
