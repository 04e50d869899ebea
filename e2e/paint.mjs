// Milliseconds from the start of `fore serve` to the first paint of its first page, the median of
// five, in a browser that is already open: node paint.mjs FORE FOLDER TODAY
import { spawn } from "node:child_process";
import { chromium } from "playwright-core";

const [fore, folder, today] = process.argv.slice(2);
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
const all = [];
for (let n = 0; n < 5; n++) {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const begun = performance.timeOrigin + performance.now();
  const server = spawn(fore, ["-C", folder, "--today", today, "serve"]);
  const address = await new Promise((resolve) => {
    server.stdout.once("data", (said) => resolve(String(said).split("\n")[0]));
  });
  await page.goto(address);
  const painted = await page.waitForFunction(() => {
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return paint && performance.timeOrigin + paint.startTime;
  });
  all.push(await painted.jsonValue() - begun);
  await context.close();
  server.kill();
}
await browser.close();
all.sort((one, other) => one - other);
console.log(all[2].toFixed(0));
