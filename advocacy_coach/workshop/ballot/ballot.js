// What a phone's page does with its stream. Names are short because a phone loads them: D is the document, W the
// words of the page, which stand before it, C where the course's text stands, P the line of status; S the screen, A this phone's answer,
// R the revision that is drawn, K the vote that is not acknowledged yet, N a notice, w the next wait in ms.
(() => {
let D = document, Q = q => D.querySelector(q), C = Q("#c"), P = Q("#s"),
S, A, R = Q("main").dataset.rev, K, N, ws, w = 500, timer,

// E makes an element, T one with the course's text in its language; text goes in as text, never as markup.
E = (n, a, ...x) => {
let e = D.createElement(n), k;
for (k in a) e.setAttribute(k, a[k]);
e.append(...x);
return e;
},
T = (n, x, a) => E(n, {lang: S.language, ...a}, x),
L = i => "ABCDEFGHIJ"[i],
F = (t, a) => t.replace("{letters}", a.map(L).join(", ")),

// O is the inside of an option, I an option to tick, G a group of radio buttons, B the bars of an option.
O = i => [E("b", {}, L(i)), " ", T("span", S.options[i]), ...(A.includes(i) ? [" ", E("i", {}, "✓ " + W.mine)] : [])],
I = (type, name, value, on, ...x) => E("label", {class: "o"}, E("input", {type, name, value, ...(on && {checked: ""}), ...(type == "radio" && {required: ""})}), " ", ...x),
G = (n, t, a, on) => E("fieldset", {}, t, ...a.map((x, i) => I("radio", n, i, on == i, T("span", x)))),
B = i => [S.first, S.second].map((c, n) => {
let k = c[i], p = Math.round(100 * k / (S.voted[n] || 1));
return c[0] + 1 ? E("div", {}, (S.second[0] + 1 ? W.rounds[n] + ": " : "") + W.votes[new Intl.PluralRules(W.l).select(k)].replace("{n}", k) + ", " + p + " %", E("progress", {max: 100, value: p, "aria-hidden": true})) : "";
}),

// U draws a new screen. Who was at a button stays at it where it is there again, or else goes to the heading.
U = () => {
let a = D.activeElement, at = C.contains(a), m = S.statements, o = S.options, g = S.groups;
C.replaceChildren(T("h1", S.title || D.title, {tabindex: -1}), ...S.lines.map(x => T("p", x)),
...(S.round ? [E("form", {},
g[0] ? G("g", E("legend", {}, W.group), g, A[m.length]) : "",
...m.map((x, i) => G("s" + i, T("legend", x), S.scale, A[i])),
...o.map((x, i) => S.many ? I("checkbox", "c", i, A.includes(i), ...O(i)) : E("button", {class: "o", name: "c", value: i, "aria-pressed": A.includes(i)}, ...O(i))),
S.many || m[0] ? E("button", {class: "b"}, W.send) : "")]
: o.map((x, i) => E("div", {class: "o"}, ...O(i), ...B(i)))),
S.right[0] + 1 ? E("p", {}, E("b", {}, F(W.right, S.right))) : "", ...S.explain.map(x => T("p", x)));
if (at) (a.name && Q(`[name=${a.name}][value="${a.value}"]`) || Q("h1")).focus();
},
// M marks what was answered and nothing else: buttons stay, and with them the focus.
M = () => C.querySelectorAll("[aria-pressed]").forEach(b => {
b.setAttribute("aria-pressed", A.includes(+b.value));
b.replaceChildren(...O(+b.value));
}),
// Y says how it stands. A stream may look open for long after the network went.
Y = () => {
let t = ws.readyState != 1 || K && !navigator.onLine ? K ? W.kept : W.lost : N || S.say[A[0] + 1 ? 1 : 0].map(k => F(W[k], A)).join(" ");
if (P.textContent != t) P.textContent = t;
},
J = () => ws.send(JSON.stringify(K)),
// V votes: at once, or when the stream is back.
V = choice => {
K = {round: S.round, choice};
N = "";
if (ws.readyState == 1) J();
Y();
},
Z = () => {
clearTimeout(timer);
ws = new WebSocket("ws://" + location.host + location.pathname + "/live");
ws.onmessage = e => {
let m = JSON.parse(e.data);
w = 500;
A = m.mine || A;
if (m.screen) {
S = m.screen;
S.say = m.say;
m.rev != R ? (R = m.rev, N = "", U()) : M();
if (K) K.round == S.round ? J() : (N = K.choice + "" == A ? "" : W.late, K = 0);
} else K = 0, N = m.late ? W.late : "", M();
Y();
};
// 4001: newer pages of this phone are open, and they would close each other in turn.
ws.onclose = e => {
if (S) Y();
if (e.code != 4001) timer = setTimeout(Z, w * (.5 + Math.random()));
w = Math.min(w * 2, 5000);
};
};

// Before there is a stream, forms go the plain way.
onclick = e => {
let b = e.target.closest("[aria-pressed]");
if (b && S) e.preventDefault(), V([+b.value]);
};
onsubmit = e => {
if (!S) return;
e.preventDefault();
let d = new FormData(e.target), m = S.statements;
V(m[0] ? [...m.map((x, i) => "s" + i), ...(S.groups[0] ? ["g"] : [])].map(k => +d.get(k)) : d.getAll("c").map(Number));
};
// A phone that slept may hold a dead stream without knowing, so it takes a new one.
ononline = D.onvisibilitychange = () => {
if (D.hidden) return;
ws.onclose = 0;
ws.close();
Z();
};
Z();
})();
