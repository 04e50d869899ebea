// Doing on the pages what they ask for: answer a question, tick a step, move leave.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { complete, end, served } from "../browser.mjs";

after(end);

const lines = (text) => text.split("\n");
const added = (before, text) => lines(text).filter((line) => !lines(before).includes(line));

test("a draft is priced before it is kept, and the next question comes", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    await complete(page);
    const before = text();
    await page.goto(`${origin}/review`);
    const question = await page.textContent("h1");
    await page.check("[name=keep]");
    await page.waitForFunction(() => /^P80/.test(document.querySelector("form.answer output").textContent));
    assert.equal(text(), before, "a price writes nothing");
    await page.fill("form.answer [name=value]", "Finance has been asked");
    await page.press("form.answer [name=value]", "Enter");
    await page.waitForSelector("#toast .diff");
    await page.waitForFunction((h1) => document.querySelector("h1").textContent !== h1, question);
    const [one, two, ...more] = added(before, text());
    assert.deepEqual(more, []);
    assert.match([one, two].find((line) => line.includes("to=")), /^- Finance has been asked .*on=2026-04-14 facts=/);
    await page.keyboard.press("u");
    await page.waitForFunction(() => /Taken back/.test(document.querySelector("#toast").textContent));
    assert.equal(text(), before);
  });
});

test("what is being typed stays while the file changes, and n asks somebody", async () => {
  await served(undefined, async ({ first: page, origin, text, save }) => {
    await complete(page);
    await page.goto(`${origin}/review`);
    await page.fill("form.answer [name=value]", "half a thought");
    save(text().replace("left=3d..6d", "left=2d..3d"));
    await page.waitForTimeout(600);
    assert.equal(await page.inputValue("form.answer [name=value]"), "half a thought");
    await page.fill("form.answer [name=value]", "");
    await page.locator("main").focus();
    await page.keyboard.press("n");
    await page.waitForSelector("details.edit[open] [name=who]");
    await page.keyboard.type("@ilse");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#toast .diff");
    assert.match(text(), /@ilse by=2026-04-28/);
  });
});

test("a step is ticked with its number", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    await page.goto(`${origin}/launch`);
    await page.click("button.no >> nth=0");
    await page.waitForSelector("#toast .diff");
    assert.match(text(), /1\. \[x\] Freeze/);
    await page.waitForFunction(() => /^Step 2 of/.test(document.querySelector("h1").textContent));
  });
});

test("two weeks without somebody have a price, and nothing is written", async () => {
  await served(undefined, async ({ first: page, origin, text }) => {
    const before = text();
    await page.goto(`${origin}/people`);
    await page.selectOption("form.row [name=who]", "@priya");
    await page.waitForFunction(() => /^P80/.test(document.querySelector("output.price").textContent));
    await page.click("form.row button");
    await page.waitForTimeout(300);
    assert.equal(text(), before);
  });
});
