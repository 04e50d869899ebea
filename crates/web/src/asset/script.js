// What the pages do besides being read: news from the server, and keys. Everything else works
// without it.
"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);

  // The page as the server has it now, in place of what is shown. What is being typed stays.
  const swap = async () => {
    if ($("form[data-open]")) return;
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    for (const part of [".rail", "main"]) $(part).replaceChildren(...$(part, fresh).childNodes);
    document.title = fresh.title;
    root.dataset.revision = fresh.documentElement.dataset.revision;
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
    news.onmessage = (event) => {
      if (event.data !== root.dataset.revision) swap();
    };
  };

  const isTyping = (target) => target.closest("input, select, textarea, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = $(`.rail a[data-key="${CSS.escape(event.key)}"]`);
    if (page) page.click();
  });

  if (root.dataset.token) listen();
})();
