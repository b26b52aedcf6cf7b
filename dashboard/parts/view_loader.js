// Draws trees with view.js and its styles, which the browser fetches once from our own server and keeps for all of them.
const SCRIPT = "@script";
const STYLES = "@styles";
const here = (path) => new URL(path, window.location.href).href;

async function load() {
  const [view, answer] = await Promise.all([import(here(SCRIPT)), fetch(here(STYLES))]);
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(await answer.text());
  return (globalThis.standpuntView.parts = { show: view.default, sheet });
}

function draw(component, { show, sheet }) {
  const root = component.parentElement.getRootNode();
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
  show(component);
}

export default function (component) {
  const kept = (globalThis.standpuntView ??= {});
  if (kept.parts) return draw(component, kept.parts);
  kept.loading ??= load();
  kept.loading.then((parts) => draw(component, parts));
}
