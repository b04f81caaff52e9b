// A region says its figures when a pointer rests on it or a finger taps it; the contents list follows the reader.
(function () {
  var bubble = document.getElementById("pointer");
  var regions = [];
  document.querySelectorAll(".drawing svg g > title").forEach(function (title) {
    var group = title.parentNode;
    group.dataset.label = title.textContent;
    title.remove();
    regions.push(group);
  });
  function show(event) {
    var group = event.target.closest ? event.target.closest("g[data-label]") : null;
    if (!group) { bubble.hidden = true; return; }
    bubble.textContent = group.dataset.label;
    bubble.hidden = false;
    var width = bubble.offsetWidth, height = bubble.offsetHeight;
    bubble.style.left = Math.max(4, Math.min(event.clientX + 14, window.innerWidth - width - 4)) + "px";
    bubble.style.top = Math.max(4, event.clientY - height - 14) + "px";
  }
  if (regions.length) {
    document.addEventListener("pointermove", show);
    document.addEventListener("click", show);
    document.addEventListener("scroll", function () { bubble.hidden = true; }, { passive: true });
  }
  // On a wide screen the contents stand open beside the text; on a phone the finding comes first.
  var contents = document.querySelector(".contents details");
  if (contents && window.matchMedia("(min-width: 68rem)").matches) contents.open = true;
  // A link into what is folded opens it.
  function unfold() {
    var target = location.hash && document.getElementById(location.hash.slice(1)), folded = target && target.closest("details");
    if (folded) folded.open = true;
  }
  window.addEventListener("hashchange", unfold);
  unfold();
  var links = {};
  document.querySelectorAll(".contents a").forEach(function (link) { links[link.hash.slice(1)] = link; });
  if ("IntersectionObserver" in window) {
    var watch = new IntersectionObserver(function (entries) {
      entries.forEach(function (entry) {
        if (!entry.isIntersecting) return;
        Object.keys(links).forEach(function (id) { links[id].removeAttribute("aria-current"); });
        if (links[entry.target.id]) links[entry.target.id].setAttribute("aria-current", "true");
      });
    }, { rootMargin: "0px 0px -70% 0px" });
    document.querySelectorAll("main h2[id]").forEach(function (heading) { watch.observe(heading); });
  }
})();
