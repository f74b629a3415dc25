// The page in which newspaper pages are corrected. It asks the program that opened it for everything, by JSON, and makes elements of
// what it is told: text is only ever put in as text.
"use strict";

const TEXTS = {
  en: {
    skip: "Skip to the lines", pages: "Page", done: "Done, next page", redo: "Done", undo: "Undo", finish: "End review", help: "Shortcuts",
    close: "Close", single: "Single-key shortcuts", doubts: "Doubtful lines", noDoubts: "No doubtful lines left.", before: "Previous page", after: "Next page",
    progress: (done, all) => `${done} of ${all} pages done`, count: (doubt, fixed) => `${doubt} doubtful, ${fixed} confirmed or corrected`,
    saved: "saved", unsaved: "not saved", line: "line", sure: "confidence", right: "confirmed or corrected", changed: "changed by your last correction",
    edit: "Edit line", role: "Role", border: "Boundary", new: "New story", same: "New block of the same story", join: "Continues the line above",
    text: "Text: place the cursor where to split the line", cut: "Split at cursor", merge: "Merge with line above", confirm: "Confirm",
    free: "Remove correction", block: "Select block", people: "People, as in 陈立（记者）、何青",
    mended: n => n === 0 ? "No other line changed." : n === 1 ? "1 other line changed, too." : `${n} other lines changed, too.`,
    none: "No more doubtful lines in this direction.", ended: "The review has ended. Your corrections are saved.",
    lost: "edition does not respond. It may have ended: start it again. Saved corrections are in your files.",
    denied: "This address is no longer valid. Start the review again.", stale: "The page was changed in another window. This is its current state.",
    refused: "Not possible: ", unreadable: "Cannot read this page: ",
    problems: {
      foreign: "Not saved: the existing annotation file was not written by edition for this text, and is never overwritten. Move it, or start again with --out. ",
      changed: "Not saved: another program changed the annotation file.", differs: "The annotation file contains something that cannot be kept as it is. It is not overwritten unless you say so.",
      text: "Not saved: the text file was changed.", disk: "Not saved: ",
    },
    reload: "Load the file (discards my unsaved corrections)", over: "Overwrite it with mine", again: "Try again",
    keys: [["n p", "next, previous doubtful line"], ["↑ ↓", "next, previous line; with Shift: select several"], ["Enter", "go to the text of the line; again: split at the cursor"],
      ["Esc", "back to the line"], ["r", "confirm"], ["w s d", "new story, new block of the same story, continues the line above"], ["x", "split at the cursor"], ["j", "merge with the line above"],
      ["v", "select the block"], ["e", "edit people"], ["k", "remove the correction"], ["u", "undo"], ["g", "done, next page"]],
    items: {article: "article", photo: "photo", notice: "notice", stray: "stray", masthead: "", folio: "", index: "", credits: ""},
  },
  zh: {
    skip: "跳到正文各行", pages: "版面", done: "本版完成，下一版", redo: "本版完成", undo: "撤销", finish: "结束校对", help: "快捷键",
    close: "关闭", single: "启用单键快捷键", doubts: "存疑的行", noDoubts: "没有存疑的行了。", before: "上一版", after: "下一版",
    progress: (done, all) => `共 ${all} 版，完成 ${done} 版`, count: (doubt, fixed) => `存疑 ${doubt} 行，已确认 ${fixed} 行`,
    saved: "已保存", unsaved: "未保存", line: "第", sure: "把握", right: "已由您确认", changed: "随上次改正而变",
    edit: "改正", role: "类别", border: "这里开始的是", new: "新的一篇", same: "同一篇的另一块", join: "不另起，接上文",
    text: "本行文字：把光标放在要切开的地方", cut: "在光标处切开", merge: "与上一行合为一块", confirm: "这样是对的",
    free: "收回我的改正", block: "选中整块", people: "人名，如：陈立（记者）、何青",
    mended: n => n === 0 ? "其他各行没有变化。" : `另有 ${n} 行随之改变。`,
    none: "这个方向没有存疑的行了。", ended: "校对已结束。显示“已保存”的内容都在文件里。",
    lost: "程序没有回应，可能已经结束，请重新启动。已保存的内容在文件里。",
    denied: "这个地址已经失效，请重新启动校对。", stale: "本版已在另一个窗口改动，现显示最新内容。",
    refused: "不能这样改：", unreadable: "本版无法读取：",
    problems: {
      foreign: "未保存：旁边的文件不是 edition 为这段文字写的，不会覆盖。请把它移走，或用 --out 重新启动。",
      changed: "未保存：文件已被其他程序改动。", differs: "文件里有些内容无法原样保留；除非您同意，不会覆盖。",
      text: "未保存：本版的文字已经改变。", disk: "未保存：",
    },
    reload: "读入文件现有内容（放弃我的改动）", over: "用我的覆盖", again: "再试一次",
    keys: [["n p", "下一个、上一个存疑的行"], ["↑ ↓", "下一行、上一行；按住 Shift 选多行"], ["Enter", "到本行文字；再按一次在光标处切开"],
      ["Esc", "回到行"], ["r", "这样是对的"], ["w s d", "新的一篇、同一篇的另一块、接上文"], ["x", "在光标处切开"], ["j", "与上一行合为一块"],
      ["v", "选中整块"], ["e", "人名"], ["k", "收回我的改正"], ["u", "撤销"], ["g", "本版完成，下一版"]],
    items: {article: "文章", photo: "图片", notice: "公告", stray: "零散", masthead: "", folio: "", index: "", credits: ""},
  },
};
// The keys of the roles: digits for what is met most, letters for the rest.
const ROLE_KEYS = {
  headline: "1", kicker: "2", deck: "3", byline: "4", lead: "5", paragraph: "6", crosshead: "7", signoff: "8", caption: "9", credit: "0",
  masthead: "m", folio: "f", credits: "c", index: "i", label: "l", summary: "y", editor_note: "t", continued_from: "b", continued_on: "z", notice: "a", other: "o",
};
// Characters that a screen obeys, or does not show.
const UNSHOWN = /[\p{C}\p{Zl}\p{Zp}]/u;

const token = takeToken();
const lang = document.documentElement.dataset.lang || (/^zh\b/i.test(navigator.language) ? "zh" : "en");
const T = TEXTS[lang];
const view = {};          // the elements that stay
let roles = [];           // all roles, in the order of a newspaper
let page = null;          // the page as the program last told it; null where it can't be read
let where = 0;            // its number
let active = 0;           // the row on which one works
let anchor = 0;           // the other end of what is selected
let changed = new Set();  // the rows that the last correction has changed, by their start
let waiting = Promise.resolve();

document.documentElement.lang = lang === "zh" ? "zh-CN" : "en";
build();
begin();

// The token comes in the part of the address that is sent to nobody, and leaves the address bar at once.
function takeToken() {
  if (location.hash.length > 1) {
    sessionStorage.setItem("token", location.hash.slice(1));
    history.replaceState(null, "", "/");
  }
  return sessionStorage.getItem("token") || "";
}

async function ask(path, asked) {
  const sent = {headers: {"X-Edition-Token": token}, credentials: "omit", redirect: "error", cache: "no-store"};
  if (asked !== undefined) {
    sent.method = "POST";
    sent.headers["Content-Type"] = "application/json";
    sent.body = JSON.stringify(asked);
  }
  const answer = await fetch(path, sent);
  return {status: answer.status, told: await answer.json()};
}

// An element: its name, its properties (attributes where their name has a dash, or is one below), and what is in it.
function make(name, about, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(about || {})) {
    if (key === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (value === null || value === undefined || value === false) continue;
    else if (key.includes("-") || ["role", "lang", "for"].includes(key)) element.setAttribute(key, value);
    else element[key] = value;
  }
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// Text in which what a screen would obey is shown as its code point.
function shown(text) {
  const found = document.createDocumentFragment();
  let plain = "", hidden = "", times = 0;
  const flush = () => {
    if (plain) found.append(plain);
    if (times) {
      const code = "U+" + hidden.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
      found.append(make("span", {className: "code"}, times > 1 ? `${code} ×${times}` : code));
    }
    plain = "";
    times = 0;
  };
  for (const char of text) {
    if (char === "\t" || !UNSHOWN.test(char)) {
      if (times) flush();
      plain += char;
    } else if (times && char === hidden) times += 1;
    else {
      flush();
      hidden = char;
      times = 1;
    }
  }
  flush();
  return found;
}

function build() {
  view.title = make("h1", {id: "title"});
  view.count = make("p", {className: "quiet"});
  view.bar = make("progress", {value: 0, max: 1, "aria-hidden": "true"});
  view.progress = make("span");
  view.pages = make("select", {id: "pages", on: {change: () => open(Number(view.pages.value))}});
  view.before = make("button", {type: "button", on: {click: () => open(where - 1)}}, "←");
  view.after = make("button", {type: "button", on: {click: () => open(where + 1)}}, "→");
  view.before.setAttribute("aria-label", T.before);
  view.after.setAttribute("aria-label", T.after);
  view.undo = button("undo", T.undo, "u", () => act({do: "undo"}));
  view.done = button("done", T.done, "g", finish);
  view.single = make("input", {type: "checkbox", id: "single", checked: true});
  view.problem = make("div", {role: "alert", className: "problem", hidden: true});
  view.status = make("p", {role: "status", className: "status"});
  view.doubts = make("nav", {className: "doubts", "aria-labelledby": "doubts"});
  view.lines = make("div", {id: "lines", className: "lines", tabIndex: -1});
  view.help = make("dialog", {"aria-labelledby": "keys"},
    make("h2", {id: "keys"}, T.help), make("dl", {}, ...T.keys.flatMap(([key, does]) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, does)])),
    make("label", {}, view.single, T.single), make("button", {type: "button", on: {click: () => view.help.close()}}, T.close));
  view.main = make("main", {}, make("div", {className: "side"}, view.doubts), view.lines);
  document.body.append(
    make("a", {className: "skip", href: "#lines"}, T.skip),
    make("header", {},
      make("div", {className: "bar"}, view.title, view.count),
      view.tools = make("div", {className: "bar tools"}, view.before, make("label", {for: "pages", className: "hidden"}, T.pages), view.pages, view.after, view.bar, view.progress,
        view.undo, view.done, button("help", T.help, "?", () => view.help.showModal()), button("end", T.finish, "", end))),
    view.main, make("footer", {}, view.problem, view.status), view.help);
  document.addEventListener("keydown", press);
  window.addEventListener("beforeunload", event => { if (page && !page.saved) event.preventDefault(); });
}

function button(id, text, key, does) {
  return make("button", {type: "button", id, on: {click: does}}, text, key ? make("kbd", {"aria-hidden": "true"}, key) : null);
}

async function begin() {
  try {
    const {status, told} = await ask("/session");
    if (status !== 200) return say(T.denied);
    roles = told.roles;
    view.pages.append(...told.pages.map((one, n) => make("option", {value: n}, one.name)));
    const kept = Number(sessionStorage.getItem("page") || -1);
    const first = told.pages.findIndex(one => !one.done);
    await open(kept >= 0 && kept < told.pages.length ? kept : Math.max(first, 0));
  } catch {
    say(T.lost);
  }
}

function say(text) {
  view.status.textContent = text;
}

async function open(index) {
  if (index < 0 || index >= view.pages.length) return;
  where = index;
  view.before.disabled = index === 0;
  view.after.disabled = index === view.pages.length - 1;
  const {status, told} = await ask(`/pages/${index}`);
  sessionStorage.setItem("page", index);
  view.pages.value = index;
  if (status !== 200) {
    page = null;
    view.lines.replaceChildren();
    view.doubts.replaceChildren();
    view.title.replaceChildren(view.pages.options[index].text);
    return say(status === 403 ? T.denied : T.unreadable + told.error);
  }
  page = told;
  changed = new Set();
  active = anchor = Math.max(page.rows.findIndex(row => row.doubtful), 0);
  say("");
  draw(true);
}

// Ask for a change of the page, one after the other, and show what came of it.
function act(asked) {
  waiting = waiting.then(async () => {
    const before = page;
    if (!before) return;
    const {status, told} = await ask(`/pages/${before.index}`, {...asked, revision: before.revision});
    if (status === 200) {
      show(told);
      say(told.mended === null ? "" : T.mended(told.mended));
    } else if (status === 409) {
      show((await ask(`/pages/${before.index}`)).told);
      say(T.stale);
    } else say(status === 403 ? T.denied : T.refused + told.error);
  }).catch(() => say(T.lost));
  return waiting;
}

// Show a page anew; one works on where one was.
function show(told) {
  const was = new Map(page.rows.map(row => [`${row.start} ${row.end}`, `${row.role} ${row.tie}`]));
  const at = page.rows[active] ? page.rows[active].start : 0;
  const same = told.index === page.index;
  page = told;
  changed = new Set(page.rows.filter(row => was.get(`${row.start} ${row.end}`) !== `${row.role} ${row.tie}`).map(row => row.start));
  if (same) active = anchor = Math.max(page.rows.findLastIndex(row => row.start <= at), 0);
  draw(true);
}

function draw(focus) {
  const doubtful = page.rows.filter(row => row.doubtful);
  document.title = `${page.name} – edition review`;
  view.title.replaceChildren(shown(page.name), make("small", {lang: "zh"}, " ", shown(page.title)));
  view.count.textContent = `${T.count(doubtful.length, page.rows.filter(row => row.pinned).length)} · ${page.saved ? T.saved : T.unsaved}`;
  const done = page.all_done.filter(Boolean).length;
  view.bar.value = done;
  view.bar.max = page.all_done.length;
  view.progress.textContent = T.progress(done, page.all_done.length);
  view.undo.disabled = !page.undo;
  view.done.firstChild.textContent = page.index === page.all_done.length - 1 ? T.redo : T.done;
  view.done.setAttribute("aria-pressed", String(page.done));
  drawProblem();
  drawDoubts(doubtful);
  const boxes = [];
  let item = -1;
  page.rows.forEach((row, n) => {
    if (row.item !== item) {
      item = row.item;
      const kind = T.items[page.items[item]];
      boxes.push(make("section", {className: kind ? "box" : "plain"}, kind ? make("p", {className: "kind", "aria-hidden": "true"}, kind) : null));
    }
    boxes.at(-1).append(drawRow(row, n));
  });
  view.lines.replaceChildren(...boxes);
  drawEditor();
  if (focus) toRow();
}

function drawProblem() {
  const problem = page.problem;
  view.problem.hidden = !problem;
  view.problem.replaceChildren();
  if (!problem) return;
  const buttons = {changed: ["reload", "over"], differs: ["over"], text: ["reload"], disk: ["again"], foreign: ["reload", "again"]}[problem.name];
  const does = {reload: {do: "reload"}, over: {do: "save", over: true}, again: {do: "save"}};
  view.problem.append(make("p", {}, T.problems[problem.name], shown(problem.told)),
    ...buttons.map(name => make("button", {type: "button", on: {click: () => act(does[name])}}, T[name])));
}

// The doubtful lines, the least sure first.
function drawDoubts(doubtful) {
  const rows = [...doubtful].sort((one, other) => one.sure - other.sure).slice(0, 200);
  view.doubts.replaceChildren(make("h2", {id: "doubts"}, `${T.doubts} (${doubtful.length})`),
    rows.length ? make("ol", {}, ...rows.map(row => make("li", {}, make("button", {type: "button", on: {click: () => go(page.rows.indexOf(row))}},
      make("span", {className: "percent"}, `${Math.round(row.sure * 100)} %`), " ", make("span", {lang: "zh"}, shown(row.text.slice(0, 24))))))) : make("p", {className: "quiet"}, T.noDoubts));
}

function roleOf(name) {
  return roles.find(one => one.name === name);
}

function chip(name) {
  const role = roleOf(name), plain = name.replace("_", " ");
  return make("span", {className: `chip e-f-${role.family}`}, ...(lang === "zh" ? [role.term] : [plain, " ", make("i", {lang: "zh"}, role.term)]));
}

function drawRow(row, n) {
  const first = row.tie !== "join" || n === 0 || page.rows[n - 1].block !== row.block;
  const said = [];
  if (row.pinned) said.push(make("span", {className: "mark right", title: T.right}, "✓", make("span", {className: "hidden"}, ` ${T.right}`)));
  else if (row.doubtful) said.push(make("span", {className: "mark doubt"}, `${Math.round(row.sure * 100)} % ${T.sure}`));
  if (changed.has(row.start)) said.push(make("span", {className: "mark new", title: T.changed}, "↻", make("span", {className: "hidden"}, ` ${T.changed}`)));
  const line = make("button", {
    type: "button", className: `line b-${roleOf(row.role).family}`, tabIndex: n === active ? 0 : -1, id: `row${n}`, "aria-expanded": String(n === active),
    "aria-pressed": String(isSelected(n)), on: {click: event => choose(n, event)},
  }, make("span", {className: "number"}, make("span", {className: "hidden"}, `${T.line} `), String(row.line)), make("span", {className: "label"}, first ? chip(row.role) : null),
    make("span", {className: `text r-${row.role}`, lang: "zh"}, shown(row.text)), make("span", {className: "marks"}, ...said));
  return make("div", {className: `row${n && row.line > page.rows[n - 1].line + 1 ? " apart" : ""}${row.doubtful ? " doubtful" : ""}`}, line);
}

function isSelected(n) {
  return Math.min(active, anchor) <= n && n <= Math.max(active, anchor);
}

// What is selected, as an offset where it begins and one where it ends.
function selected() {
  return {start: page.rows[Math.min(active, anchor)].start, end: page.rows[Math.max(active, anchor)].end};
}

function drawEditor() {
  const old = document.getElementById("editor");
  if (old) old.remove();
  const row = page.rows[active];
  if (!row) return;
  const first = active === 0, furniture = roleOf(row.role).furniture;
  const borders = ["new", "same", "join"].map((tie, n) => make("button", {
    type: "button", "aria-pressed": String(row.tie === tie), disabled: (first && tie !== "new") || (furniture && tie === "same"), on: {click: () => act({do: "border", to: tie, ...selected()})},
  }, T[tie], make("kbd", {"aria-hidden": "true"}, "wsd"[n])));
  const chips = roles.map(role => make("button", {
    type: "button", tabIndex: role.name === row.role ? 0 : -1, "aria-pressed": String(role.name === row.role), on: {click: () => act({do: "role", to: role.name, ...selected()})},
  }, chip(role.name), make("kbd", {"aria-hidden": "true"}, ROLE_KEYS[role.name])));
  const several = page.rows.filter(one => one.block === row.block).length > 1;
  const head = page.rows.find(one => one.block === row.block);
  // It has a cursor, which what is read-only has not in every browser; what is typed goes nowhere.
  const text = [...row.text].map(char => char !== "\t" && UNSHOWN.test(char) ? "\ufffd" : char).join("");
  view.text = make("textarea", {
    id: "text", rows: Math.min(Math.ceil(row.text.length / 40), 6), lang: "zh", "aria-readonly": "true", spellcheck: false, value: text,
    on: {beforeinput: event => event.preventDefault(), input: () => { view.text.value = text; }},
  });
  view.text.setSelectionRange(0, 0);
  const parts = [
    make("div", {className: "group roles", role: "toolbar", "aria-label": T.role, on: {keydown: roam}}, ...chips),
    make("div", {className: "group", role: "group", "aria-label": T.border}, ...borders),
    make("div", {className: "group"}, make("label", {for: "text"}, T.text), view.text),
    make("div", {className: "group"}, button("cut", T.cut, "x", cut), first ? null : button("merge", T.merge, "j", () => act({do: "merge", ...selected()})),
      button("confirm", T.confirm, "r", () => act({do: "right", ...selected()})), several ? button("block", T.block, "v", selectBlock) : null,
      row.pinned ? button("free", T.free, "k", () => act({do: "free", ...selected()})) : null),
  ];
  view.people = null;
  if (head.people !== undefined) {
    view.people = make("input", {id: "people", value: head.people, lang: "zh", maxLength: 4000, autocomplete: "off", spellcheck: false, on: {change: () => act({do: "people", to: view.people.value, ...selected()})}});
    parts.push(make("div", {className: "group"}, make("label", {for: "people"}, T.people), view.people));
  }
  const name = lang === "zh" ? `${T.edit}第 ${row.line} 行` : `${T.edit} ${row.line}`;
  document.getElementById(`row${active}`).parentElement.after(make("div", {id: "editor", role: "group", "aria-label": name}, ...parts));
}

// Arrows go from role to role; Tab leaves them.
function roam(event) {
  const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  const all = [...event.currentTarget.children], at = all.indexOf(document.activeElement);
  const next = all[(at + step + all.length) % all.length];
  all.forEach(one => { one.tabIndex = one === next ? 0 : -1; });
  next.focus();
}

// A line that is chosen: once more, with the keyboard, and its text is.
function choose(n, event) {
  if (n === active && anchor === active && !event.shiftKey && event.detail === 0) view.text.focus();
  else go(n, event.shiftKey);
}

// Go to a row, with those between in what is selected if that is wanted.
function go(n, several = false) {
  if (n < 0 || n >= page.rows.length) return;
  active = n;
  if (!several) anchor = n;
  mark();
  drawEditor();
  toRow();
}

function mark() {
  view.lines.querySelectorAll(".line").forEach((line, n) => {
    line.tabIndex = n === active ? 0 : -1;
    line.setAttribute("aria-expanded", String(n === active));
    line.setAttribute("aria-pressed", String(isSelected(n)));
  });
}

function toRow() {
  const line = document.getElementById(`row${active}`);
  if (!line) return;
  line.focus({preventScroll: true});
  const editor = document.getElementById("editor");
  if (editor) editor.scrollIntoView({block: "nearest"});
  line.scrollIntoView({block: "nearest"});
}

function selectBlock() {
  const block = page.rows[active].block;
  active = page.rows.findIndex(row => row.block === block);
  anchor = page.rows.findLastIndex(row => row.block === block);
  mark();
  drawEditor();
  toRow();
}

function toDoubt(step) {
  for (let n = active + step; n >= 0 && n < page.rows.length; n += step) if (page.rows[n].doubtful) return go(n);
  say(T.none);
}

// Cut the line where the cursor stands in its text; offsets count code points.
function cut() {
  const row = page.rows[active];
  const before = [...view.text.value.slice(0, view.text.selectionStart)].length;
  act({do: "cut", start: row.start, end: row.end, at: row.start + before});
}

async function finish() {
  if (!page) return;
  await act({do: "finish", to: true});
  if (page.saved && where < page.all_done.length - 1) await open(where + 1);
}

async function end() {
  await waiting;
  try {
    const {status, told} = await ask("/end", {});
    if (status !== 200) return say(status === 403 ? T.denied : T.refused + told.error);
  } catch {
    return say(T.lost);
  }
  view.lines.replaceChildren();
  view.doubts.replaceChildren();
  view.tools.hidden = view.problem.hidden = true;
  page = null;
  say(T.ended);
}

const KEYS = {
  n: () => toDoubt(1), p: () => toDoubt(-1), r: () => act({do: "right", ...selected()}), w: () => act({do: "border", to: "new", ...selected()}),
  s: () => act({do: "border", to: "same", ...selected()}), d: () => act({do: "border", to: "join", ...selected()}), x: cut, j: () => act({do: "merge", ...selected()}),
  v: selectBlock, k: () => act({do: "free", ...selected()}), u: () => act({do: "undo"}), g: finish, "?": () => view.help.showModal(),
  e: () => view.people && view.people.focus(),
};
for (const [role, key] of Object.entries(ROLE_KEYS)) KEYS[key] = () => act({do: "role", to: role, ...selected()});

function press(event) {
  if (!page || view.help.open || event.isComposing) return;
  const field = event.target.closest("input, textarea, select");
  if (event.key === "Escape") return toRow();
  if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z" && (!field || field === view.text)) {
    event.preventDefault();
    return act({do: "undo"});
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (field && field !== view.text) return;
  if (field && event.key === "Enter") {
    event.preventDefault();
    return cut();
  }
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (step && !field && event.target.closest("#lines, body") && !event.target.closest("#editor")) {
    event.preventDefault();
    return go(active + step, event.shiftKey);
  }
  if (view.single.checked && Object.hasOwn(KEYS, event.key)) {
    event.preventDefault();
    KEYS[event.key]();
  }
}
