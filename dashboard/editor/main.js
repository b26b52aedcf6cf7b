// The SPARQL editor of the query page, mounted by ../parts/editor_loader.js: show(component) for every change of the data.
//   data     text and its revision (a new revision replaces what is typed), diagnostics, vocabulary, words, buttons, busy
//   text     {text, revision, time}: what is typed, sent when typing rests and when the editor is left
//   act      {name, text, revision, time}: a button or Ctrl+Enter
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { HighlightStyle, StreamLanguage, bracketMatching, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { lintGutter, setDiagnostics } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { completionSource, completionsOf } from "./completing.js";

const REST_MS = 700;

// Colours are classes: editor.css gives them from the theme's own, so that light and dark both work.
const HIGHLIGHT = HighlightStyle.define([
  { tag: tags.keyword, class: "tok-keyword" },
  { tag: [tags.standard(tags.variableName), tags.standard(tags.name)], class: "tok-function" },
  { tag: tags.local(tags.variableName), class: "tok-variable" },
  { tag: tags.atom, class: "tok-iri" },
  { tag: tags.string, class: "tok-string" },
  { tag: tags.comment, class: "tok-comment" },
  { tag: tags.meta, class: "tok-meta" },
  { tag: tags.number, class: "tok-number" },
]);

export function show(component) {
  const { data, parentElement: root, setStateValue, setTriggerValue } = component;
  const state = (root.standpuntEditor ??= {});
  state.send = setStateValue;
  state.act = setTriggerValue;
  state.data = data;
  if (!state.view) mount(root, state);
  if (state.vocabulary !== data.vocabularyKey) {
    state.vocabulary = data.vocabularyKey;
    state.completions = completionsOf(data.vocabulary, data.words);
  }
  if (state.revision !== data.revision) {
    state.revision = data.revision;
    clearTimeout(state.timer);
    const doc = state.view.state.doc;
    if (doc.toString() !== data.text) state.view.dispatch({ changes: { from: 0, to: doc.length, insert: data.text } });
  }
  mark(state.view, data);
  drawButtons(state, data);
}

function mount(root, state) {
  const box = document.createElement("div");
  box.className = "editor";
  state.buttons = document.createElement("div");
  state.buttons.className = "buttons";
  const text = document.createElement("div");
  text.className = "text";
  box.append(text, state.buttons);
  root.appendChild(box);
  // The page around us has keys of its own (r, c) that must not hear what is typed here.
  box.addEventListener("keydown", (event) => event.stopPropagation());
  const run = () => (act(state, "run"), true);
  state.revision = state.data.revision;
  state.view = new EditorView({
    parent: text,
    root: root.getRootNode(),
    state: EditorState.create({
      doc: state.data.text,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }, { key: "Ctrl-Enter", run }])),
        lineNumbers(), lintGutter(), history(), drawSelection(), bracketMatching(), closeBrackets(), highlightActiveLine(),
        EditorView.lineWrapping, indentUnit.of("  "), StreamLanguage.define(sparql), syntaxHighlighting(HIGHLIGHT),
        autocompletion({ override: [completionSource(() => state.completions)], maxRenderedOptions: 60, icons: true }),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap, indentWithTab]),
        placeholder(state.data.words.placeholder),
        EditorView.contentAttributes.of({ "aria-label": state.data.words.label, "aria-description": state.data.words.keys, spellcheck: "false", tabindex: "0" }),
        EditorView.updateListener.of((update) => { if (update.docChanged) rest(state); }),
        EditorView.domEventHandlers({ blur: () => tell(state) }),
      ],
    }),
  });
}

function rest(state) {
  clearTimeout(state.timer);
  state.timer = setTimeout(() => tell(state), REST_MS);
}

function tell(state) {
  clearTimeout(state.timer);
  const text = state.view.state.doc.toString();
  if (text === (state.told ?? state.data.text) && state.toldRevision === state.revision) return;
  if (state.toldRevision !== state.revision && text === state.data.text) return;
  state.told = text;
  state.toldRevision = state.revision;
  state.send("text", { text, revision: state.revision, time: clock(state) });
}

function act(state, name) {
  clearTimeout(state.timer);
  const text = state.view.state.doc.toString();
  state.told = text;
  state.toldRevision = state.revision;
  state.act("act", { name, text, revision: state.revision, time: clock(state) });
}

// Each message is later than the one before, so that the page can tell which text is the newest.
function clock(state) {
  state.clock = Math.max(Date.now(), (state.clock ?? 0) + 1);
  return state.clock;
}

// Diagnostics hold for the text they were made of; once that is edited they move along, and go when new ones come.
function mark(view, data) {
  const key = JSON.stringify(data.diagnostics);
  if (view.standpuntMarks === key || (data.diagnostics.length && view.state.doc.toString() !== data.checked)) return;
  view.standpuntMarks = key;
  const doc = view.state.doc;
  const found = data.diagnostics.map((one) => {
    const line = doc.line(Math.min(Math.max(1, one.line), doc.lines));
    const from = Math.min(line.to, line.from + Math.max(0, one.column - 1));
    const to = one.length ? Math.min(line.to, from + one.length) : line.to;
    return { from: from === to ? Math.max(line.from, from - 1) : from, to: Math.max(from, to), severity: one.severity, message: one.message };
  });
  view.dispatch(setDiagnostics(view.state, found));
}

function drawButtons(state, data) {
  const key = JSON.stringify([data.buttons, data.busy]);
  if (state.drawnButtons === key) return;
  state.drawnButtons = key;
  const nodes = data.buttons.map(({ name, label, title, main }) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = main ? "main" : "";
    button.textContent = label;
    if (title) button.title = title;
    button.disabled = Boolean(data.busy && main);
    button.onclick = () => act(state, name);
    return button;
  });
  const keys = document.createElement("span");
  keys.className = "keys";
  keys.textContent = data.words.keys;
  state.buttons.replaceChildren(...nodes, keys);
}
