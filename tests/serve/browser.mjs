// Drives the forms of a running server in Chromium, by keyboard alone. Argument: the address of the server.
// PLENARY_MODULES names the folder with node_modules, CHROMIUM the browser.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.env.PLENARY_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [address] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const faults = [];

// A page that notes every fault and every request that leaves the server.
const open = async (path, options = {}) => {
  const context = await browser.newContext({ locale: "en-GB", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${path}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`${path}: ${message.text()}`));
  page.on("request", (request) => request.url().startsWith(address) || faults.push(`${path} asks for ${request.url()}`));
  await page.goto(address + path);
  return page;
};
const accessible = async (page, name) => {
  const result = await page.evaluate(`${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })`);
  for (const violation of result.violations) {
    faults.push(`${name}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
  }
};
const focused = (page) => page.locator(":focus").getAttribute("id");
// Presses Tab until something has the focus.
const tabTo = async (page, id) => {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press("Tab");
    if (await page.locator(`#${id}:focus`).count()) return;
  }
  assert.fail(`Tab does not lead to ${id}`);
};

const checks = {
  async "a query is written, run and read by keyboard"() {
    const page = await open("sparql");
    await page.keyboard.press("Tab");
    assert.match(await page.locator(":focus").textContent(), /Skip to the content/);
    await tabTo(page, "examples");
    await page.keyboard.press("ArrowDown");
    await tabTo(page, "query");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("SELECT ?t WHERE { <https://data.example.org/session/community-networks> <http://schema.org/name> ?t } ORDER BY ?t");
    await page.keyboard.press("Control+Enter");
    await page.locator("#results td").first().waitFor();
    assert.equal(await focused(page), "results-title");
    assert.match(await page.locator("#found").textContent(), /Community networks for remote valleys/);
    await accessible(page, "sparql, answered");
    await page.context().close();
  },
  async "a mistake in a query is told"() {
    const page = await open("sparql");
    await tabTo(page, "query");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("SELECT nonsense");
    page.removeAllListeners("console");
    await page.keyboard.press("Control+Enter");
    await page.locator("#found pre").waitFor();
    assert.match(await page.locator("#status").textContent(), /not answered/);
    await page.context().close();
  },
  async "a text is checked, mended and shown as Turtle by keyboard"() {
    const page = await open("validate");
    await page.locator("#profile option").first().waitFor({ state: "attached" });
    await tabTo(page, "text");
    await page.keyboard.insertText('{"type": "Session", "title": "Opening", "sessionType": "workshopp", "tite": "x"}');
    await tabTo(page, "format");
    await tabTo(page, "profile");
    // The browser itself notes that no record could be converted.
    page.removeAllListeners("console");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#findings").waitFor();
    assert.equal(await focused(page), "findings-title");
    assert.match(await page.locator("#findings").textContent(), /workshopp/);
    await accessible(page, "validate, with findings");
    await page.context().close();
  },
  async "a sound text becomes Turtle, and hostile text no markup"() {
    const page = await open("validate");
    await tabTo(page, "text");
    await page.keyboard.insertText('{"type": "Session", "title": "<img src=x onerror=alert(1)>"}');
    await page.keyboard.press("Tab");
    await tabTo(page, "profile");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator("#turtle").waitFor();
    assert.match(await page.locator("#turtle").textContent(), /schema:name|onerror/);
    assert.equal(await page.locator("main img").count(), 0);
    await page.context().close();
  },
  async "the forms are accessible, light and dark, narrow and wide"() {
    for (const path of ["sparql", "validate"]) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await open(path, { colorScheme, viewport: { width: 360, height: 640 } });
        await accessible(page, `${path}, ${colorScheme}`);
        const wide = await page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
        assert.equal(wide, false, `${path} is wider than the window`);
        await page.context().close();
      }
    }
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok: ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAILED: ${name}: ${error.message}`);
  }
}
for (const fault of faults) console.log(`FAULT: ${fault}`);
await browser.close();
if (failed || faults.length) process.exit(1);
console.log("all checks passed");
