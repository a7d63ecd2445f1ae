// Reads GIFT from standard input with gift-pegjs and writes what it understood as JSON; exit 1 on a syntax error.
// A package that is not there makes exit 3, so that a test can tell it from a file that cannot be read.
"use strict";
let parse;
try {
  ({ parse } = require("gift-pegjs"));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(3);
}
const chunks = [];
process.stdin.on("data", (chunk) => chunks.push(chunk));
process.stdin.on("end", () => {
  try {
    process.stdout.write(JSON.stringify(parse(Buffer.concat(chunks).toString("utf8"))));
  } catch (error) {
    process.stderr.write(`${error.message} ${JSON.stringify(error.location)}\n`);
    process.exitCode = 1;
  }
});
