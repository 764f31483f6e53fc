// Links to paragraphs: the page's content comes after the page, so what an address points at is looked for when it is
// there; and links to the method stay in the project.
(() => {
  let wanted = decodeURIComponent(location.hash.slice(1));
  const look = () => {
    const target = wanted && document.getElementById(wanted);
    if (target) {
      wanted = "";
      target.scrollIntoView();
    }
  };
  new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true });
  addEventListener("hashchange", () => {
    wanted = decodeURIComponent(location.hash.slice(1));
    look();
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest("a.how");
    const project = new URLSearchParams(location.search).get("project");
    if (link && project) link.search = new URLSearchParams({ project }).toString();
    const box = document.getElementById("how-box");
    if (event.target === box) box.close(); // the ground behind it
    if (!link || !link.hash || !box || event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
    event.preventDefault(); // the paragraph comes to the figure
    window.dash_clientside.set_props("how-wanted", { data: decodeURIComponent(link.hash.slice(1)) });
    if (!box.open) box.showModal();
  });
})();
