(() => {
"use strict";

const MARKS = { checked: "✓ Checked", wrong: "✗ Wrong", use: "★ Use" };
const NAMES = Object.keys(MARKS);
const isEmbedded = parent !== window;
const brief = JSON.parse(document.getElementById("brief").textContent);

const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  element.append(...children);
  return element;
};
const button = (words, onclick, attributes) =>
  Object.assign(make("button", attributes, words), { onclick });
const isText = (value, longest) => typeof value === "string" && value && value.length <= longest;
const send = (message) => parent.postMessage({ mujaz: 1, ...message }, "*");
const announce = (words) => status.replaceChildren(make("span", {}, words));

// The elements of sentences by number; 0 is the whole brief, for which its headlines stand.
const english = [document.querySelector("h1")];
const source = [document.querySelector(".own")];
for (const span of document.querySelectorAll(".sentence")) {
  const number = Number(span.dataset.sentence);
  (english[number] ? source : english)[number] = span;
}
const numberAt = (node) => Number(node.closest?.(".sentence")?.dataset.sentence ?? 0);
const blockOf = (number) => english[number].closest(".pair, header");
const nameOf = (number) => number ? `sentence ${number}` : "whole brief";
const textNodes = (element) => {
  const nodes = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) nodes.push(walker.currentNode);
  return nodes.filter((node) => !node.parentElement.matches(".number, .none"));
};
const textOf = (element) => element ? textNodes(element).map(({ data }) => data).join("").trim() : "";
const translationOf = (number) =>
  english[number].querySelector("mark.failed") ? "" : textOf(english[number]);

// The sentences of the article without its headlines, for comparing it with others.
const bodySentences = () => [...english.keys()].slice(1).filter((number) => !english[number].closest("h3"))
  .map((number) => ({ source: textOf(source[number] ?? english[number]), translation: translationOf(number) }));

let chosen = 0;
let hasSingleKeys = true;
const paint = (number, name) => [english, source].forEach((spans) => spans.forEach((span, each) =>
  span?.classList.toggle(name, each > 0 && each === number)));
const light = ({ target }) => paint(numberAt(target) || chosen, "lit");
const rove = (number) => english.forEach((span, each) => { span.tabIndex = each === number ? 0 : -1; });
const focus = (number) => {
  rove(number || 1);
  english[number].focus();
};
const choose = (number) => {
  chosen = number;
  paint(number, "chosen");
  press(tools, number);
  tools.hidden = !number;
  blockOf(number).after(tools);
};
const close = () => {
  focus(chosen);
  choose(0);
};

// The page around this one keeps the marks; without one, the browser does.
const marks = new Map();
const isMark = (mark) => mark?.brief === brief.id && isText(mark.at, 40)
  && Number.isInteger(mark.sentence) && mark.sentence in english
  && [undefined, ...NAMES].includes(mark.mark)
  && [mark.note, mark.correction].every((text) => text === undefined || isText(text, 4000))
  && (mark.mark || mark.note || mark.correction);
const record = (number, { mark, note, correction, at }) => ({
  brief: brief.id, path: brief.path, sentence: number, language: brief.language,
  ...(mark && { mark }), ...(note && { note }), ...(correction && { correction }),
  source: textOf(source[number]), translation: translationOf(number), at,
});
const stored = () => {
  try {
    return JSON.parse(localStorage.getItem("mujaz-marks")).marks.filter(Boolean);
  } catch {
    return [];
  }
};
const fileOf = (list) => JSON.stringify({ mujaz_marks: 1, marks: list });
// Marks of an earlier brief of this article, on the sentences whose source is the same. What was
// said of the translation holds only where that is the same too.
const carried = (list) => list.flatMap((mark) => {
  if (mark?.path !== brief.path || mark.brief === brief.id || !Number.isInteger(mark.sentence)) return [];
  const original = mark.source ?? "";
  const isIt = (number) => textOf(source[number]).slice(0, 4000) === original;
  // Where an article has a sentence twice, the one with the same number is preferred.
  const sentences = [mark.sentence, ...english.keys()].filter((number) => number > 0 && original);
  const number = (mark.sentence ? sentences : [0]).find(isIt);
  const isSame = number && translationOf(number).slice(0, 4000) === (mark.translation ?? "");
  const judged = isSame || mark.mark === "use" ? mark.mark : undefined;
  const held = { ...mark, brief: brief.id, sentence: number, mark: judged };
  return isMark(held) ? [record(number, held)] : [];
});
const store = (number) => {
  const isOf = (mark) => mark.brief === brief.id && mark.sentence === number;
  const rest = stored().filter((mark) => ![mark, ...carried([mark])].some(isOf));
  try {
    localStorage.setItem("mujaz-marks", fileOf(rest.concat(marks.get(number) ?? [])));
  } catch {
    bar.firstChild.data = "This browser keeps no marks: export them before you close this page.";
  }
};
const change = (number, changes) => {
  const mark = record(number, { ...marks.get(number), ...changes, at: new Date().toISOString() });
  if (isMark(mark)) marks.set(number, mark);
  else marks.delete(number);
  show(number);
  if (isEmbedded) send({ type: "mark", mark: marks.get(number) ?? { ...mark, mark: null } });
  else store(number);
};
const toggle = (number, name) => {
  const isOn = marks.get(number)?.mark === name;
  change(number, { mark: isOn ? "" : name });
  announce(`${MARKS[name]}${isOn ? " removed" : ""}: ${nameOf(number)}`);
};
const receive = (list) => {
  marks.clear();
  for (const mark of list.filter(isMark)) marks.set(mark.sentence, record(mark.sentence, mark));
  [...english.keys()].reverse().forEach(show);
};

const shown = [];
const show = (number) => {
  shown[number]?.forEach((element) => element.remove());
  const mark = marks.get(number) ?? {};
  const keys = ["correction", "note"].filter((key) => mark[key]);
  const sign = make("span", { class: `sign ${mark.mark}` }, MARKS[mark.mark] ?? `✎ ${keys}`);
  const lines = keys.map((key) => make("p", { class: "written" },
    make("b", {}, `${nameOf(number)}, ${key}:`), make("bdi", {}, mark[key])));
  if (number && marks.has(number)) english[number].after(sign);
  blockOf(number).after(...lines);
  shown[number] = [sign, ...lines];
  press(whole, 0);
  press(tools, chosen);
  bar.hidden = isEmbedded || !marks.size;
};
const press = (group, number) => group.querySelectorAll("[data-mark]").forEach((each) =>
  each.setAttribute("aria-pressed", marks.get(number)?.mark === each.dataset.mark));

// This is no form element, because a sandboxed frame may not submit one.
const edit = (number, key) => {
  const label = `${key === "note" ? "Note on" : "Right English of"} ${nameOf(number)}`;
  const old = marks.get(number)?.[key] ?? (key === "note" ? "" : translationOf(number));
  const field = make("textarea", { rows: 3, maxlength: 4000, dir: "auto" }, old);
  const end = (isSaved) => {
    const text = field.value.trim();
    if (isSaved && text !== old) change(number, { [key]: text });
    box.remove();
    focus(number);
  };
  const box = make("div", { class: "edit" }, make("label", {}, label, field),
    button("Save", () => end(true)), button("Cancel", () => end(false)));
  box.onkeydown = (event) => {
    if (event.key === "Escape") end(false);
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) end(true);
    event.stopPropagation();
  };
  choose(0);
  blockOf(number).after(box);
  field.focus();
  field.selectionStart = old.length;
};

// The command works in a sandboxed frame too, where navigator.clipboard does not.
const copy = (number) => {
  const [original, translation] = [textOf(source[number]), translationOf(number)];
  const { lang } = (source[number] ?? english[number]).closest("[lang]");
  const maker = brief.translator && lang === brief.language ? ` by ${brief.translator}` : "";
  const correction = marks.get(number)?.correction;
  const origin = [brief.headline, brief.date, /^https?:/i.test(brief.url) ? brief.url : brief.path,
    nameOf(number), `BLAKE3 ${brief.blake3.slice(0, 16)}`,
    original && translation && `machine translation${maker}`].filter(Boolean).join(", ");
  const lines = [translation ? `“${translation}”` : "(not translated)", original,
    correction && `Corrected: “${correction}”`, origin].filter(Boolean);
  const quote = make("blockquote", {}, ...lines.map((line) => make("p", { dir: "auto" }, line)));
  const active = document.activeElement;
  const field = make("textarea", {}, lines.join("\n"));
  field.oncopy = (event) => {
    event.clipboardData.setData("text/plain", field.value);
    event.clipboardData.setData("text/html", quote.outerHTML);
    event.preventDefault();
  };
  document.body.append(field);
  field.select();
  announce(document.execCommand("copy") ? `Copied: ${nameOf(number)}` : "The browser refused to copy.");
  field.remove();
  active.focus();
};
const download = () => {
  const href = URL.createObjectURL(new Blob([fileOf([...marks.values()])]));
  make("a", { href, download: `marks-${brief.id.slice(0, 12)}.json` }).click();
};

// A browser that cannot highlight may not be able to divide a text into characters either.
const segmenter = CSS.highlights && new Intl.Segmenter();
const rangesIn = (root, words, folded, clitics) => {
  let text = "";
  const places = [];
  for (const node of textNodes(root)) {
    for (const { segment, index } of segmenter.segment(node.data)) {
      text += folded(segment);
      while (places.length < text.length) places.push({ node, index, end: index + segment.length });
    }
  }
  return words.flatMap((word) => {
    const ranges = [];
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
      const [before] = text.slice(Math.max(0, at - 16), at).match(/[\p{L}\p{N}\p{M}]*$/u);
      if (before && !clitics.includes(before) && !/^\p{Script=Han}/u.test(word)) continue;
      const last = places[at + word.length - 1];
      const range = document.createRange();
      range.setStart(places[at].node, places[at].index);
      range.setEnd(last.node, last.end);
      ranges.push(range);
    }
    return ranges;
  });
};
const find = ({ words, fold, clitics }) => {
  const tables = [fold?.from, fold?.to, fold?.dropped];
  if (!segmenter || ![words, clitics].every(Array.isArray) || !tables.every((text) => isText(text, 70000))) return;
  const [from, to, dropped] = tables.map((text) => [...text]);
  const table = new Map(from.map((c, at) => [c, to[at]]).concat(dropped.map((c) => [c, ""])));
  const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/./gsu, (c) => table.get(c) ?? c);
  const wanted = words.filter((word) => isText(word, 200)).slice(0, 50);
  const parts = wanted.length ? "h1, .own, .summary li, .summary p, .sentence" : ":not(*)";
  const roots = document.querySelectorAll(parts);
  const ranges = [...roots].flatMap((root) => rangesIn(root, wanted, folded, clitics));
  // Ranges change no element, so Arabic letters stay joined.
  CSS.highlights.set("found", new Highlight(...ranges.slice(0, 5000)));
  const top = ranges[0]?.getBoundingClientRect().top ?? 0;
  if (top < 0 || top > innerHeight - 80) scrollBy(0, top - innerHeight / 3);
};

addEventListener("keydown", (event) => {
  const { key, target } = event;
  const isSentence = target.matches(".sentence");
  const number = isSentence ? numberAt(target) : target.closest(".tools") ? chosen : 0;
  const mark = NAMES[key - 1];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
  if (event.ctrlKey || event.metaKey || event.altKey || (key.length === 1 && !hasSingleKeys)) return;
  if (key === "Escape" && chosen) close();
  else if (isSentence && step) {
    choose(0);
    focus((number + step in english && number + step) || number);
  } else if (isSentence && key === "Enter") {
    choose(number);
    tools.querySelector("button").focus();
  } else if (number && key === "c") copy(number);
  else if (number && mark) toggle(number, mark);
  else if (isEmbedded && ["j", "k", "/", "?", "Escape"].includes(key)) send({ type: "key", key });
  else return;
  event.preventDefault();
});
// A frame that is sandboxed may not go to an address, not even to one within its page.
const follow = (event, link) => {
  const there = document.getElementById(link.hash.slice(1));
  if (!there) return;
  event.preventDefault();
  document.querySelector(".reached")?.classList.remove("reached");
  there.classList.add("reached");
  there.scrollIntoView({ block: "center" });
  (there.querySelector("a") ?? there).focus({ preventScroll: true });
};
addEventListener("click", (event) => {
  const { target } = event;
  const link = target.closest('a[href^="#"]');
  if (isEmbedded && link) follow(event, link);
  if (target.closest("a, .tools, .edit") || !getSelection().isCollapsed) return;
  const number = numberAt(target);
  if (number) focus(number);
  choose(number === chosen ? 0 : number);
});
addEventListener("message", ({ source: sender, data }) => {
  if (sender !== parent || data?.mujaz !== 1) return;
  if (data.type === "marks" && Array.isArray(data.marks)) receive(data.marks);
  if (data.type === "find") find(data);
  if (data.type === "keys") hasSingleKeys = data.single !== false;
  if (data.type === "earlier" && Array.isArray(data.marks)) send({ type: "carried", marks: carried(data.marks) });
  if (data.type === "sentences") send({ type: "sentences", sentences: bodySentences() });
});

const buttons = (number) => [
  ...NAMES.map((name) => button(MARKS[name], () => toggle(number(), name), { "data-mark": name })),
  button("Note", () => edit(number(), "note"))];
const tools = make("div", { class: "tools", role: "group", "aria-label": "Sentence", hidden: "" },
  make("div", {}, button("Copy with source", () => copy(chosen)), ...buttons(() => chosen),
    button("Correct", () => edit(chosen, "correction")), button("×", close, { "aria-label": "Close" })));
const whole = make("div", { class: "whole", role: "group", "aria-label": "Whole brief" },
  "This brief:", ...buttons(() => 0));
const bar = make("p", { class: "export", hidden: "" },
  "Your marks are kept in this browser.", button("Export marks", download));
const status = make("p", { class: "status", role: "status" });

rove(1);
document.querySelectorAll(".sentence .number").forEach((link) => { link.tabIndex = -1; });
document.querySelector(".pair")?.before(make("p", { class: "hint" },
  "Choose a sentence to quote, mark or correct it."));
document.querySelector("header").append(whole);
document.querySelector("main").append(bar, status);
press(whole, 0);
// A pointerover is also sent when the page scrolls under a pointer that rests.
addEventListener("pointermove", light);
addEventListener("focusin", light);
if (isEmbedded) {
  // A frame of the digest shows briefs and nothing else.
  document.querySelectorAll('a[href^="http"]').forEach((link) => { link.target = "_blank"; });
  send({ type: "ready", id: brief.id });
}
else receive([...carried(stored()), ...stored()]);
})();
