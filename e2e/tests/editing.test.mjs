// Editing as people do it: click, type, look at the price, Enter; in two tabs, and while the file
// changes on disk.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { end, served } from "../browser.mjs";

after(end);

const field = 'summary[title="Days left of Tax provider adapter"]';
const input = 'details.edit[open] input[name="value"]';

test("an edit is in the file, on the page and in the second tab, and undo takes it back", async () => {
  await served(undefined, async ({ first, open, text }) => {
    const before = text();
    const page = await open("/today");
    const other = await open("/today");
    await page.click(field);
    assert.equal(await page.inputValue(input), "2d..7d");
    await page.fill(input, "6d..12d");
    await page.waitForFunction(() => /P80 .*→/.test(document.querySelector("details.edit[open] output").textContent));
    assert.equal(text(), before, "a price writes nothing");
    await page.press(input, "Enter");
    await page.waitForSelector("#toast .diff");
    assert.match(await page.textContent("#toast"), /Done: set tax left=6d\.\.12d/);
    assert.equal(text(), before.replace("left=2d..7d", "left=6d..12d"));
    for (const tab of [page, other]) {
      await tab.waitForFunction((field) => document.querySelector(field)?.textContent === "6–12 d", field);
    }
    await first.bringToFront();
    await page.bringToFront();
    await page.click("#toast button");
    await page.waitForFunction((field) => document.querySelector(field)?.textContent === "2–7 d", field);
    assert.equal(text(), before);
  });
});

test("everything goes with the keyboard alone", async () => {
  await served(undefined, async ({ first: page, text }) => {
    await page.keyboard.press("t");
    await page.waitForURL(/\/today$/);
    for (let row = 0; row < 2; row += 1) await page.keyboard.press("j");
    await page.keyboard.press("e");
    await page.waitForSelector(input);
    await page.keyboard.type("3d..9d");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(input).count(), 0, "Esc leaves");
    await page.keyboard.press("e");
    await page.keyboard.type("3d..9d");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#toast .diff");
    assert.match(text(), /left=3d\.\.9d/);
    await page.keyboard.press("u");
    await page.waitForFunction(() => /Taken back/.test(document.querySelector("#toast").textContent));
    assert.doesNotMatch(text(), /left=3d\.\.9d/);
    await page.keyboard.press("?");
    await page.waitForSelector("dialog[open] dl");
    await page.keyboard.press("Escape");
    await page.keyboard.press("o");
    await page.waitForURL((url) => url.pathname === "/");
  });
});

test("an edit while the file changes on disk is merged, and a collision is asked about", async () => {
  await served(undefined, async ({ open, text, save }) => {
    const page = await open("/today");
    await page.click(field);
    await page.fill(input, "4d..8d");
    // Another item changes meanwhile: what is being typed stays, and both changes are kept.
    save(text().replace("left=3d..6d", "left=2d..3d"));
    await page.waitForTimeout(600);
    assert.equal(await page.inputValue(input), "4d..8d");
    await page.press(input, "Enter");
    await page.waitForSelector("#toast .diff");
    assert.match(text(), /left=4d\.\.8d/);
    assert.match(text(), /left=2d\.\.3d/);

    // The same value changes meanwhile: it is asked, and nothing is overwritten.
    await page.waitForFunction((field) => document.querySelector(field)?.textContent === "4–8 d", field);
    await page.click(field);
    await page.fill(input, "9d..10d");
    save(text().replace("left=4d..8d", "left=1d..2d"));
    await page.waitForTimeout(600);
    await page.press(input, "Enter");
    await page.waitForFunction(() => /Somebody else/.test(document.querySelector("#toast").textContent));
    assert.match(text(), /left=1d\.\.2d/);
    await page.click("#toast button");
    await page.waitForSelector("#toast .diff");
    assert.match(text(), /left=9d\.\.10d/);
  });
});

test("an error in the file is shown, and goes away with it", async () => {
  await served(undefined, async ({ first: page, text, save }) => {
    const sound = text();
    save(sound.replace("after=shadow", "after=shadwo"));
    await page.waitForSelector("[role=alert]");
    assert.match(await page.textContent("[role=alert] pre"), /shadwo/);
    assert.match(await page.textContent("h1"), /Billing rewrite/);
    save(sound);
    await page.waitForSelector("[role=alert]", { state: "detached" });
  });
});

test("when the server is gone the page says so and stays readable", async () => {
  await served(undefined, async ({ first: page, server, faults }) => {
    const h1 = await page.textContent("h1");
    server.kill();
    await page.waitForSelector("#pulse.off");
    assert.equal(await page.textContent("h1"), h1);
    faults.length = 0;
  });
});
