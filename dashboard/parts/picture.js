// Gives an SVG that Python made as a file, or drawn on a canvas as PNG of twice its size. Nothing is loaded: the SVG
// is text of ours with its style inside, and an image element runs no script of it.
const SCALE = 2;

export default function (component) {
  const { data, parentElement: root } = component;
  let box = root.querySelector(".picture");
  if (!box) {
    box = document.createElement("div");
    box.className = "picture";
    root.appendChild(box);
  }
  const buttons = ["png", "svg"].map((kind) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = data.labels[kind];
    button.onclick = () => (kind === "svg" ? saveSvg(data) : savePng(data));
    return button;
  });
  box.replaceChildren(...buttons);
}

function blobOf(data) {
  return new Blob([data.svg], { type: "image/svg+xml;charset=utf-8" });
}

function saveSvg(data) {
  save(blobOf(data), `${data.name}.svg`);
}

async function savePng(data) {
  const url = URL.createObjectURL(blobOf(data));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.naturalWidth * SCALE;
    canvas.height = image.naturalHeight * SCALE;
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    canvas.toBlob((blob) => blob && save(blob, `${data.name}.png`), "image/png");
  } finally {
    URL.revokeObjectURL(url);
  }
}

function save(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
