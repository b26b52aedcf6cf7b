// Mounts the editor, which the browser fetches once from our own server and keeps (dashboard/editor says what it does).
// What it completes is fetched too, once for each state of the store, and not sent with every change.
const here = (path) => new URL(path, window.location.href).href;
const NOTHING = { prefixes: {}, terms: [] };
const kept = (globalThis.standpuntVocabulary ??= new Map());

function known({ vocabulary, vocabularyKey }) {
  if (!kept.has(vocabularyKey))
    kept.set(vocabularyKey, fetch(here(vocabulary)).then((answer) => (answer.ok ? answer.json() : NOTHING), () => NOTHING));
  return kept.get(vocabularyKey);
}

export default function (component) {
  const { data } = component;
  Promise.all([import(here(data.asset)), known(data)]).then(([editor, vocabulary]) =>
    editor.show({ ...component, data: { ...data, vocabulary } }),
  );
}
