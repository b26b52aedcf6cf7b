// Mounts the editor, which the browser fetches once from our own server and keeps (dashboard/editor says what it does).
export default function (component) {
  const address = new URL(component.data.asset, window.location.href).href;
  import(address).then((editor) => editor.show(component));
}
