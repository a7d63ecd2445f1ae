// A phone's page while its stream is there: it shows what is on and sends the votes. Texts of a course are put in
// as text, never as markup. WORDS, which stands before this, holds the words of the page in its language.
(() => {
  const LETTERS = "ABCDEFGHIJ";
  // Milliseconds until an answer that is due counts as missing.
  const PATIENCE = 5000;

  const content = document.querySelector("#content");
  const line = document.querySelector("#status");

  // What is on, the revision of it that is drawn, what this phone answered, and what became of its last vote.
  let screen;
  let drawn = document.querySelector("main").dataset.rev;
  let mine = [];
  let notice = "";
  // The vote that is not acknowledged yet, and the one that is on its way down the stream.
  let pending;
  let sent;

  let stream;
  let tries = 1;
  let reconnecting;
  let watching;

  // Elements

  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const key in attributes) made.setAttribute(key, attributes[key]);
    made.append(...children);
    return made;
  }

  // An element with a text of the course, in the language of that.
  const courseText = (name, text, attributes) => element(name, { lang: screen.language, ...attributes }, text);

  const withLetters = (sentence, places) =>
    sentence.replace("{letters}", places.map((place) => LETTERS[place]).join(", "));

  function optionText(place) {
    const text = [element("b", {}, LETTERS[place]), " ", courseText("span", screen.options[place])];
    return mine.includes(place) ? [...text, " ", element("i", {}, "✓ " + WORDS.mine)] : text;
  }

  function box(attributes, ticked, ...text) {
    const input = element("input", attributes);
    input.checked = ticked;
    return element("label", { class: "option" }, input, " ", ...text);
  }

  function answers(name, legend, texts, chosen) {
    const answer = (text, value) =>
      box({ name, value, type: "radio", required: "" }, value == chosen, courseText("span", text));
    return element("fieldset", {}, legend, ...texts.map(answer));
  }

  // The question

  function choice(_, value) {
    const name = "c";
    const on = mine.includes(value);
    if (screen.many) return box({ name, value, type: "checkbox" }, on, ...optionText(value));
    return element("button", { name, value, class: "option", "aria-pressed": on }, ...optionText(value));
  }

  function form() {
    const { statements, groups, options, many } = screen;
    const statement = (text, n) => answers("s" + n, courseText("legend", text), screen.scale, mine[n]);
    const made = element("form", {}, ...statements.map(statement), ...options.map(choice));
    if (groups.length) made.prepend(answers("g", element("legend", {}, WORDS.group), groups, mine[statements.length]));
    if (many || statements.length) made.append(element("button", { class: "button" }, WORDS.send));
    return made;
  }

  function bar(place, round) {
    const name = ["first", "second"][round];
    if (!screen[name].length) return "";
    const count = screen[name][place];
    const value = screen.shares[round][place];
    const votes = WORDS.votes[new Intl.PluralRules(WORDS.language).select(count)].replace("{n}", count);
    const before = screen.second.length ? WORDS.rounds[round] + ": " : "";
    const text = `${before}${votes}, ${value}\u00a0%`;
    return element("div", {}, text, element("progress", { value, class: name, max: 100, "aria-hidden": true }));
  }

  const item = (_, place) => element("li", {}, ...optionText(place), bar(place, 0), bar(place, 1));

  // Who was at a button stays at it where it is there again, or else goes to the heading.
  function draw() {
    const { options, right } = screen;
    const paragraph = (text) => courseText("p", text);
    const { name, value } = document.activeElement;
    const wasInside = content.contains(document.activeElement);
    content.replaceChildren(
      courseText("h1", screen.title || document.title, { tabindex: -1 }),
      ...screen.lines.map(paragraph),
      screen.round ? form() : options.length ? element("ul", {}, ...options.map(item)) : "",
      right.length ? element("p", {}, element("b", {}, withLetters(WORDS.right, right))) : "",
      ...screen.explain.map(paragraph),
    );
    const same = content.querySelector(`[name="${name}"][value="${value}"]`);
    if (wasInside) (same || content.firstChild).focus();
  }

  // Mark what was answered and nothing else: the buttons stay, and with them the focus.
  function mark() {
    content.querySelectorAll("[aria-pressed]").forEach((button, place) => {
      button.setAttribute("aria-pressed", mine.includes(place));
      button.replaceChildren(...optionText(place));
    });
  }

  // How it stands

  const isOpen = () => stream.readyState == WebSocket.OPEN;

  function tell() {
    if (!screen) return;
    const isLost = !isOpen() || (pending && !navigator.onLine);
    const says = () => screen.say[mine.length ? 1 : 0].map((key) => withLetters(WORDS[key], mine)).join(" ");
    const text = isLost ? (pending ? WORDS.kept : WORDS.lost) : notice || says();
    // A screen reader says again what is set again.
    if (line.textContent != text) line.textContent = text;
  }

  // Votes

  function send() {
    sent = pending;
    stream.send(JSON.stringify(sent));
    watch();
  }

  // One vote is under way at a time, so that an answer is known to be for it.
  function vote(choice) {
    pending = { round: screen.round, choice };
    notice = "";
    if (isOpen() && !sent) send();
    else if (stream.readyState == WebSocket.CLOSED) connect();
    tell();
  }

  function show(message) {
    screen = message.screen;
    if (message.rev == drawn) {
      mark();
    } else {
      drawn = message.rev;
      notice = "";
      draw();
    }
    if (pending && pending.round != screen.round) {
      notice = String(pending.choice) == String(mine) ? "" : WORDS.late;
      pending = sent = null;
    }
  }

  function settle(message) {
    if (pending == sent) pending = null;
    sent = null;
    notice = message.late ? WORDS.late : "";
    mark();
  }

  // The stream

  function hear(event) {
    const message = JSON.parse(event.data);
    tries = 1;
    mine = message.mine || mine;
    if (message.screen) show(message);
    else settle(message);
    if (pending && !sent) send();
    if (!sent) clearTimeout(watching);
    tell();
  }

  function connect() {
    clearTimeout(reconnecting);
    sent = null;
    stream = new WebSocket("ws://" + location.host + location.pathname + "/live");
    stream.onmessage = hear;
    stream.onclose = (event) => {
      clearTimeout(watching);
      // 4001: newer pages of this phone are open, and they would close each other in turn.
      if (event.code == 4001) tell();
      else connectLater();
    };
    watch();
  }

  // Within a second, and when that fails later and later, up to ten; not all phones at the same moment.
  function connectLater() {
    tell();
    reconnecting = setTimeout(connect, tries * 1000 * Math.random());
    tries = Math.min(2 * tries, 10);
  }

  function drop() {
    stream.onmessage = stream.onclose = null;
    stream.close();
  }

  // A stream may look open for long after the network went; an answer that does not come shows it.
  function watch() {
    clearTimeout(watching);
    watching = setTimeout(() => {
      drop();
      connectLater();
    }, PATIENCE);
  }

  // A phone that slept may hold a dead stream without knowing, so it takes a new one.
  function wake() {
    if (document.hidden) return;
    drop();
    connect();
  }

  // Before the first screen came down the stream, forms go the plain way.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[aria-pressed]");
    if (!button || !screen) return;
    event.preventDefault();
    vote([+button.value]);
  });
  document.addEventListener("submit", (event) => {
    if (!screen) return;
    event.preventDefault();
    const values = Array.from(event.target.querySelectorAll(":checked"), (input) => +input.value);
    // The group is asked for first and sent last.
    if (screen.groups.length) values.push(values.shift());
    vote(values);
  });
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  connect();
})();
