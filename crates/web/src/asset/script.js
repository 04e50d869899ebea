// What the pages do besides being read: news from the server, editing without leaving the page,
// keys. Everything can be read and written without it.
"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const isOpen = () => $("details.edit[open]");
  let isStale = false;

  // The page as the server has it now, in place of what is shown. What is being typed stays.
  const swap = async () => {
    if (isOpen()) { isStale = true; return; }
    isStale = false;
    const slow = setTimeout(() => root.classList.add("busy"), 200);
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const fresh = parse(await answer.text());
      if (isOpen()) { isStale = true; return; }
      const row = rows().indexOf(document.activeElement);
      for (const part of [".rail", "main"]) $(part).replaceChildren(...$(part, fresh).childNodes);
      document.title = fresh.title;
      root.dataset.news = fresh.documentElement.dataset.news;
      root.dataset.token = fresh.documentElement.dataset.token;
      rows()[row]?.focus();
      slide();
    } finally {
      clearTimeout(slow);
      root.classList.remove("busy");
    }
  };

  // A deadline that is moved by hand: its chance is in a table that came with the page.
  const slide = () => {
    const slider = $("#when");
    if (!slider) return;
    const days = JSON.parse(slider.dataset.days);
    const first = Number(slider.value);
    const said = $("#when-said");
    slider.parentElement.hidden = false;
    slider.oninput = () => {
      const at = Number(slider.value);
      const [day, percent, odds] = days[at];
      said.textContent = `${day}: ${percent}, ${odds}`;
      for (const chart of $$("svg.distribution")) {
        $$(".bars rect", chart).forEach((bar, index) => bar.setAttribute("class", index <= at ? "f4" : "f2 ef3"));
        const line = $(".deadline", chart);
        if (!line) continue;
        const wide = chart.viewBox.baseVal.width / days.length;
        line.setAttribute("transform", `translate(${(at - first) * wide} 0)`);
        [day, percent, odds].forEach((text, index) => { $$("text", line)[index].textContent = text; });
      }
    };
  };

  const pulse = (isLive) => {
    const chip = $("#pulse");
    if (!chip) return;
    chip.classList.toggle("off", !isLive);
    chip.lastElementChild.textContent = isLive ? "live" : "server gone, for reading only";
  };

  const listen = () => {
    const news = new EventSource("/events");
    news.onopen = () => pulse(true);
    news.onerror = () => pulse(false);
    news.onmessage = (event) => { if (event.data !== root.dataset.news) swap(); };
  };

  // Forms
  let hiding;
  const toast = (html) => {
    $("#toast").replaceChildren(...parse(html).body.childNodes);
    clearTimeout(hiding);
    hiding = setTimeout(() => $("#toast").replaceChildren(), 10000);
  };

  const send = (form, path) => fetch(path, {
    method: "POST",
    headers: { "x-fragment": "1" },
    body: new URLSearchParams(new FormData(form)),
  });

  document.addEventListener("submit", async (event) => {
    const form = event.target;
    const path = form.getAttribute("action");
    if (path !== "/edit" && path !== "/undo") return;
    event.preventDefault();
    try {
      const answer = await send(form, path);
      const details = form.closest("details");
      if (answer.ok && details) details.open = false;
      toast(await answer.text());
      if (answer.ok) swap();
    } catch {
      pulse(false);
      toast("<p class=wn>The server is gone, so nothing was written.</p>");
    }
  });

  let asking;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("details.edit form");
    const output = form && $("output", form);
    if (!output) return;
    clearTimeout(asking);
    asking = setTimeout(async () => {
      const typed = event.target.value;
      const answer = await send(form, "/price").catch(() => null);
      if (answer?.ok && event.target.value === typed) output.textContent = await answer.text();
    }, 120);
  });

  const enter = (details) => {
    const input = $("input:not([type=hidden])", details);
    if (input === document.activeElement) return;
    input?.focus();
    input?.select();
  };

  // The next key may come before the page has heard that its field is open.
  const click = (verb) => {
    verb.click();
    const details = verb.closest("details.edit");
    if (details?.open) enter(details);
  };

  document.addEventListener("toggle", (event) => {
    const details = event.target;
    if (!details.matches?.("details.edit")) return;
    if (details.open) {
      for (const other of $$("details.edit[open]")) if (other !== details) other.open = false;
      enter(details);
    } else if (isStale) swap();
  }, true);

  // Keys
  const rows = () => $$("[tabindex].row");
  const isOff = () => localStorage.getItem("fore-keys") === "off";

  const help = () => {
    const known = $("#keys");
    if (known) { known.showModal(); return; }
    const dialog = document.createElement("dialog");
    dialog.id = "keys";
    dialog.setAttribute("aria-label", "Keys");
    const pages = $$(".rail a[data-key]").map((a) => [a.dataset.key, a.firstElementChild.textContent]);
    const keys = [...pages, ["j k", "next row, row before"], ["Enter", "do what the row asks"],
      ["e", "estimate, or days left"], ["s f", "start, finish"], ["u", "undo"], ["Esc", "back"]];
    dialog.innerHTML = `<h2>Keys</h2><dl>${keys.map(([key]) => `<dt><kbd>${key}</kbd></dt><dd></dd>`).join("")}</dl>
      <p><label><input type="checkbox"> single letters are keys</label></p><form method="dialog"><button>Close</button></form>`;
    $$("dd", dialog).forEach((dd, index) => { dd.textContent = keys[index][1]; });
    const box = $("input", dialog);
    box.checked = !isOff();
    box.onchange = () => localStorage.setItem("fore-keys", box.checked ? "on" : "off");
    document.body.append(dialog);
    dialog.showModal();
  };

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement.closest(".row"));
    all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };

  const undo = () => {
    const form = document.createElement("form");
    form.innerHTML = '<input name="of">';
    form.firstChild.value = root.dataset.token;
    send(form, "/undo").then((answer) => answer.text()).then((html) => { toast(html); swap(); });
  };

  const plain = { j: () => step(1), k: () => step(-1), u: undo, "?": help };

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") {
      const details = target.closest?.("details.edit[open]") ?? isOpen();
      if (details) { details.open = false; (details.closest(".row") ?? details.firstElementChild).focus(); }
      else $("#toast")?.replaceChildren();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog that has just been closed may still have the focus.
    const isTyping = target.closest("input, select, textarea, dialog");
    if (isTyping && !target.closest("dialog:not([open])")) return;
    const row = target.matches?.(".row") && target;
    const verb = row && $(`[data-k="${CSS.escape(key)}"]`, row);
    if (key !== "Enter" && key !== "?" && isOff()) return;
    const page = $(`.rail a[data-key="${CSS.escape(key)}"]`);
    const act = verb ? () => click(verb) : plain[key] ?? (page && (() => page.click()));
    if (!act) return;
    event.preventDefault();
    act();
  });

  slide();
  if (root.dataset.token) listen();
})();
