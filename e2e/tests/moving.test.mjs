// Bars that are moved ask what if, drafts are worded anew, and every item has a page.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { complete, end, served } from "../browser.mjs";

after(end);

const bar = '.view.person .wide a[href="/item/webhooks"]';
const price = (page) => page.waitForFunction(() => /^P80/.test(document.querySelector("#shift output").textContent));
const written = (page) => page.waitForSelector("#toast .diff");

async function drag(page, x, y) {
  const box = await page.locator(`${bar} rect`).last().boundingBox();
  await page.mouse.move(box.x + 6, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + 6 + x, box.y + 4 + y, { steps: 8 });
}

const lane = async (page, name) => {
  const lanes = page.locator(".view.person .wide .hands");
  return lanes.filter({ hasText: name }).first().boundingBox();
};

test("a bar in another lane is a hand-over, and Esc puts it back", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    const before = text();
    await page.goto(`${origin}/timeline`);
    const [from, to] = [await page.locator(`${bar} rect`).last().boundingBox(), await lane(page, "wren")];
    await drag(page, 0, to.y + 30 - from.y);
    await price(page);
    await page.mouse.up();
    assert.equal(await page.inputValue("#shift [name=who]"), "@wren");
    assert.equal(text(), before, "a price writes nothing");
    await page.keyboard.press("Escape");
    await page.waitForFunction((bar) => !document.querySelector(bar).hasAttribute("transform"), bar);
    assert.equal(new URL(page.url()).pathname, "/timeline", "what is dragged is not clicked");
    await drag(page, 0, to.y + 30 - from.y);
    await page.mouse.up();
    await page.keyboard.press("Enter");
    await written(page);
    assert.match(text(), /#webhooks @wren/);
  });
});

test("along time a task does not start before that day, with keys as by hand", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    await page.goto(`${origin}/timeline`);
    await drag(page, 120, 0);
    await price(page);
    await page.mouse.up();
    await page.keyboard.press("Enter");
    await written(page);
    assert.match(text(), /#webhooks [^`]*start=2026-/);
    await page.goto(`${origin}/timeline`);
    await page.locator(bar).focus();
    await page.keyboard.press("m");
    await page.waitForSelector("#shift[open]");
    await page.fill("#shift [name=days]", "-200");
    await price(page);
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => /without start/.test(document.querySelector("#toast").textContent));
    assert.doesNotMatch(text(), /#webhooks [^`]*start=/);
  });
});

test("an item has a page with its notes, and is changed there", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    await page.goto(`${origin}/today`);
    await page.keyboard.press("j");
    await page.keyboard.press("i");
    await page.waitForURL(/\/item\//);
    await page.goto(`${origin}/item/shadow`);
    assert.match(await page.textContent(".notes"), /five days instead of ten/);
    await page.click('summary[title^="Estimate of"]');
    await page.fill("details.edit[open] input[name=value]", "9d..12d");
    await page.keyboard.press("Enter");
    await written(page);
    assert.match(text(), /#shadow [^`]*9d\.\.12d/);
  });
});

test("a draft is worded anew before it is kept", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    await complete(page);
    await page.goto(`${origin}/review`);
    await page.fill(".reword input >> nth=0", "Finance signs the bills off");
    assert.equal(await page.isChecked("[name=keep] >> nth=0"), true, "what is worded is kept");
    await page.click("form.answer button.p");
    await written(page);
    assert.match(text(), /- \[ \] Finance signs the bills off/);
  });
});
