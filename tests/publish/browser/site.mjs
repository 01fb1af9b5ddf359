// Drives a published site in Chromium. Arguments: the site of the fixture, the site of hostile records.
// PLENARY_MODULES names the folder with node_modules, CHROMIUM the browser, PLENARY_SHOTS a folder for screenshots.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { createServer } from "node:http";
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join, normalize } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(join(process.env.PLENARY_MODULES, "x.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const [forum, hostile] = process.argv.slice(2);

const TYPES = { html: "text/html; charset=utf-8", css: "text/css", js: "text/javascript", json: "application/json" };

// A server of static files, and nothing else, under a path of its own.
const serve = (folder) => new Promise((resolve) => {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://x").pathname).replace(/^\/sub\//, "/");
    const file = join(folder, normalize(path));
    if (!existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
    response.writeHead(200, { "content-type": TYPES[file.split(".").pop()] ?? "application/octet-stream" });
    response.end(readFileSync(file));
  });
  server.listen(0, "127.0.0.1", () => resolve({ server, address: `http://127.0.0.1:${server.address().port}/sub/` }));
});

const pages = (folder, at = "") => readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) => {
  const path = at + entry.name;
  if (entry.isDirectory()) return pages(folder, path + "/");
  return path.endsWith(".html") ? [path] : [];
});

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });
const { server, address } = await serve(forum);
const faults = [];

// A page that notes every fault and every request that leaves the site.
const open = async (url, options = {}, home = address) => {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "Asia/Tokyo", ...options });
  const page = await context.newPage();
  page.on("pageerror", (error) => faults.push(`${url}: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && faults.push(`${url}: ${message.text()}`));
  page.on("request", (request) => request.url().startsWith(home) || faults.push(`${url} asks for ${request.url()}`));
  page.on("dialog", (dialog) => faults.push(`${url} opens a dialog: ${dialog.message()}`));
  await page.goto(url);
  return page;
};
const titles = (page) => page.locator("#results > li > a").allTextContents();
// Waits until the document is so. A function to wait for would be evaluated in the page, which its policy forbids.
const is = (page, state) => page.locator(`html${state}`).waitFor({ state: "attached" });
const shot = async (page, name) => {
  if (process.env.PLENARY_SHOTS) await page.screenshot({ path: join(process.env.PLENARY_SHOTS, `${name}.png`), fullPage: true });
};
const accessible = async (page, name) => {
  const result = await page.evaluate(`${axe}; axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"] })`);
  for (const violation of result.violations) {
    faults.push(`${name}: ${violation.id}: ${violation.help}: ${violation.nodes[0].html}`);
  }
};

const checks = {
  async "search finds by words of title and people, in any case and without marks"() {
    const page = await open(address + "search.html");
    assert.equal((await titles(page)).length, 5);
    await page.fill("#q", "COMMUNITY bjorn");
    assert.deepEqual(await titles(page), ["Community networks for remote valleys"]);
    assert.match(page.url(), /\?q=COMMUNITY\+bjorn$/);
    await page.fill("#q", "nothing of the sort");
    assert.equal(await page.locator("#none").isVisible(), true);
    await page.click("button[type=reset]");
    await page.locator("#results > li:nth-child(5):last-child").waitFor();
    await shot(page, "search");
  },
  async "filters narrow down together and stand in the address"() {
    const page = await open(address + "search.html");
    await page.selectOption("select[name=group]", { label: "Academia" });
    assert.deepEqual(await titles(page), ["Community networks for remote valleys", "Arabic content on the Internet"]);
    await page.selectOption("select[name=goal]", { label: "SDG 4: Quality education" });
    assert.deepEqual(await titles(page), ["Arabic content on the Internet"]);
    const again = await open(page.url());
    assert.deepEqual(await titles(again), ["Arabic content on the Internet"]);
    for (const facet of ["forum", "year", "group", "goal", "line", "language", "type"]) {
      assert.ok((await again.locator(`select[name=${facet}] option`).count()) > 1, facet);
    }
  },
  async "the search box of the first page leads to the results"() {
    const page = await open(address + "index.html");
    await page.fill("#q", "arabic");
    await page.press("#q", "Enter");
    await page.waitForURL(/search\.html\?q=arabic/);
    assert.deepEqual(await titles(page), ["Arabic content on the Internet"]);
  },
  async "times change with the zone, and the choice is kept"() {
    const page = await open(address + "edition/river-2031/schedule.html");
    const first = page.locator("th time").first();
    assert.match(await first.textContent(), /^9:00 AM$/);
    await page.selectOption("#zone", "UTC");
    assert.match(await first.textContent(), /^2:00 PM$/);
    await page.selectOption("#zone", "own");
    assert.match(await first.textContent(), /^11:00 PM$/);
    const later = page.locator("th time").nth(1);
    assert.match(await later.textContent(), /^4:00 AM \(May 14\)$/);
    await page.goto(address + "session/community-networks.html");
    assert.match(await page.locator("dd time").first().textContent(), /May 12, 2031.*11:00 PM.*GMT\+9/);
    await shot(page, "session");
  },
  async "the interface changes to Arabic and French"() {
    const page = await open(address + "session/community-networks.html");
    await page.selectOption("#language", "ar");
    await is(page, "[dir=rtl]");
    assert.equal(await page.locator("html").getAttribute("lang"), "ar");
    assert.equal(await page.locator(".kind").textContent(), "جلسة");
    assert.match(await page.locator("dt").first().textContent(), /الرمز/);
    // What has no official label stays English and says so.
    assert.equal(await page.locator("[data-code='topic/sdg-9.c'], [data-code='topic/sdg:9.c']").first().getAttribute("lang"), "en");
    const box = await page.locator("h1").boundingBox();
    assert.ok(box.x + box.width > 1000, "the heading is on the right");
    await accessible(page, "session in Arabic");
    await shot(page, "session-ar");
    await page.goto(address + "index.html");
    await is(page, "[lang=ar]");
    assert.match(await page.locator("section.list h2").first().textContent(), /الفعاليات/);
    await page.goto(address + "search.html");
    await is(page, "[lang=ar]");
    await page.selectOption("#language", "fr");
    await is(page, "[lang=fr][dir=ltr]");
    assert.equal(await page.locator("h1").textContent(), "Rechercher");
    assert.match(await page.locator("select[name=language]").textContent(), /espagnol/);
    await shot(page, "search-fr");
  },
  async "everything can be done by keyboard"() {
    const page = await open(address + "search.html");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "content");
    await page.keyboard.press("Tab");
    assert.equal(await page.evaluate(() => document.activeElement.id), "q");
    await page.keyboard.type("open data");
    assert.deepEqual(await titles(page), ["Open data of governments"]);
    for (let steps = 0; steps < 30; steps += 1) {
      await page.keyboard.press("Tab");
      if (await page.evaluate(() => document.activeElement.matches("#results a"))) break;
    }
    await page.keyboard.press("Enter");
    await page.waitForURL(/session\/open-government\.html$/);
    await page.goto(address + "search.html");
    await page.focus("select[name=year]");
    await page.keyboard.press("ArrowDown");
    assert.equal((await titles(page)).length, 2);
  },
  async "without scripts there are lists that lead everywhere"() {
    const page = await open(address + "search.html", { javaScriptEnabled: false });
    assert.equal(await page.locator("#search").isVisible(), false);
    assert.equal(await page.locator("#settings").isVisible(), false);
    await page.locator("main").getByRole("link", { name: "Stakeholder groups" }).click();
    await page.getByRole("link", { name: "Academia" }).click();
    await page.getByRole("link", { name: "Arabic content on the Internet" }).click();
    assert.match(page.url(), /session\/arabic-content\.html$/);
    assert.match(await page.locator("dd time").first().textContent(), /^2031-05-13 14:00 -05:00$/);
  },
  async "a narrow window needs no scrolling sideways"() {
    for (const path of ["index", "search", "session/community-networks", "edition/river-2031/schedule", "participation", "data/index"]) {
      const page = await open(`${address}${path}.html`, { viewport: { width: 320, height: 640 } });
      const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
      assert.ok(content <= window, `${path}: ${content} > ${window}`);
      await shot(page, `narrow-${path.replaceAll("/", "-")}`);
      await page.context().close();
    }
  },
  async "axe finds nothing, light and dark"() {
    const seen = ["index", "search", "session/community-networks", "session/arabic-content", "session/closing-2030", "person/layla-haddad",
      "organization/northport", "forum/river", "edition/river-2031", "edition/river-2031/schedule", "place/room-a", "concept/access",
      "topic/sdg-16", "topic/index", "group/academia", "session/index", "participation", "data/index"];
    for (const colorScheme of ["light", "dark"]) {
      for (const path of seen) {
        const page = await open(`${address}${path}.html`, { colorScheme });
        await accessible(page, `${path} (${colorScheme})`);
        if (path === "participation" || path === "edition/river-2031/schedule") await shot(page, `${path.replaceAll("/", "-")}-${colorScheme}`);
        await page.context().close();
      }
    }
  },
  async "it works from a file"() {
    const home = pathToFileURL(forum).href;
    const page = await open(`${home}/search.html`, {}, home);
    await page.fill("#q", "coffee");
    assert.deepEqual(await titles(page), ["Coffee for newcomers"]);
    await page.selectOption("#language", "ru");
    await is(page, "[lang=ru]");
    await page.locator("#results a").click();
    await page.waitForURL(/session\/networking-2030\.html$/);
  },
  async "hostile records run nothing"() {
    const site = await serve(hostile);
    for (const path of pages(hostile)) {
      const page = await open(site.address + path, {}, site.address);
      if (path === "search.html") await page.fill("#q", "script");
      await page.waitForTimeout(50);
      assert.equal(await page.evaluate(() => window.owned), undefined, path);
      assert.notEqual(await page.title(), "owned", path);
      const links = await page.evaluate(() => [...document.links].map((link) => link.protocol));
      assert.ok(links.every((protocol) => ["http:", "https:"].includes(protocol)), `${path}: ${links}`);
      await page.context().close();
    }
    site.server.close();
  },
  async "pages are valid HTML"() {
    const { HtmlValidate } = require("html-validate");
    const validator = new HtmlValidate({
      extends: ["html-validate:standard"],
      // Rules of style: how attributes are quoted, and that a long title is a fault for search engines.
      rules: { "long-title": "off", "no-inline-style": "error", "void-style": "off", "no-trailing-whitespace": "off", "text-content": "off" },
    });
    for (const path of pages(forum)) {
      const report = await validator.validateString(readFileSync(join(forum, path), "utf8"));
      for (const result of report.results) {
        for (const message of result.messages.filter((message) => message.severity > 1)) {
          faults.push(`${path}:${message.line}: ${message.ruleId}: ${message.message}`);
        }
      }
    }
  },
};

let failed = 0;
for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
    console.log(`ok   ${name}`);
  } catch (error) {
    failed += 1;
    console.log(`FAIL ${name}\n     ${error.stack.split("\n").slice(0, 6).join("\n     ")}`);
  }
}
await browser.close();
server.close();
[...new Set(faults)].slice(0, 40).forEach((fault) => console.log(`FAULT ${fault}`));
if (failed > 0 || faults.length > 0) process.exit(1);
console.log(`${Object.keys(checks).length} checks, all checks passed`);
