// What the pages do besides being read: news from the server, editing without leaving the page,
// keys. Everything can be read and written without it.
"use strict";
(() => {
  const root = document.documentElement;
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];
  const on = document.addEventListener.bind(document);
  const parse = (html) => new DOMParser().parseFromString(html, "text/html");
  const load = async (href) => parse(await (await fetch(href)).text());
  const isOpen = () => $("details.edit[open]");
  const isChanged = (form) => $$("input:not([type=hidden]), textarea", form)
    .some((one) => one.value !== one.defaultValue || one.checked !== one.defaultChecked);
  const isTyping = () => isOpen() || $("main dialog[open]") || $("main form[method=post] :is(input, textarea):focus")
    || $$("main form[method=post]").some(isChanged);
  let isStale = false;

  // The page as the server has it now, in place of what is shown. What is being typed stays, and
  // so does what is shown while something newer is being worked out.
  const swap = async () => {
    if (isTyping()) { isStale = true; return; }
    isStale = false;
    const slow = setTimeout(() => root.classList.add("busy"), 200);
    try {
      const answer = await fetch(location.href);
      if (!answer.ok) return;
      const fresh = parse(await answer.text());
      if (isTyping()) { isStale = true; return; }
      if ($("[data-later]", fresh) && !$("[data-later]")) return;
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
    slider.hidden = false;
    // The handle is below the line, at the end of its column.
    const share = 100 / days.length;
    slider.style.cssText = `margin-left:calc(${share}% - 12px);width:calc(${100 - share}% + 24px)`;
    $("#day").onchange = ({ target }) => {
      slider.value = days.findLastIndex((one) => one[3] <= target.value);
      slider.oninput();
      slider.onchange();
    };
    // What follows from another day is worked out once the hand rests.
    let moved;
    const follow = async (day) => {
      moved = day;
      const fresh = $$(".follows", await load(`/forecast?by=${day}`));
      if (moved === day) $$(".follows").forEach((one, n) => one.replaceWith(fresh[n]));
    };
    slider.onchange = () => follow(days[slider.value][3]);
    slider.oninput = () => {
      const at = Number(slider.value);
      const [day, percent, odds, iso] = days[at];
      $("#when-said").textContent = slider.ariaValueText = `${day}: ${percent}, ${odds}`;
      $("#day").value = iso;
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
  const toast = (html, stays) => {
    $("#toast").replaceChildren(...parse(html).body.childNodes);
    clearTimeout(hiding);
    if (!stays) hiding = setTimeout(() => $("#toast").replaceChildren(), 10000);
  };

  const send = (form, path) => fetch(path, {
    method: "POST",
    headers: { "x-fragment": "1" },
    body: new URLSearchParams(new FormData(form)),
  });

  on("submit", async (event) => {
    const form = event.target;
    const path = form.getAttribute("action");
    if (form.method !== "post" || path === "/new") return;
    event.preventDefault();
    if (path === "/price") { ask(form); return; }
    try {
      const answer = await send(form, path);
      toast(await answer.text(), !answer.ok);
      if (!answer.ok) return;
      form.closest("dialog")?.close();
      const details = form.closest("details.edit");
      if (details) details.open = false;
      form.reset();
      (form.closest(".row") ?? $("main")).focus();
      swap();
    } catch {
      pulse(false);
      toast("<p class=wn>The server is gone, so nothing was written.</p>");
    }
  });

  // What a form would do to the date. Only the newest question is answered.
  let asking = 0;
  const ask = async (form) => {
    const output = $("output", form);
    const number = asking += 1;
    const answer = await send(form, "/price").catch(() => null);
    if (answer?.ok && number === asking) output.textContent = await answer.text();
  };

  let waiting;
  on("input", (event) => {
    const form = event.target.form;
    const draft = event.target.closest(".tick")?.querySelector("[type=checkbox]");
    if (draft && event.target !== draft) draft.checked = true;
    if (form?.method !== "post" || !$("output", form)) return;
    clearTimeout(waiting);
    waiting = setTimeout(() => ask(form), 120);
  });

  on("focusout", () => setTimeout(() => { if (isStale) swap(); }));

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

  on("toggle", (event) => {
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

  // A dialog that is gone when it is closed.
  const box = (label, nodes) => {
    const dialog = make("dialog", [...nodes], { ariaLabel: label });
    dialog.onclose = () => dialog.remove();
    document.body.append(dialog);
    dialog.showModal();
    return dialog;
  };

  const make = (name, text, more = {}) => {
    const made = Object.assign(document.createElement(name), more);
    made.append(...[text].flat());
    return made;
  };

  // All that can be done in a row, to choose from.
  const menu = (row) => {
    const verbs = $$("summary, form.do button, a.btn", row);
    if (verbs.length === 0) return;
    const buttons = verbs.map((verb) => {
      const said = verb.ariaLabel || verb.title || verb.textContent;
      const button = make("button", [said, make("kbd", verb.dataset.k ?? "")]);
      button.dataset.k = verb.dataset.k ?? "";
      button.onclick = () => { dialog.close(); click(verb); };
      return button;
    });
    const dialog = box("What can be done here", buttons);
    dialog.className = "menu";
  };

  // The row as a line of Markdown; without one what the page has for it, or its answer.
  const copy = (row) => {
    const verbs = row ? $$("button, .btn", row).map((verb) => verb.innerText.trim()) : [];
    const words = row?.innerText.split(/[\n\t]+/).map((word) => word.trim())
      .filter((word) => word && !verbs.includes(word));
    const text = row ? `- ${words.join(" · ")}` : $("textarea.copy")?.value
      ?? `**${$("h1").innerText}** ${$(".sub")?.innerText ?? ""}`.trim();
    navigator.clipboard.writeText(text).then(
      () => toast("<p>Copied.</p>"), () => toast("<p class=wn>This browser does not let us copy.</p>"));
  };

  const tables = () => {
    const all = $$("details.as-table");
    for (const one of all) one.open = !one.open;
    all[0]?.scrollIntoView({ block: "nearest" });
  };

  // What another page asks, in a dialog over this one; and what is found, while one types.
  const over = async (href) => {
    const page = await load(href);
    const dialog = box($("h1", page).textContent, ($(".sheet", page) ?? $("main", page)).childNodes);
    $("textarea", dialog)?.focus();
    const letters = $("#letters", dialog);
    if (!letters) return;
    letters.checked = !isOff();
    letters.onchange = () => localStorage.setItem("fore-keys", letters.checked ? "on" : "off");
  };

  on("click", (event) => {
    const link = event.target.closest("a[data-over]");
    if (link && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      over(link.href);
    }
    if (event.target.closest("[data-copy]")) copy();
    if (event.target.closest("[data-close]")) {
      event.target.closest("dialog")?.close();
      $("#toast").replaceChildren();
    }
  });

  on("input", async (event) => {
    const form = event.target.closest("form.find");
    if (!form) return;
    history.replaceState(null, "", `?${new URLSearchParams(new FormData(form))}`);
    const typed = event.target.value;
    const fresh = await load(location.href);
    if (event.target.value !== typed) return;
    for (const part of ["h1", "#found"]) $(part).replaceChildren(...$(part, fresh).childNodes);
  });

  // A bar of the timeline that is moved asks what if: in another lane somebody else would do it, along
  // time it would begin later. Nothing is written before Enter.
  const barOf = (target) => target.closest?.(".view svg a");
  let held;

  // The name of a bar stays in its column.
  const shift = (bar, to) => $$(":not(text:first-of-type)", bar).forEach((part) => part.setAttribute("transform", to));

  const consider = (bar, who, days) => {
    const [dialog, form] = [$("#shift"), $("#shift form")];
    const [token] = form.of.value.split(" ");
    const task = decodeURIComponent(bar.getAttribute("href").split("/").pop());
    form.of.value = [token, root.dataset.news.split(" ")[0], "shift", task].join(" ");
    [form.who.value, form.days.value] = [who, days];
    $("#shifted").textContent = $("title", bar).textContent;
    if (!dialog.open) dialog.show();
    form.who.dispatchEvent(new Event("input", { bubbles: true }));
  };

  // Asks on in a dialog that has the keys; what is left goes back to its place.
  const settle = (bar, focused) => {
    const dialog = $("#shift");
    dialog.close();
    dialog.showModal();
    $(focused, dialog).focus();
    dialog.onclose = () => {
      if (dialog.open) return;
      shift(bar, "");
      bar.focus();
      if (isStale) swap();
    };
  };

  const laneAt = (svg, y) => $$(".hands", svg)
    .filter((lane) => lane.getBoundingClientRect().top <= y + 4).pop()?.firstElementChild.textContent ?? "";

  on("pointerdown", ({ target, button, clientX, clientY }) => {
    const bar = barOf(target);
    if (!bar || button !== 0 || !$("#shift")) return;
    const svg = bar.ownerSVGElement;
    const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
    held = { bar, svg, scale, x: clientX, y: clientY, lane: laneAt(svg, clientY) };
  });

  on("pointermove", ({ clientX, clientY }) => {
    if (!held) return;
    const { bar, svg, scale } = held;
    const [x, y] = [(clientX - held.x) / scale, (clientY - held.y) / scale];
    if (!held.isMoved && Math.hypot(x, y) < 5) return;
    held.isMoved = true;
    shift(bar, `translate(${x} ${y})`);
    const lane = laneAt(svg, clientY);
    const who = lane === held.lane ? "" : lane;
    const days = who ? 0 : Math.round(x / svg.parentElement.dataset.day);
    if (who !== held.who || days !== held.days) consider(bar, who, days);
    Object.assign(held, { who, days });
  });

  on("pointerup", () => {
    const { bar, isMoved } = held ?? {};
    held = undefined;
    if (!isMoved) return;
    // What was dragged was not clicked.
    addEventListener("click", (event) => event.preventDefault(), { capture: true, once: true });
    settle(bar, "button");
  });

  on("dragstart", (event) => { if (barOf(event.target)) event.preventDefault(); });

  const step = (by) => {
    const all = rows();
    const at = all.indexOf(document.activeElement.closest(".row"));
    all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };

  const undo = () => {
    send(make("form", make("input", [], { name: "of", value: root.dataset.token })), "/undo").then((answer) => answer.text()).then((html) => { toast(html); swap(); });
  };

  const plain = { j: () => step(1), k: () => step(-1), u: undo, T: tables };

  on("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") {
      const details = target.closest?.("details.edit[open]") ?? isOpen();
      if (details) { details.open = false; (details.closest(".row") ?? details.firstElementChild).focus(); }
      else $("#toast")?.replaceChildren();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // A dialog that has just been closed may still have the focus.
    const isInput = target.closest("input, select, textarea, dialog:not(.menu)");
    if (isInput && !target.closest("dialog:not([open])")) return;
    const row = (key !== "Enter" && target.closest?.("dialog.menu"))
      || (target.matches?.(".row") ? target : null);
    const verb = row && $(`[data-k="${CSS.escape(key)}"]`, row);
    if (key !== "Enter" && key !== "?" && isOff()) return;
    const page = $(`[data-key="${CSS.escape(key)}"]`);
    const bar = $("#shift") && barOf(target);
    const own = { ".": row && (() => menu(row)), y: () => copy(row),
      m: bar && (() => { consider(bar, "", 0); settle(bar, "input[name=who]"); }) }[key];
    const act = verb ? () => click(verb) : own || plain[key] || (page && (() => click(page)));
    if (!act) return;
    event.preventDefault();
    act();
  });

  slide();
  if (root.dataset.token) listen();
})();
