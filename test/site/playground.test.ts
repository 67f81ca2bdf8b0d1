import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { describeInBrowser, useBrowser, violations } from "./browser.ts";

/** Kilobytes, gzipped: what the page loads more than any other. */
const BUDGET = 55;

describeInBrowser("the playground", () => {
  const visitPage = useBrowser();
  const visit = async (): Promise<{ page: Page; complaints: readonly string[] }> => {
    const visited = await visitPage("playground.html");
    await over(visited.page);
    return visited;
  };
  const output = (page: Page) => page.getByRole("log", { name: "Console" });
  const rows = (page: Page) => page.getByRole("region", { name: "Polls" }).locator("tbody tr");

  /** Waits for the end of a run. */
  const over = (page: Page) => output(page).locator(".is-end, .is-error").last().waitFor();

  const run = async (page: Page, code: string): Promise<void> => {
    await page.getByLabel("Your code").fill(code);
    await page.getByRole("button", { name: "Run", exact: true }).click();
  };

  test("polls a job as soon as it is opened, and loads nothing from elsewhere", async () => {
    const { page, complaints } = await visit();
    expect(await output(page).innerText()).toContain("succeeded");
    expect(await rows(page).count()).toBeGreaterThan(10);
    expect(await page.locator(".pg-mark").count()).toBe(await rows(page).count());
    expect(complaints).toEqual([]);
    await page.close();
  });

  test("shows what is chosen: service, scenario, fault and program", async () => {
    const { page } = await visit();
    await page.getByRole("combobox", { name: "Service" }).selectOption("Workspace");
    await page.getByRole("combobox", { name: "The job" }).selectOption("COMPLETE, a sub-job failed");
    await page.getByRole("combobox", { name: "It takes" }).selectOption("2 minutes");
    await page.getByRole("combobox", { name: "Fault" }).selectOption("connection reset");
    await page.getByRole("combobox", { name: "It begins" }).selectOption("at the start");
    await page.getByRole("combobox", { name: "Requests that fail" }).selectOption("3");
    await page.getByRole("combobox", { name: "Program" }).selectOption("watch its changes");
    await output(page).getByText("failed").waitFor();
    const shown = await rows(page).allInnerTexts();
    expect(shown.slice(0, 4).map((row) => row.includes("NetworkError"))).toEqual([true, true, true, false]);
    expect(shown.at(-1)).toContain("failed");
    const picture = page.getByRole("img", { name: /^Timeline/ });
    expect(await picture.getAttribute("aria-label")).toContain(`Polls: ${shown.length} 3 failed`);
    expect(await picture.innerHTML()).toContain("reset × 3");
    await page.close();
  });

  test("runs edited code, also offline, and says what is wrong with it, and where", async () => {
    const { page, complaints } = await visit();
    await page.context().setOffline(true);
    await run(page, 'console.log("polled", (await jobs.get(ref)).state);');
    await output(page).getByText("polled pending").waitFor();
    await run(page, '\nthrow new TypeError("not like this");');
    await output(page).getByText("TypeError: not like this (line 2 of your code)").waitFor();
    await run(page, "const = 1;");
    await output(page).getByText("SyntaxError").waitFor();
    await run(page, 'Promise.reject(new Error("nobody awaits this"));');
    await output(page).getByText("Error: nobody awaits this").waitFor();
    await run(page, "await new Promise(() => {});");
    await output(page).getByText("waits for something that never happens").waitFor();
    expect(complaints).toEqual([]);
    await page.context().setOffline(false);
    await page.close();
  });

  test("stops an endless loop, and goes on", async () => {
    const { page } = await visit();
    await run(page, "for (;;);");
    await page.getByRole("button", { name: "Stop" }).click();
    await output(page).getByText("Stopped.").waitFor();
    await run(page, 'console.log("again");');
    await output(page).getByText("again").waitFor();
    await run(page, "for (;;) await new Promise((resolve) => setTimeout(resolve, 1));");
    await output(page).getByText("The run was ended").waitFor();
    await page.close();
  });

  test("is used with the keyboard alone", async () => {
    const { page } = await visit();
    await page.getByRole("button", { name: "A failure" }).focus();
    await page.keyboard.press("Enter");
    await output(page).getByText("JobFailedError").waitFor();
    const time = page.getByRole("slider", { name: "Virtual time" });
    await time.focus();
    await page.keyboard.press("Home");
    expect(await rows(page).count()).toBe(1);
    await page.keyboard.press("ArrowRight");
    await page.keyboard.press("ArrowRight");
    expect(await rows(page).count()).toBe(3);
    expect(await time.getAttribute("aria-valuetext")).toMatch(/^0:\d\d\. Poll 3 at /);
    await page.keyboard.press("ArrowLeft");
    expect(await rows(page).count()).toBe(2);
    await page.keyboard.press("Shift+Tab");
    await page.keyboard.press("Enter");
    await output(page).getByText("JobFailedError").waitFor();
    await page.getByLabel("Your code").focus();
    await page.keyboard.press("Control+A");
    await page.keyboard.type("console.log(6 * 7);");
    await page.keyboard.press("Control+Enter");
    await output(page).getByText("42").waitFor();
    await page.close();
  });

  test.each([
    { width: 1400, colorScheme: "light" },
    { width: 390, colorScheme: "dark" },
    { width: 1400, colorScheme: "dark" },
    { width: 390, colorScheme: "light" },
  ] as const)("is accessible $width pixels wide in $colorScheme colours", async ({ width, colorScheme }) => {
    const { page } = await visit();
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ colorScheme });
    await page.waitForFunction(
      (isDark) => document.documentElement.classList.contains("dark") === isDark,
      colorScheme === "dark",
    );
    await page.getByRole("button", { name: "Five jobs" }).click();
    await output(page).getByText("The program has ended.").waitFor();
    // Colours change gradually.
    await page.evaluate(() => Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))));
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    await page.close();
  });

  test("prints picture and table, without the controls", async () => {
    const { page } = await visit();
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("img", { name: /^Timeline/ }).isVisible()).toBe(true);
    expect(await rows(page).last().isVisible()).toBe(true);
    expect(await page.getByRole("button", { name: "Run", exact: true }).isVisible()).toBe(false);
    expect(await page.getByRole("combobox", { name: "Service" }).isVisible()).toBe(false);
    await page.close();
  });

  test("plays the run, and can be paused", async () => {
    const { page } = await visit();
    await page.emulateMedia({ reducedMotion: "no-preference" });
    await page.getByRole("button", { name: "Play", exact: true }).click();
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    const shown = await rows(page).count();
    expect(await page.locator(".pg-mark").count()).toBeGreaterThan(shown);
    await page.close();
  });

  test("weighs little, and nothing on other pages", async () => {
    const files = readdirSync(inject("site"), { recursive: true, encoding: "utf8" });
    const own = files.filter((path) => /(?:Playground|worker)[.-][\w-]+\.js$/.test(path));
    expect(own).toHaveLength(2);
    const bytes = own.map((path) => gzipSync(readFileSync(join(inject("site"), path)), { level: 9 }).length);
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(BUDGET * 1_000);
    const { page } = await visitPage("index.html");
    await page.waitForLoadState("networkidle");
    const loaded = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    expect(loaded.filter((name) => own.some((path) => name.endsWith(path)))).toEqual([]);
    await page.close();
  });
});
