// Reads xAPI statements on standard input, one a line, and writes what Learning Locker's validator finds in
// each: a JSON list a line, empty for a valid statement. Exit 3 when the package is not there.
"use strict";
let validate;
try {
  validate = require("@learninglocker/xapi-validation").default;
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(3);
}
const lines = require("fs").readFileSync(0, "utf8").split("\n");
for (const line of lines.filter((each) => each !== "")) {
  const found = validate(JSON.parse(line));
  const told = found.map(({ name, path, typeName, data }) => ({ name, path, typeName, data }));
  process.stdout.write(`${JSON.stringify(told)}\n`);
}
