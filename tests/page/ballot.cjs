// Drives phones in one browser (first argument) for the tests of the ballot page: reads a command a line as
// JSON from stdin and answers each with a line of JSON, {"told": …} or {"error": …}. A phone is a browser
// context, so tabs of one phone share their cookies. Exit 3 when the packages are not there.
"use strict";
let axe, puppeteer;
try {
  axe = require("axe-core");
  puppeteer = require("puppeteer-core");
} catch (error) {
  process.stderr.write(`${error.message}\n`);
  process.exit(3);
}
const PATIENCE = 10_000; // ms until something that was waited for counts as missing
const tabs = [];
let browser;

// What a person sees of a page. It runs in the page, and without waiting there, as pages without scripts cannot.
function look() {
  const words = (element) => (element ? element.innerText.replace(/[^\S\u00a0]+/g, " ").trim() : "");
  const about = (element) => {
    const box = element.getBoundingClientRect();
    const input = element.matches("label") ? element.querySelector("input") : element;
    return {
      text: words(element),
      name: input.name ?? "",
      value: input.value ?? "",
      on: input.checked === true || element.getAttribute("aria-pressed") === "true",
      left: box.left,
      width: box.width,
      height: box.height,
    };
  };
  const main = document.querySelector("main");
  const style = getComputedStyle(document.body);
  const at = document.activeElement;
  return {
    url: location.href,
    ready: document.readyState,
    language: document.documentElement.lang,
    heading: words(document.querySelector("h1")),
    status: words(document.querySelector("#status")),
    text: words(document.body),
    elements: [...main.querySelectorAll("*")].map((each) => each.localName),
    targets: [...document.querySelectorAll("button, label:has(input[type]), input.button, a")]
      .filter((each) => each.getClientRects().length)
      .map(about),
    focus: at === document.body ? null : { ...about(at), tag: at.localName, text: words(at.closest("label") ?? at) },
    room: document.body.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight),
    across: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: [...document.body.querySelectorAll("*")]
      .filter((each) => each.localName !== "input" && each.clientWidth && each.scrollWidth > each.clientWidth + 1)
      .map((each) => each.outerHTML.slice(0, 200)),
  };
}

// Where the middle of an element is, after it was brought into view; null where something covers it.
function middle(selector) {
  const element = document.querySelector(selector);
  if (!element) throw new Error(`there is no ${selector}`);
  element.scrollIntoView({ block: "center" });
  const box = element.getBoundingClientRect();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  return element.contains(document.elementFromPoint(x, y)) ? { x, y } : null;
}

// How much of a picture of an element is in the colour of its text. It runs in the page, which may load nothing.
async function inked(element, picture) {
  const bytes = Uint8Array.from(atob(picture), (each) => each.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  const ink = getComputedStyle(element).color.match(/\d+/g).map(Number);
  let found = 0;
  for (let at = 0; at < data.length; at += 4) {
    if ([0, 1, 2].every((part) => Math.abs(data[at + part] - ink[part]) < 64)) found += 1;
  }
  return found / (data.length / 4);
}

// What a page tells once it fits; between two documents there is none to ask.
async function until(page, fits) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    let seen;
    try {
      seen = await page.evaluate(look);
      if (seen.ready === "complete" && fits(seen)) return seen;
    } catch (error) {
      if (Date.now() > end || !/context|navigat|detached|null/i.test(error.message)) throw error;
    }
    if (Date.now() > end) throw new Error(`it did not come; there is: ${JSON.stringify(seen)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function newTab(context, { width, height, language, dark, forced, script, scale }) {
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE);
  const tab = { page, context, loaded: [], said: [], frames: 0 };
  await page.setViewport({ width, height, deviceScaleFactor: scale, isMobile: true, hasTouch: true });
  await page.setExtraHTTPHeaders({ "Accept-Language": language });
  const features = [
    { name: "prefers-color-scheme", value: dark ? "dark" : "light" },
    { name: "forced-colors", value: forced ? "active" : "none" },
  ];
  await (await page.createCDPSession()).send("Emulation.setEmulatedMedia", { features });
  await page.setJavaScriptEnabled(script);
  page.on("request", (request) => tab.loaded.push(request.url()));
  page.on("console", (message) => tab.said.push(message.text()));
  page.on("pageerror", (error) => tab.said.push(String(error)));
  page.on("dialog", (dialog) => (tab.said.push(dialog.message()), dialog.dismiss()));
  const client = await page.createCDPSession();
  await client.send("Network.enable");
  client.on("Network.webSocketCreated", ({ url }) => tab.loaded.push(url));
  client.on("Network.webSocketFrameReceived", () => (tab.frames += 1));
  await client.send("Log.enable");
  client.on("Log.entryAdded", ({ entry }) => tab.said.push(`${entry.level}: ${entry.text}`));
  return tabs.push(tab) - 1;
}

const COMMANDS = {
  open: async (_, args) => newTab(await browser.createBrowserContext(), args),
  tab: async ({ context }, args) => newTab(context, args),
  close: async ({ context }) => context.close(),
  goto: async ({ page }, { url }) => (await page.goto(url)).status(),
  reload: async ({ page }) => (await page.reload()).status(),
  tap: async ({ page }, { selector }) => {
    const at = await page.evaluate(middle, selector);
    if (!at) throw new Error(`something covers ${selector}`);
    await page.touchscreen.tap(at.x, at.y);
  },
  press: async ({ page }, { keys }) => {
    for (const key of keys) await page.keyboard.press(key);
  },
  type: async ({ page }, { text }) => page.keyboard.type(text),
  wait: async ({ page }, { status, text, focus }) =>
    until(
      page,
      (seen) =>
        (status === null || seen.status === status) &&
        (text === null || seen.text.includes(text)) &&
        (focus === null || seen.focus?.text === focus),
    ),
  offline: async ({ page }, { offline }) => page.setOfflineMode(offline),
  streams: async ({ page }, { many }) =>
    page.evaluate(async (many) => {
      window.streams = [];
      for (let made = 0; made < many; made += 1) {
        const stream = new WebSocket(`${location.href.replace("http", "ws")}/live`);
        window.streams.push(stream);
        await new Promise((resolve) => (stream.onopen = resolve));
      }
    }, many),
  connected: async (tab) => {
    for (const end = Date.now() + PATIENCE; !tab.frames; await new Promise((resolve) => setTimeout(resolve, 20))) {
      if (Date.now() > end) throw new Error("nothing came down the stream");
    }
  },
  lose: async ({ page }) =>
    page.evaluate(() => {
      const { send } = WebSocket.prototype;
      WebSocket.prototype.send = () => void (WebSocket.prototype.send = send);
    }),
  styles: async ({ page }, { selector, names }) =>
    page.$$eval(
      selector,
      (found, names) => found.map((each) => names.map((name) => getComputedStyle(each)[name])),
      names,
    ),
  ink: async ({ page }, { selector }) => {
    const parts = [];
    for (const element of await page.$$(selector)) {
      parts.push(await element.evaluate(inked, await element.screenshot({ encoding: "base64" })));
    }
    return parts;
  },
  enlarge: async ({ page }) => page.evaluate(() => void (document.documentElement.style.fontSize = "200%")),
  heard: async ({ page }) => {
    const tree = await page.accessibility.snapshot();
    return tree.children.map(({ role, name, pressed }) => [role, name, pressed ?? null]);
  },
  axe: async ({ page }) => {
    await page.evaluate(axe.source);
    const { passes, violations, incomplete } = await page.evaluate(() => axe.run());
    const found = [...violations, ...incomplete.filter(({ id }) => id === "color-contrast")];
    return {
      passes: passes.map(({ id }) => id),
      found: found.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]),
    };
  },
  screenshot: async ({ page }, { file }) => void (await page.screenshot({ path: file, fullPage: true })),
  log: async ({ loaded, said }) => ({ loaded, said }),
};

async function main() {
  browser = await puppeteer.launch({
    executablePath: process.argv[2],
    args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-lcd-text"],
  });
  try {
    for await (const line of require("readline").createInterface({ input: process.stdin })) {
      let answer;
      try {
        const { command, at, ...args } = JSON.parse(line);
        answer = { told: (await COMMANDS[command](tabs[at], args)) ?? null };
      } catch (error) {
        answer = { error: error.message };
      }
      process.stdout.write(JSON.stringify(answer) + "\n");
    }
  } finally {
    await browser.close();
  }
}

main().catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
