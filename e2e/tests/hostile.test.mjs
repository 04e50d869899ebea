// Five hundred hostile titles, notes and addresses: none runs, and the policy is never even asked.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { end, paths, served } from "../browser.mjs";

after(end);

const tags = ["script", "img src=x onerror", "svg/onload", "iframe srcdoc", "a href=javascript:alert(1)",
  "body onload", "style", "math", "object data", "details open ontoggle"];
const shapes = [
  (tag, n) => `<${tag}>alert(${n})</${tag.split(/[ /]/)[0]}>`,
  (tag, n) => `"><${tag}=alert(${n})>`,
  (tag, n) => `'><${tag}=alert(${n}) x='`,
  (tag, n) => `&lt;${tag}&gt;alert(${n})`,
  (tag, n) => `--><${tag}=alert(${n})><!--`,
];

function hostile() {
  const texts = [];
  for (let n = 0; texts.length < 500; n += 1) {
    texts.push(shapes[n % shapes.length](tags[Math.floor(n / shapes.length) % tags.length], n));
  }
  return texts;
}

test("hostile plans are text", async () => {
  const texts = hostile();
  const line = (text) => `- [ ] ${text}\n  ${text} [x](javascript:alert(1))\n`;
  const part = (from, to) => texts.slice(from, to).map(line).join("");
  const plan = `# ${texts[0]}\n\n## Team\n\n- A ${texts[1]} \`{@ana}\`\n\n## Work\n\n${part(0, 250)}\n` +
    `## Decisions\n\n${part(250, 350)}\n## Unknowns\n\n${part(350, 400)}\n## Obstacles\n\n${part(400, 450)}\n` +
    `## Milestones\n\n${part(450, 475)}\n## Features\n\n${part(475, 500)}`;
  await served(plan, async ({ first, open, origin }) => {
    const broken = [];
    const page = await open("/");
    await page.exposeFunction("told", (what) => broken.push(what));
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        window.told(`${event.violatedDirective} ${event.blockedURI}`));
    });
    for (const path of await paths(first)) {
      await page.goto(origin + path);
      await page.waitForTimeout(200);
      assert.equal(await page.locator("main script, main iframe, main img, main object").count(), 0, path);
      const links = await page.$$eval("main a", (all) => all.map((one) => one.href));
      assert.deepEqual(links.filter((link) => !link.startsWith(origin)), [], path);
    }
    const items = await page.evaluate(async () => {
      const page = new DOMParser().parseFromString(await (await fetch("/risks")).text(), "text/html");
      return [...page.querySelectorAll("a.item")].map((link) => link.getAttribute("href"));
    });
    assert.ok(items.length >= 40, `${items.length}`);
    for (const path of items.slice(0, 40)) {
      await page.goto(origin + path);
      assert.equal(await page.locator("main script, main iframe, main img, main object, .notes a").count(), 0, path);
    }
    assert.deepEqual(broken, []);
  });
});
