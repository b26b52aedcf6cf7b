// Draws a tree of plain nodes that Python sends, by createElement and textContent alone: no text ever becomes HTML.
// A node is a string or {t: tag, c: class, a: attributes, k: children}. These attributes make it live:
//   pick   an element with it, clicked, makes its value the picked one ("toggle": a second click unpicks it)
//   of     an element with it bears the class "on" while one of its values (by blanks) is picked; panels show only then
//   go     a link to another page of ours: {page, params}; Python changes the page without a reload
//   copy   a button that puts the full form of a relative address on the clipboard; copytext one that puts its own words there
//   basket a button that puts its value into the basket, or takes it out; unbasket a link that takes its value ("*": all) out
//   tobasket a link to the page of that basket: it gets what is in it as this parameter, and how many there are
//   grid   a table whose buttons are reached by arrow keys, Home and End; one of them is reached by Tab
//   unfold a button that shows or hides the element with that id; a click elsewhere or Escape hides it again
//   theme  a button that asks for "Light", "Dark" or "System" colours; Streamlit keeps one choice for each page's address
const TAGS = new Set(("a article aside b blockquote br button caption cite code dd details div dl dt em figcaption figure " +
  "footer h1 h2 h3 h4 header i li mark nav ol p section small span strong summary table tbody td th thead time tr ul").split(" "));
const PLAIN = new Set(["id", "lang", "title", "role", "scope", "colspan", "datetime", "dir", "open", "tabindex"]);
// Drawings: elements of SVG with the attributes that place and name them; colours come from parts/figure.css.
const SVG_TAGS = new Set("svg g rect circle line polygon path text tspan title".split(" "));
const SVG_PLAIN = new Set(("viewBox x y x1 y1 x2 y2 cx cy r rx width height points d dy text-anchor dominant-baseline " +
  "transform stroke-width font-size opacity").split(" "));
const LOCAL = /^[a-z]*(\?[^#]*)?(#[\w.~:/-]*)?$/;
const THING = /^id\/[\w./~-]+\.ttl$/;  // what is said of a thing, see dashboard/resolving.py
const BASKET = "standpunt-basket", MOST_IN_BASKET = 60;  // see dashboard/basket.py
const TAKEN = /^take\/[0-9a-f]{32}\/[\w.-]+$/;  // a file, see dashboard/taking.py

export default function (component) {
  const { data, parentElement: root, setStateValue, setTriggerValue } = component;
  const state = (root.standpunt ??= { picked: data.picked ?? null, texts: null, told: data.picked ?? null });
  let box = root.querySelector(".view");
  if (!box) {
    box = document.createElement("div");
    box.className = "view";
    root.appendChild(box);
    state.texts = null;
  }
  // Python may change what is picked (another address); what the reader picked since then stays.
  if ((data.picked ?? null) !== state.told) state.picked = state.told = data.picked ?? null;

  const pick = (value) => {
    state.picked = value;
    state.told = value;
    show(false);
    setStateValue("picked", value ?? "");
  };

  const listeners = {
    click(event) {
      const el = event.target.closest("[data-pick],[data-go],[data-copy],[data-copytext],[data-theme],[data-unfold],[data-basket]");
      if (!el || !box.contains(el)) return;
      if (el.dataset.unfold !== undefined) {
        unfold(el, el.getAttribute("aria-expanded") !== "true");
      } else if (el.dataset.basket !== undefined) {
        toss(el.dataset.basket);
      } else if (el.dataset.go !== undefined) {
        if (el.dataset.unbasket !== undefined) drop(el.dataset.unbasket);
        if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
        event.preventDefault();
        setTriggerValue("go", JSON.parse(el.dataset.go));
      } else if (el.dataset.theme !== undefined) {
        const base = new URL(".", document.baseURI).pathname;
        for (const page of JSON.parse(el.dataset.pages)) {
          localStorage.setItem(`stActiveTheme-${base}${page}-v2`, JSON.stringify(el.dataset.theme));
        }
        location.reload();
      } else if (el.dataset.copy !== undefined || el.dataset.copytext !== undefined) {
        const copied = el.dataset.copytext ?? new URL(el.dataset.copy, window.location.href).href;
        navigator.clipboard?.writeText(copied).then(() => {
          el.classList.add("done");
          el.lastChild.textContent = el.dataset.done;
        });
      } else {
        const same = state.picked === el.dataset.pick;
        pick(same && el.dataset.toggle !== undefined ? null : el.dataset.pick);
        if (!same) reveal(el);
      }
    },
    keydown(event) {
      if (event.key === "Escape") {
        const opener = event.target.closest(".group")?.querySelector("[data-unfold][aria-expanded=true]") ?? null;
        fold(opener);
        opener?.focus();
      }
      const table = event.target.closest("[data-grid]");
      const next = table && neighbour(event.target, event.key);
      if (next) {
        event.preventDefault();
        for (const one of table.querySelectorAll("[tabindex='0']")) one.tabIndex = -1;
        next.tabIndex = 0;
        next.focus();
      }
      const el = event.target.closest("[data-pick]");
      if (el && el.tagName !== "BUTTON" && (event.key === "Enter" || event.key === " ")) {
        event.preventDefault();
        el.dispatchEvent(new MouseEvent("click", { bubbles: true }));  // an element of SVG has no click()
      }
    },
  };

  // What is in the basket, on each button and on the link to its page.
  function tell() {
    const inside = basket();
    for (const el of box.querySelectorAll("[data-basket]")) {
      el.dataset.words ??= el.lastChild.textContent;
      const on = inside.includes(el.dataset.basket);
      el.setAttribute("aria-pressed", String(on));
      el.classList.toggle("done", on);
      el.lastChild.textContent = on ? el.dataset.done : el.dataset.words;
    }
    for (const el of box.querySelectorAll("[data-tobasket]")) {
      el.dataset.words ??= el.lastChild.textContent;
      el.lastChild.textContent = inside.length ? `${el.dataset.words} (${inside.length})` : el.dataset.words;
      const go = JSON.parse(el.dataset.go);
      go.params = inside.length ? { [el.dataset.tobasket]: inside.join(",") } : {};
      el.dataset.go = JSON.stringify(go);
      el.href = inside.length ? `${go.page}?${new URLSearchParams(go.params)}` : go.page;
    }
  }

  function unfold(opener, open) {
    for (const other of openers()) {
      if (other !== opener && !part(other)?.contains(opener)) set(other, false);
    }
    set(opener, open);
  }

  const openers = () => box.querySelectorAll("[data-unfold]");
  const part = (opener) => box.querySelector(`#${CSS.escape(opener.dataset.unfold)}`);
  const set = (opener, open) => {
    opener.setAttribute("aria-expanded", String(open));
    part(opener)?.classList.toggle("unfolded", open);
  };
  const fold = (only) => openers().forEach((opener) => (only === null || opener === only) && set(opener, false));

  const isOf = (el) => state.picked !== null && el.dataset.of.split(" ").includes(state.picked);

  function reveal(source) {
    // A mark in the text brings its note into sight, a note its mark; what is in sight stays where it is.
    const goal = source.dataset.reveal;
    if (!goal) return;
    // What Python has yet to draw is brought into sight when it comes.
    state.goal = bring(goal) ? null : goal;
  }

  function bring(goal) {
    const el = [...box.querySelectorAll("[data-of]")].find(
      (one) => isOf(one) && one.dataset.role === goal);
    el?.scrollIntoView({ block: "nearest", behavior: "smooth" });
    return el !== undefined;
  }

  function show(first) {
    for (const el of box.querySelectorAll("[data-of]")) el.classList.toggle("on", isOf(el));
    for (const el of box.querySelectorAll("[data-pick]")) {
      const on = el.dataset.pick === state.picked;
      el.classList.toggle("on", on || (el.dataset.of !== undefined && isOf(el)));
      el.setAttribute(el.dataset.toggle !== undefined ? "aria-expanded" : "aria-pressed", String(on));
    }
    if (first && state.picked !== null && data.scroll) {
      const el = [...box.querySelectorAll("[data-of],[data-pick]")].find(
        (one) => (one.dataset.of !== undefined ? isOf(one) : one.dataset.pick === state.picked) &&
          (!data.scrollRole || one.dataset.role === data.scrollRole));
      // Twice: fonts and the page around us may still move things.
      for (const wait of [60, 600]) setTimeout(() => el?.scrollIntoView({ block: "center" }), wait);
    }
  }

  const texts = data.tree.map((node) => JSON.stringify(node));
  const first = state.texts === null;
  if (first || texts.length !== state.texts.length || texts.some((text, at) => text !== state.texts[at])) {
    const focused = (root.activeElement ?? root.getRootNode().activeElement)?.dataset?.pick;
    // Only what changed is drawn anew: picking a claim leaves the other issues as they are.
    if (!first && texts.length === state.texts.length) {
      texts.forEach((text, at) => {
        if (text !== state.texts[at]) box.childNodes[at].replaceWith(draw(data.tree[at]));
      });
    } else {
      box.replaceChildren(...data.tree.map(draw));
    }
    state.texts = texts;
    if (focused !== undefined) {
      [...box.querySelectorAll("[data-pick]")].find((el) => el.dataset.pick === focused)?.focus({ preventScroll: true });
    }
  }
  show(first);
  if (box.querySelector("[data-basket],[data-tobasket]")) {
    tell();
    state.basket?.abort();
    state.basket = new AbortController();
    for (const name of [BASKET, "storage"]) window.addEventListener(name, tell, { signal: state.basket.signal });
  }
  if (state.goal && bring(state.goal)) state.goal = null;
  // Set, not added: this function runs again for every change of the data, in the same box.
  box.onclick = listeners.click;
  box.onkeydown = listeners.keydown;
  if (openers().length) {
    openers().forEach((opener) => opener.ariaExpanded ?? opener.setAttribute("aria-expanded", "false"));
    state.outside?.abort();
    state.outside = new AbortController();
    const away = (event) => event.composedPath().includes(box) || fold(null);
    document.addEventListener("click", away, { signal: state.outside.signal });
  }
}

// The basket of this browser, which all its windows share; one that keeps nothing has none.
function basket() {
  try {
    const found = JSON.parse(localStorage.getItem(BASKET) ?? "[]");
    return Array.isArray(found) ? found.filter((one) => typeof one === "string") : [];
  } catch {
    return [];
  }
}

function keep(things) {
  try {
    localStorage.setItem(BASKET, JSON.stringify(things.slice(0, MOST_IN_BASKET)));
  } catch { /* a browser that keeps nothing */ }
  window.dispatchEvent(new Event(BASKET));
}

function toss(thing) {
  const inside = basket();
  keep(inside.includes(thing) ? inside.filter((one) => one !== thing) : [...inside, thing]);
}

function drop(thing) {
  keep(thing === "*" ? [] : basket().filter((one) => one !== thing));
}

// The button of a table that a key leads to from another; null if there is none that way.
function neighbour(from, key) {
  const cell = from.closest("td");
  const row = cell?.parentElement;
  if (!row) return null;
  const button = (one, at) => one.children[at]?.querySelector("button") ?? null;
  const within = [...row.children].map((one) => one.querySelector("button")).filter(Boolean);
  const at = within.indexOf(from);
  if (key === "ArrowRight") return within[at + 1] ?? null;
  if (key === "ArrowLeft") return within[at - 1] ?? null;
  if (key === "Home") return within[0];
  if (key === "End") return within.at(-1);
  const step = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[key];
  for (let other = step && row[step]; other; other = other[step]) {
    const found = button(other, cell.cellIndex);
    if (found) return found;
  }
  return null;
}

function draw(node) {
  if (typeof node === "string") return document.createTextNode(node);
  const isDrawing = SVG_TAGS.has(node.t);
  const el = isDrawing
    ? document.createElementNS("http://www.w3.org/2000/svg", node.t)
    : document.createElement(TAGS.has(node.t) ? node.t : "span");
  if (node.t === "button") el.type = "button";
  if (node.c) el.setAttribute("class", node.c);
  for (const [name, value] of Object.entries(node.a ?? {})) attribute(el, name, value);
  for (const child of node.k ?? []) el.appendChild(draw(child));
  return el;
}

function attribute(el, name, value) {
  if (name === "href") {
    if (LOCAL.test(value) || TAKEN.test(value) || THING.test(value)) el.href = value;
  } else if (name === "download") {
    el.download = value;
  } else if (name === "go" || name === "pages") {
    el.dataset[name] = JSON.stringify(value);
  } else if (["pick", "of", "copy", "copytext", "done", "reveal", "theme", "unfold", "basket", "unbasket", "tobasket"].includes(name)) {
    el.dataset[name] = value;
  } else if (name === "toggle" || name === "grid") {
    el.dataset[name] = "";
  } else if (name === "part") {
    el.dataset.role = value;
  } else if (name === "cell") {
    el.style.gridColumn = String(Number(value[0]));
    el.style.gridRow = String(Number(value[1]));
  } else if (name === "share") {
    el.style.setProperty("--share", String(Number(value)));
  } else if (PLAIN.has(name) || name.startsWith("aria-") || (SVG_TAGS.has(el.localName) && SVG_PLAIN.has(name))) {
    el.setAttribute(name, value);
  }
}
