// A server with a plan of its own, and a browser that has been let in. Where the program and the
// browser are, the environment says: FORE and CHROMIUM.
import { spawn, execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
export const root = join(here, "..");
const fore = process.env.FORE ?? join(root, "target/debug/fore");
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
/** Where pictures of the pages go, to be looked at. */
export const shots = join(here, "shots");
mkdirSync(shots, { recursive: true });

let browser;

/** Serves `plan`, a text, or the sample plan; calls `test` with everything that it needs. */
export async function served(plan, test) {
  const folder = mkdtempSync(join(tmpdir(), "fore-e2e-"));
  const file = plan === undefined ? join(folder, "demo/plan/plan.md") : join(folder, "plan.md");
  if (plan === undefined) {
    execFileSync(fore, ["demo", join(folder, "demo"), "--today", "2026-04-14"]);
  } else if (plan !== null) {
    writeFileSync(file, plan);
  }
  const where = plan === undefined ? join(folder, "demo") : folder;
  const server = spawn(fore, ["-C", where, "--today", "2026-04-14", "serve"]);
  browser ??= await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    const address = await firstLine(server);
    const origin = new URL(address).origin;
    const faults = [];
    const open = async (path = "/") => {
      const page = await context.newPage();
      page.on("pageerror", (error) => faults.push(error.message));
      page.on("console", (said) => {
        const isExpected = /status of (409|422)/.test(said.text());
        if (said.type() === "error" && !isExpected) faults.push(said.text());
      });
      page.on("dialog", (dialog) => { faults.push(`a script ran: ${dialog.message()}`); dialog.dismiss(); });
      await page.goto(path === "first" ? address : origin + path);
      return page;
    };
    const first = await open("first");
    const text = () => readFileSync(file, "utf8");
    const save = (changed) => writeFileSync(file, changed);
    await test({ first, open, origin, address, text, save, file, folder, faults, server });
    if (faults.length > 0) throw new Error(faults.join("\n"));
  } finally {
    await context.close();
    server.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Ends the browser; once, after all tests of a file. */
export async function end() {
  await browser?.close();
  browser = undefined;
}

/** The paths of all pages that the rail lists. */
export const paths = (page) =>
  page.$$eval(".rail a[data-key]", (all) => all.map((one) => one.getAttribute("href")));

/** Waits until what the server works out beside the pages is on the page too. */
export const complete = (page) =>
  page.waitForFunction(() => document.documentElement.dataset.news.endsWith("complete"), null, { timeout: 30000 });

function firstLine(server) {
  return new Promise((resolve, reject) => {
    let said = "";
    server.stdout.on("data", (bytes) => {
      said += bytes;
      if (said.includes("\n")) resolve(said.split("\n")[0]);
    });
    server.stderr.on("data", (bytes) => reject(new Error(String(bytes))));
    server.on("exit", (code) => reject(new Error(`fore serve ended with ${code}`)));
  });
}
