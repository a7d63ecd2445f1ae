// Opens an HTML file (second argument) in the browser (first argument) and writes as JSON what came of it: what
// axe-core finds, what the page tried to load, what the console and dialogs said, and the page printed on A4 as
// base64. Exit 3 when the packages are not there.
"use strict";
let axe, puppeteer;
try {
  axe = require("axe-core");
  puppeteer = require("puppeteer-core");
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(3);
}
const [executablePath, file] = process.argv.slice(2);
const address = require("url").pathToFileURL(file).href;

async function main() {
  const browser = await puppeteer.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
  try {
    const page = await browser.newPage();
    const told = { loaded: [], said: [] };
    page.on("request", (request) => request.url() !== address && told.loaded.push(request.url()));
    page.on("console", (message) => told.said.push(message.text()));
    page.on("dialog", (dialog) => (told.said.push(dialog.message()), dialog.dismiss()));
    await page.goto(address);
    told.text = await page.evaluate(() => document.body.innerText);
    await page.evaluate(axe.source);
    const result = await page.evaluate(() => axe.run());
    told.passes = result.passes.length;
    told.violations = result.violations.map(({ id, nodes }) => ({ id, nodes: nodes.map((node) => node.html) }));
    told.printed = Buffer.from(await page.pdf({ preferCSSPageSize: true })).toString("base64");
    process.stdout.write(JSON.stringify(told));
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
