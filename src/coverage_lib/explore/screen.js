// Shows what Python drew, tells it which region was clicked, and keeps the address of the page in step with the settings.
function render({ model, el }) {
  el.classList.add("atlas-screen");
  const parts = {};
  const drawn = new Map();
  for (const name of model.get("names")) {
    const part = document.createElement(name === "remarks" ? "div" : "section");
    part.className = "atlas-" + name;
    if (name === "remarks") {
      part.setAttribute("role", "status");
      part.setAttribute("aria-live", "polite");
    }
    parts[name] = part;
    el.appendChild(part);
  }

  function show() {
    const shown = model.get("shown");
    el.lang = model.get("lang");
    for (const [name, part] of Object.entries(parts)) {
      const text = shown[name] || "";
      if (drawn.get(name) === text) continue;
      drawn.set(name, text);
      part.innerHTML = text;
      part.hidden = !text;
    }
  }

  // A click chooses the region alone; with Shift, Ctrl or Cmd it is added to the others or taken away.
  el.addEventListener("click", (event) => {
    const region = event.target.closest("[data-code]");
    if (region) {
      model.send({ kind: "pick", code: region.dataset.code, more: event.shiftKey || event.ctrlKey || event.metaKey });
    }
  });

  // Saved files are offered for download too, so that the page can stand on another machine than the reader's.
  function offer() {
    el.querySelectorAll("a[data-file]").forEach((link) => {
      const file = model.get("files").find((each) => each.name === link.dataset.file);
      if (file) link.href = URL.createObjectURL(new Blob([file.data], { type: file.mime }));
    });
  }

  const alone = !document.querySelector(".jp-LabShell");
  function address() {
    if (alone && model.get("query")) history.replaceState(null, "", "?" + model.get("query"));
  }

  model.on("change:shown", show);
  model.on("change:shown", offer);
  model.on("change:query", address);
  show();
  address();
  if (alone) model.send({ kind: "address", href: location.origin + location.pathname });
}

export default { render };
