// Reads an HTML page on standard input and writes what html-validate finds in it: a JSON list, empty for a valid
// page. Exit 3 when the package is not there.
"use strict";
let HtmlValidate;
try {
  ({ HtmlValidate } = require("html-validate"));
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(3);
}
const validator = new HtmlValidate({ root: true, extends: ["html-validate:standard", "html-validate:a11y"] });
const report = validator.validateStringSync(require("fs").readFileSync(0, "utf8"));
const found = report.results.flatMap((result) => result.messages);
process.stdout.write(JSON.stringify(found.map(({ ruleId, message, line, column }) => ({ ruleId, message, line, column }))));
