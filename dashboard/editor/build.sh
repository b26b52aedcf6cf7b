#!/usr/bin/env bash
# Builds ../parts/editor.js and its licences from this folder; what npm brings stands in .editor-build, which git leaves out.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
build="$here/../../.editor-build"
mkdir -p "$build"
cp "$here"/*.js "$here/package.json" "$here/package-lock.json" "$build"
(cd "$build" && npm ci --no-audit --no-fund --ignore-scripts --silent)
banner='/*! The editor of the query page: CodeMirror 6 (MIT) with dashboard/editor; licences in editor.licences.txt. */'
(cd "$build" && node_modules/.bin/esbuild main.js --bundle --format=esm --minify --target=es2022 --legal-comments=none --charset=ascii \
  "--banner:js=$banner" --outfile="$here/../parts/editor.js" --log-level=warning --metafile=meta.json)
(cd "$build" && node -e '
  const fs = require("fs");
  const used = Object.keys(JSON.parse(fs.readFileSync("meta.json")).inputs).map((file) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1]);
  for (const name of [...new Set(used.filter(Boolean))].sort()) {
    const { version, license } = JSON.parse(fs.readFileSync(`node_modules/${name}/package.json`));
    console.log(`${name} ${version} (${license})\n\n${fs.readFileSync(`node_modules/${name}/LICENSE`, "utf8").trim()}\n\n`);
  }' > "$here/../parts/editor.licences.txt")
