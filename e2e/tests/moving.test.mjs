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
    const [asked, chart] = [await page.locator("#shift").boundingBox(), await page.locator(".view.person .wide svg").boundingBox()];
    assert.ok(asked.x + asked.width <= chart.x, "what is asked covers nothing of the chart");
    await page.mouse.up();
    assert.equal(await page.inputValue("#shift [name=who]"), "@wren");
    assert.equal(text(), before, "a price writes nothing");
    await page.keyboard.press("Escape");
    await page.waitForFunction((bar) => !document.querySelector(`${bar} rect`).getAttribute("transform"), bar);
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
    assert.match(await page.textContent("#shift output"), /not before/);
    assert.ok(!await page.locator(`${bar} text`).first().getAttribute("transform"), "the name stays");
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

test("the timeline shows what is chosen, by click and by key", async () => {
  await served(undefined, async ({ first: page, origin }) => {
    const bars = () => page.locator(".view.person .wide a").count();
    await page.goto(`${origin}/timeline`);
    const all = await bars();
    await page.keyboard.press("\\");
    await page.waitForURL(/path=1/);
    const path = await bars();
    assert.ok(path > 0 && path < all, `${path} of ${all}`);
    await page.goto(`${origin}/timeline`);
    await page.click("text=Show 13 finished");
    await page.waitForURL(/finished=1/);
    assert.equal(await bars(), all + 13);
    await page.fill(".from input[type=date]", "2026-06-15");
    await page.click(".from button");
    await page.waitForURL(/finished=1&from=2026-06-15/);
    assert.ok(await bars() < all, "what ended before is left out");
  });
});

test("the deadline moves by key and by date, and says its chance", async () => {
  await served(undefined, async ({ first: page, origin }) => {
    await page.goto(`${origin}/forecast`);
    const said = () => page.getAttribute("#when", "aria-valuetext");
    const before = await said();
    await page.focus("#when");
    await page.keyboard.press("ArrowRight");
    assert.notEqual(await said(), before);
    assert.equal(await page.inputValue("#day"), "2026-07-01");
    await page.fill("#day", "2026-07-27");
    await page.dispatchEvent("#day", "change");
    assert.match(await said(), /^27 Jul: 8\d%/);
    // What follows from the day is worked out for it.
    await page.waitForFunction(() => /nothing has to be done/.test(document.querySelectorAll(".follows")[0].textContent));
    await page.fill("#day", "2026-07-20");
    await page.dispatchEvent("#day", "change");
    await page.waitForFunction(() => /by 20 July, line at 80%/.test(document.querySelectorAll(".follows")[0].textContent));
  });
});

test("on a phone the pages without a tab are behind More", async () => {
  await served(undefined, async ({ first: page, origin }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.goto(`${origin}/`);
    const shown = () => page.locator(".pages a:visible").count();
    assert.equal(await shown(), 5);
    await page.click("text=More");
    assert.ok(await shown() > 8);
    await page.click(".pages a[href='/timeline']");
    await page.waitForURL(/timeline/);
    assert.equal(await shown(), 5);
  });
});
