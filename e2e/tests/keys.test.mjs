// Finding, copying, the menu of a row, and the commit: by key and by click.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { dirname } from "node:path";
import { after, test } from "node:test";
import { end, served } from "../browser.mjs";

after(end);

const git = (folder, ...words) => execFileSync("git", words, { cwd: folder, encoding: "utf8" }).trim();
const edit = async (page, value) => {
  await page.goto(new URL("/today", page.url()).href);
  await page.click('summary[title="Days left of Tax provider adapter"]');
  await page.fill("details.edit[open] input[name=value]", value);
  await page.keyboard.press("Enter");
  await page.waitForSelector("#toast .diff");
};

test("an item is found by a few letters and changed where it is found", async () => {
  await served(undefined, async ({ first: page, text }) => {
    await page.keyboard.press("/");
    await page.waitForURL(/\/find$/);
    await page.waitForFunction(() => document.activeElement.name === "q");
    await page.keyboard.type("cutov");
    await page.waitForSelector("#found li.row");
    assert.match(page.url(), /q=cutov/);
    assert.match(await page.textContent("#found li.row >> nth=0"), /cutover/);
    await page.locator("#found li.row").first().focus();
    await page.keyboard.press("@");
    await page.keyboard.type("@priya");
    await page.keyboard.press("Enter");
    await page.waitForSelector("#toast .diff");
    assert.match(text(), /#cutover @priya/);
  });
});

test("the menu of a row lists what can be done, and y copies", async () => {
  await served(undefined, async ({ first: page, origin }) => {
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.goto(`${origin}/today`);
    const copied = async () => {
      await page.waitForFunction(() => /Copied/.test(document.querySelector("#toast").textContent));
      return page.evaluate(() => navigator.clipboard.readText());
    };
    await page.keyboard.press("y");
    assert.match(await copied(), /^\*\*.+\*\*/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("y");
    assert.match(await copied(), /^- .+ · .+/);
    await page.keyboard.press(".");
    const verbs = await page.locator("dialog.menu button").allTextContents();
    assert.ok(verbs.some((verb) => /^Done: .*f$/.test(verb)), `${verbs}`);
    await page.keyboard.press("e");
    await page.waitForSelector("details.edit[open] input[name=value]");
    await page.keyboard.press("Escape");
    await page.goto(`${origin}/forecast`);
    await page.keyboard.press("T");
    assert.equal(await page.locator("details.as-table[open]").count(), 1);
  });
});

test("a commit says what it does, and has the plan's files only", async () => {
  await served(undefined, async ({ first: page, file }) => {
    const folder = dirname(dirname(file));
    git(folder, "config", "user.name", "Maya");
    git(folder, "config", "user.email", "maya@example.com");
    await page.click('a[href="/commit"]');
    await page.waitForSelector("dialog[open]");
    assert.match(await page.textContent("dialog"), /Nothing to commit/);
    await page.click("dialog [data-close]");
    await edit(page, "6d..12d");
    await page.click('a[href="/commit"]');
    const message = await page.inputValue("dialog textarea");
    assert.match(message, /^tax: 80% date .+→.+\n\n- tax: left/);
    await page.click("dialog button.p");
    await page.waitForFunction(() => /Committed as/.test(document.querySelector("#toast").textContent));
    assert.equal(git(folder, "log", "-1", "--format=%B"), message);
    assert.equal(git(folder, "show", "--name-only", "--format=%an"), "Maya\n\nplan/plan.md");
    assert.equal(git(folder, "status", "--porcelain"), "");
  });
});

test("a plan that is not under git says so", async () => {
  await served("# Tea\n\n- [ ] Boil water `{#boil 2d}`\n", async ({ first: page }) => {
    await page.click('a[href="/commit"]');
    await page.waitForSelector("dialog[open]");
    assert.match(await page.textContent("dialog"), /not under git/);
  });
});
