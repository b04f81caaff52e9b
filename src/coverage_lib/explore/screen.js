// Shows what Python drew, tells it which region was clicked, and keeps the address of the page in step with the settings.
function render({ model, el }) {
  el.classList.add("atlas-screen");
  for (const name of model.get("parts")) {
    const part = document.createElement(name === "remarks" || name === "saved" ? "div" : "section");
    part.className = "atlas-" + name.replace("_", "-");
    if (part.tagName === "DIV") part.setAttribute("role", "status");
    // On a narrow page the table scrolls within itself, with the keyboard too.
    if (name === "numbers") part.tabIndex = 0;
    el.appendChild(part);
    const show = () => {
      part.innerHTML = model.get(name);
      part.hidden = !model.get(name);
      if (name === "saved") offer();
    };
    model.on("change:" + name, show);
    show();
  }
  const speak = () => { el.lang = model.get("lang"); };
  model.on("change:lang", speak);
  speak();

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

  // Two columns where there is room for them: the page's width says nothing of the room that JupyterLab leaves.
  const room = new ResizeObserver(() => el.classList.toggle("atlas-wide", el.clientWidth >= 860));
  room.observe(el);

  const alone = document.body.dataset.voila !== undefined;
  function address() {
    if (alone && model.get("query")) history.replaceState(null, "", "?" + model.get("query"));
  }

  model.on("change:query", address);
  address();
  if (alone) model.send({ kind: "address", href: location.origin + location.pathname });
  return () => room.disconnect();
}

export default { render };
