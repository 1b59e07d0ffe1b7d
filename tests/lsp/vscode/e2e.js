// SPDX-License-Identifier: Apache-2.0
// Drives the workbench that e2e.sh started, as a person would, and looks at what it shows. Environment: PORT, FOLDER
// (the opened project), SHOTS (folder for screenshots), BROWSER. Ends with `N passed, N failed`.
const { chromium } = require("playwright-core");
const { execFileSync } = require("child_process");
const fs = require("fs");
const path = require("path");

const { PORT, FOLDER, SHOTS, BROWSER } = process.env;
const WAIT = Number(process.env.WAIT ?? 30000);
let passed = 0, failed = 0, shots = 0, page;

function ok(condition, what) {
  if (condition) passed++;
  else {
    failed++;
    console.log(`FAILED: ${what}`);
  }
}

async function shot(name) {
  await page.screenshot({ path: path.join(SHOTS, `${String(++shots).padStart(2, "0")}-${name}.png`) });
}

/** Waits for something to be shown; its text. */
async function shown(selector, what, timeout = WAIT) {
  try {
    const found = page.locator(selector).first();
    await found.waitFor({ state: "visible", timeout });
    passed++;
    return await found.innerText();
  } catch {
    ok(false, `${what}: ${selector} is not shown`);
    await shot("missing");
    return "";
  }
}

/** Waits until a function of the page's state holds. */
async function until(what, fn, timeout = WAIT) {
  const end = Date.now() + timeout;
  for (;;) {
    if (await fn().catch(() => false)) return ok(true, what);
    if (Date.now() > end) {
      ok(false, what);
      return shot("timeout");
    }
    await page.waitForTimeout(100);
  }
}

/** Presses keys until the box above the editor is there: a page or a terminal may have the focus first. */
async function box(keys) {
  for (let i = 0; ; i++) {
    await page.keyboard.press(keys);
    try {
      return await page.locator(".quick-input-widget input").first().waitFor({ state: "visible", timeout: WAIT / 6 });
    } catch (error) {
      if (i === 5) throw error;
      await page.locator(".tabs-container .tab.active").first().click({ timeout: WAIT }).catch(() => undefined);
    }
  }
}

async function command(title) {
  await box("F1");
  await page.keyboard.type(title);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor({ timeout: WAIT });
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
}

async function open(file) {
  await box("Control+P");
  await page.keyboard.type(path.join(FOLDER, file));
  await page.locator(".quick-input-list .monaco-list-row", { hasText: path.basename(file) }).first().waitFor({ timeout: WAIT });
  await page.waitForTimeout(400);
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[data-resource-name="${path.basename(file)}"]`).waitFor({ timeout: WAIT });
  await page.waitForTimeout(300);
}

/** Puts the cursor before (or `inside` characters into) a piece of the file's text on the disk. */
async function go(file, text, inside = 0) {
  const before = fs.readFileSync(path.join(FOLDER, file), "utf8").split(text)[0];
  const line = before.split("\n").length, column = before.length - before.lastIndexOf("\n") + inside;
  await box("Control+G");
  await page.keyboard.type(`${line}:${column}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: new RegExp(`\\b${line}\\b.*\\b${column}\\b`) }).first().waitFor({ timeout: WAIT });
  await page.keyboard.press("Enter");
  await page.waitForTimeout(200);
}

const texts = (selector) => page.locator(selector).allInnerTexts();
const status = async () => (await texts(".statusbar-item")).join(" | ").replace(/\u00a0/g, " ");

async function start() {
  await page.goto(`http://127.0.0.1:${PORT}/?folder=${encodeURIComponent(FOLDER)}`);
  await page.locator(".monaco-workbench").waitFor({ timeout: 60000 });
  await page.locator(".explorer-folders-view .monaco-list-row").first().waitFor({ timeout: 60000 });
  await open("src/shop.mojo");
  await until("the status bar shows that the server is ready, and its version", async () => /Mojo \d+\.\d+\.\d+/.test(await status()));
}

async function colours() {
  const tokens = await page.evaluate(() => {
    const found = {};
    for (const span of document.querySelectorAll(".view-line span[class^=mtk], .view-line span[class*=' mtk']"))
      found[span.textContent.trim()] = getComputedStyle(span).color;
    return found;
  });
  ok(tokens.struct && tokens.struct !== tokens.Item, "keywords and types have colours of their own");
  ok(tokens["\"\"\"A shop: orders and what they cost.\"\"\"".replace(/ /g, "\u00a0")] !== undefined, "the doc-string is one token");
}

async function lensesAndHints() {
  await go("src/shop.mojo", "var order = Order()");
  await until("Run and Debug stand above main", async () => {
    const lenses = (await texts(".codelens-decoration")).join(" ");
    return lenses.includes("Run") && lenses.includes("Debug");
  });
  await until("the type of a variable is shown as a hint", async () =>
    (await texts(".view-line")).join("\n").replace(/\u00a0/g, " ").includes("var order: Order = Order()"));
  await shot("file");
}

async function hover() {
  await go("src/shop.mojo", "order.total(), \"change\"", 7);
  await page.keyboard.press("Control+K");
  await page.keyboard.press("Control+I");
  const text = await shown(".monaco-hover:not(.hidden) .markdown-hover", "hover");
  ok(text.includes("The price of everything, with tax."), `hover has the documentation: ${text}`);
  await page.waitForTimeout(300);
  await shot("hover");
  await page.keyboard.press("Escape");
}

async function completion() {
  await go("src/shop.mojo", "change = pay(order, 20)", "change = pay(order, 20)".length);
  await page.keyboard.press("Enter");
  await page.keyboard.type("order.");
  await shown(".suggest-widget.visible .monaco-list-row", "completion");
  await page.waitForTimeout(500);
  await shot("completion");
  const rows = await texts(".suggest-widget .monaco-list-row");
  ok(["items", "paid"].every((name) => rows.some((r) => r.includes(name))), `completion has the fields: ${rows}`);
  await page.keyboard.type("ad");
  await until("completion narrows down to the method", async () => /^add\b/.test((await texts(".suggest-widget .monaco-list-row.focused"))[0].trim()));
  await page.keyboard.press("Tab");
  await shown(".parameter-hints-widget.visible", "signature help");
  await shot("signature");
  for (let i = 0; i < 2; i++) await page.keyboard.press("Escape");
  await command("File: Revert File");
}

async function diagnostics() {
  await go("src/shop.mojo", "print(\"total\"");
  await page.keyboard.type("print(chang)\n"); // the editor indents
  await until("the mistake is underlined", async () => (await page.locator(".squiggly-error").count()) > 0);
  await page.keyboard.press("Control+Shift+M");
  await until("the problems view has the code", async () => (await texts(".markers-panel .monaco-list-row")).join(" ").includes("E1001"));
  await page.waitForTimeout(500);
  await shot("diagnostics");
  await page.keyboard.press("Control+Shift+M");
  await page.locator(".editor-instance .view-lines").first().click();
  await page.keyboard.press("F8");
  await page.waitForTimeout(600);
  await shot("marker");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+.");
  await until("quick fixes are offered", async () => (await texts(".action-widget .monaco-list-row")).some((t) => /change/.test(t)));
  await shot("quickfix");
  await page.keyboard.press("Escape");
  await command("Mojo: Explain This Diagnostic");
  await until("the page about the diagnostic opens", async () => (await texts(".tab")).some((t) => /E1001/.test(t)));
  await until("the page has words", async () => {
    for (const frame of page.frames()) if (/name|declared/i.test(await frame.locator("h1, h2, p").first().innerText({ timeout: 200 }).catch(() => ""))) return true;
    return false;
  });
  await shot("explain");
  await page.keyboard.press("Control+W");
  await open("src/shop.mojo");
  await command("File: Revert File");
}

async function ownership() {
  await go("src/shop.mojo", "var order = Order()", 5);
  await command("Mojo: Show Who Owns the Variable");
  await until("the status bar names the variable and what happens to it", async () => /order: .*(alive|borrowed)/.test(await status()));
  await page.waitForTimeout(300);
  await shot("ownership");
  await go("src/shop.mojo", "var tea = Item", 4);
  await until("the view follows the cursor", async () => /tea: .*(moved|copied|destroyed)/.test(await status()));
  await page.waitForTimeout(300);
  await shot("ownership-moved");
  await page.keyboard.press("Escape");
  await until("Escape hides it", async () => !/tea: /.test(await status()));
}

async function outline() {
  await page.keyboard.press("Control+Shift+O");
  await until("the outline has the file's symbols", async () => {
    const rows = (await texts(".quick-input-list .monaco-list-row")).join(" ");
    return rows.includes("Order") && rows.includes("pay");
  });
  await shot("symbols");
  await page.keyboard.press("Escape");
}

async function runFile() {
  await page.locator(".codelens-decoration a", { hasText: "Run" }).first().click({ timeout: WAIT }).catch(() => command("Mojo: Run File"));
  await until("the program's output is in the terminal", async () =>
    (await texts(".terminal-wrapper .xterm-rows, .terminal-wrapper .xterm-accessibility-tree")).join(" ").replace(/\u00a0/g, " ").includes("total 8.33"));
  await shot("run");
  await command("Terminal: Kill All Terminals");
}

async function testExplorer() {
  await open("tests/test_sums.mojo");
  await page.waitForTimeout(1000);
  await command("Test: Run All Tests");
  await command("Testing: Focus on Test Explorer View");
  await until("the test explorer shows results", async () => {
    const rows = await page.locator(".test-explorer .monaco-list-row").evaluateAll((all) => all.map((r) => r.getAttribute("aria-label")).join(";"));
    return /test_shop \(Passed\)/.test(rows) && /test_sums \(Failed\)/.test(rows);
  }, 60000);
  await page.waitForTimeout(1000);
  await shot("tests");
}

async function manifest() {
  await open("mojo.toml");
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\n[");
  await page.keyboard.press("Control+Space");
  await until("tables of mojo.toml are completed", async () => (await texts(".suggest-widget .monaco-list-row")).some((t) => t.includes("bench")));
  await shot("manifest");
  await page.keyboard.press("Escape");
  await command("File: Revert File");
}

async function debug() {
  try {
    execFileSync("sh", ["-c", "command -v lldb-dap || command -v lldb-dap-19"]);
  } catch {
    console.log("no lldb-dap here: debugging is not tried");
    return;
  }
  await open("src/shop.mojo");
  await go("src/shop.mojo", "var tea = Item");
  await page.keyboard.press("F9");
  await page.keyboard.press("F5");
  await shown(".debug-toolbar", "the debugger starts", 60000);
  await until("it stops at the breakpoint", async () => (await page.locator(".debug-top-stack-frame-line, .debug-top-stack-frame-column").count()) > 0, 60000);
  await page.waitForTimeout(1500);
  await shot("debug");
  await page.keyboard.press("Shift+F5");
  await page.waitForTimeout(1000);
}

(async () => {
  const browser = await chromium.launch({ executablePath: BROWSER, args: ["--no-sandbox", "--disable-gpu"] });
  page = await browser.newPage({ viewport: { width: 1280, height: 800 }, deviceScaleFactor: Number(process.env.SCALE ?? 1) });
  const steps = { start, colours, lensesAndHints, hover, completion, diagnostics, ownership, outline, runFile, testExplorer, manifest, debug };
  for (const [name, step] of Object.entries(steps)) {
    if (process.argv[2] && name !== "start" && !name.includes(process.argv[2])) continue;
    try {
      await step();
    } catch (error) {
      ok(false, `${name}: ${error}`);
      await shot("error").catch(() => undefined);
    }
  }
  await browser.close();
  console.log(`${passed} passed, ${failed} failed`);
  process.exit(failed ? 1 : 0);
})();
