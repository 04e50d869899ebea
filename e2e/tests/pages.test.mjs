// Every page in both themes at three widths: no errors, nothing beside the window, nothing on top of
// something else, nothing that axe finds. The pictures are kept to be looked at.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, test } from "node:test";
import { complete, end, paths, served, shots } from "../browser.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const sizes = [[1440, 900], [1024, 768], [390, 844]];
after(end);

test("pages look right in both themes at all widths, and axe finds nothing", async () => {
  await served(undefined, async ({ first, open }) => {
    await complete(first);
    const all = [...await paths(first), "/item/shadow", "/item/tax", "/keys"];
    assert.ok(all.length >= 3, `${all}`);
    const page = await open("/");
    for (const path of all) {
      for (const theme of ["light", "dark"]) {
        for (const [width, height] of sizes) {
          await page.setViewportSize({ width, height });
          await page.goto(new URL(`${path}?theme=${theme}`, page.url()).href);
          const name = `${path === "/" ? "overview" : path.slice(1).replace("/", "-")}-${theme}-${width}`;
          await page.screenshot({ path: join(shots, `${name}.png`), fullPage: width < 1000 });
          assert.deepEqual(await beside(page), [], `${name}: beside the window`);
          assert.deepEqual(await overlaps(page), [], `${name}: on top of each other`);
          assert.deepEqual(await violations(page), [], `${name}: axe`);
        }
      }
    }
  });
});

test("at 400 % a page is one column, and in print there is no rail", async () => {
  await served(undefined, async ({ first }) => {
    // 1280 pixels at 400 % are 320 of the page's own.
    await first.setViewportSize({ width: 320, height: 256 });
    for (const path of await paths(first)) {
      await first.goto(new URL(path, first.url()).href);
      assert.deepEqual(await beside(first), [], path);
    }
    await first.setViewportSize({ width: 1024, height: 768 });
    await first.emulateMedia({ media: "print" });
    assert.equal(await first.isVisible(".rail"), false);
    assert.equal(await first.isVisible("h1"), true);
  });
});

test("a page can be read without its script", async () => {
  await served(undefined, async ({ first, origin }) => {
    await first.context().route("**/script.js", (route) => route.abort());
    await first.goto(`${origin}/today`);
    await first.click('summary[title^="Days left of"]');
    assert.equal(await first.isVisible('details.edit[open] input[name="value"]'), true);
  }).catch((error) => {
    // That the script is missing is the point.
    if (!/ERR_FAILED/.test(error.message)) throw error;
  });
});

test("without any script another deadline is asked for with a button", async () => {
  await served(undefined, async ({ first, origin }) => {
    await complete(first);
    const browser = first.context().browser();
    const context = await browser.newContext({ javaScriptEnabled: false, storageState: await first.context().storageState() });
    const page = await context.newPage();
    await page.goto(`${origin}/forecast`);
    assert.equal(await page.isVisible("#when"), false, "a slider needs a script");
    await page.fill("#day", "2026-07-20");
    await page.click("form.slide button");
    await page.waitForURL(/by=2026-07-20/);
    assert.match(await page.textContent("#when-said"), /^20 Jul: /);
    assert.match(await page.textContent("svg.distribution >> nth=0"), /20 Jul/);
    assert.match(await page.textContent("main"), /by 20 July, line at 80%/);
    await context.close();
  });
});

test("the brief prints as one sheet", async () => {
  await served(undefined, async ({ first, origin }) => {
    await complete(first);
    await first.goto(`${origin}/brief`);
    await first.emulateMedia({ media: "print" });
    assert.equal(await first.isVisible(".sheet > h1"), false);
    assert.equal(await first.isVisible(".brief .answer"), true);
    const pdf = await first.pdf({ preferCSSPageSize: true });
    assert.equal(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length, 1);
  });
});

test("nothing is loaded but page, style and script", async () => {
  await served(undefined, async ({ first, origin }) => {
    const asked = new Set();
    first.on("request", (request) => asked.add(request.url().replace(origin, "")));
    await first.goto(`${origin}/`);
    await first.waitForTimeout(300);
    const ours = ["/", "/style.css", "/script.js", "/events"];
    const others = [...asked].filter((url) => !ours.includes(url) && !url.startsWith("data:"));
    assert.deepEqual(others, []);
  });
});

/** What reaches beyond the window though the page should fit it. */
const beside = (page) => page.evaluate(() => {
  if (document.documentElement.scrollWidth <= window.innerWidth) return [];
  const wide = [...document.querySelectorAll("main *")].filter(
    (one) => one.getBoundingClientRect().right > window.innerWidth + 1);
  return wide.slice(0, 5).map((one) => `${one.tagName}.${one.className} ${one.textContent.slice(0, 30)}`);
});

/** Cards, headings and the words of charts that lie on top of each other. */
const overlaps = (page) => page.evaluate(() => {
  const found = [];
  const check = (all) => {
    const boxes = all.map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width > 0);
    boxes.forEach(([one, a], index) => boxes.slice(index + 1).forEach(([other, b]) => {
      const x = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const y = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (x > 2 && y > 4) found.push(`${one.textContent.slice(0, 30)} / ${other.textContent.slice(0, 30)}`);
    }));
  };
  check([...document.querySelectorAll("h1, .sub, section.card")]);
  for (const svg of document.querySelectorAll("main svg")) check([...svg.querySelectorAll("text")]);
  return found.slice(0, 5);
});

const violations = async (page) => {
  await page.evaluate(axe);
  return page.evaluate(async () => {
    const result = await window.axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] });
    return result.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.html.slice(0, 140)).join(" | ")}`);
  });
};
