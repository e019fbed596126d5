// Says what Microsoft's own validator finds wrong in each file named; nothing is fetched from anywhere.
// Usage: node app_manifest.js FILE…, in a folder with node_modules. Prints one JSON list of findings a file.
const fs = require("fs");
const path = require("path");
const { AppManifestUtils } = require(require.resolve("@microsoft/app-manifest", { paths: [process.cwd()] }));

const schemas = path.join(process.cwd(), "node_modules/@microsoft/app-manifest/build");

async function findings(file) {
  const document = JSON.parse(fs.readFileSync(file, "utf8"));
  const shipped = fs.readFileSync(path.join(schemas, new URL(document.$schema).pathname), "utf8");
  // One pattern of the schema for translations leaves a bracket open that its own validator then refuses.
  const schema = JSON.parse(shipped.replaceAll("\\\\b]", "\\\\b\\\\]"));
  return AppManifestUtils.validateAgainstSchema(document, schema);
}

(async () => {
  for (const file of process.argv.slice(2)) {
    process.stdout.write(`${JSON.stringify(await findings(file))}\n`);
  }
})();
