// What can be completed: prefixes, classes, properties and instances of the store, and the query's own variables.
import { pickedCompletion } from "@codemirror/autocomplete";

const KEYWORDS = ("SELECT WHERE OPTIONAL FILTER UNION MINUS GRAPH VALUES BIND DISTINCT LIMIT OFFSET ASK CONSTRUCT DESCRIBE HAVING " +
  "PREFIX EXISTS COUNT SUM AVG MIN MAX SAMPLE GROUP_CONCAT STR LANG BOUND REGEX CONTAINS COALESCE IF").split(" ")
  .concat(["GROUP BY", "ORDER BY", "FILTER NOT EXISTS", "ORDER BY DESC"]);
const TYPES = { class: "class", property: "property", instance: "constant", value: "enum" };
const DECLARED = /^[ \t]*PREFIX[ \t]+([\w-]*):/gim;

// The terms arrive as rows [name, iri, kind, label, help, uses]; a name with a prefix, or "" where none fits.
export function completionsOf(vocabulary, words) {
  const { prefixes, terms } = vocabulary;
  const named = Object.entries(prefixes).map(([prefix, iri]) => ({
    label: `${prefix}:`, type: "namespace", detail: iri, boost: 10, apply: inserter(`${prefix}:`, prefix, prefixes),
  }));
  const known = terms.map(([name, iri, kind, label, help, uses]) => {
    const written = name || `<${iri}>`;
    const detail = [label, uses === null ? "" : words.uses.replace("{n}", uses)].filter(Boolean).join(" · ");
    return {
      label: `${written} ${label}`, displayLabel: written, type: TYPES[kind] ?? "text", detail, info: help || undefined, kind,
      boost: uses ? Math.min(40, Math.round(Math.log2(uses + 1) * 4)) : 0,
      apply: inserter(written, name ? name.slice(0, name.indexOf(":")) : null, prefixes),
    };
  });
  const keywords = KEYWORDS.map((label) => ({ label, type: "keyword", boost: -20 }));
  return { named, known, keywords };
}

// Inserts the text, and the PREFIX line it needs, in one step that one undo takes back.
function inserter(text, prefix, prefixes) {
  return (view, completion, from, to) => {
    const changes = [{ from, to, insert: text }];
    const before = prefix === null ? "" : missingPrefix(view.state.doc.toString(), prefix, prefixes);
    if (before) changes.unshift({ from: 0, to: 0, insert: before });
    view.dispatch({
      changes, selection: { anchor: from + text.length + before.length },
      annotations: pickedCompletion.of(completion), userEvent: "input.complete", scrollIntoView: true,
    });
  };
}

function missingPrefix(doc, prefix, prefixes) {
  const declared = new Set([...doc.matchAll(DECLARED)].map((found) => found[1]));
  return declared.has(prefix) || !(prefix in prefixes) ? "" : `PREFIX ${prefix}: <${prefixes[prefix]}>\n`;
}

// Which place of a triple the cursor is at, as far as the text before it tells.
function placeOf(before) {
  const bare = before.replace(/<[^<>\s]*>/g, "<i>").replace(/"[^"\n]*"/g, '""').replace(/#[^\n]*/g, " ");
  const found = /([{}.;,])\s*([^{}.;,]*)$/.exec(bare.slice(-2000));
  if (!found) return { place: "none" };
  const tokens = found[2].trim().split(/\s+/).filter(Boolean);
  const at = found[1] === ";" ? tokens.length + 1 : found[1] === "," ? 2 : tokens.length;
  const place = ["subject", "property", "object"][Math.min(at, 2)];
  return { place, afterType: place === "object" && /^(a|rdf:type)$/.test(tokens.at(-1) ?? "") };
}

export function completionSource(completions) {
  return (context) => {
    const variable = context.matchBefore(/[?$]\w*/);
    if (variable) return variables(context, variable);
    const word = context.matchBefore(/[\w:<][\w:/.#<-]*/);
    if (!word && !context.explicit) return null;
    const from = word ? word.from : context.pos;
    const before = context.state.sliceDoc(0, from);
    if (/(^|\n)[^\n"'<]*#[^\n]*$/.test(before) && !/<[^>\s]*$/.test(before)) return null;
    const { named, known, keywords } = completions();
    const { place, afterType } = placeOf(before);
    const wanted = afterType ? ["class"] : { property: ["property"], object: ["instance", "value"], subject: ["instance"] }[place] ?? [];
    const options = known
      .filter((one) => !afterType || one.kind === "class")
      .map((one) => (wanted.includes(one.kind) ? { ...one, boost: one.boost + 45 } : one));
    return { from, options: afterType ? [...options, ...named] : [...options, ...named, ...keywords], validFor: /^[\w:/.#<-]*$/ };
  };
}

function variables(context, typed) {
  const names = new Set(context.state.doc.toString().match(/[?$]\w+/g) ?? []);
  names.delete(typed.text);
  return { from: typed.from, options: [...names].map((label) => ({ label, type: "variable" })), validFor: /^[?$]\w*$/ };
}
