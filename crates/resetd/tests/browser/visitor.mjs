// Somebody at a browser. Whatever the browser complains of, and whatever it asks of anybody else, is a fault.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

export const VIEWS = {
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1280, height: 800 } },
};

/** For pictures: no higher than what is shown. */
const FRAMES = {
  picture: { viewport: { width: 390, height: 400 }, isMobile: true, deviceScaleFactor: 1.5 },
  letter: { viewport: { width: 640, height: 400 } },
};

/** Runs in every page before its own script: what breaks the page's policy or moves under the reader is written down. */
function watch() {
  addEventListener("securitypolicyviolation", (it) => {
    console.error(`CSP: ${it.effectiveDirective} ${it.blockedURI}`);
  });
  new PerformanceObserver((list) => {
    for (const it of list.getEntries()) {
      if (it.startTime < window.bentUntil) continue;
      const moved = it.sources.map((source) => source.node?.id || source.node?.nodeName).join(" ");
      console.error(`layout shift: ${it.value} ${moved}`);
    }
  }).observe({ type: "layout-shift", buffered: true });
}

export class Visitor {
  /**
   * `server`: its name; `js`: whether scripts run; `lang`: what the browser asks for; `view`: of `VIEWS`; `dark`;
   * `failing`: whether pages may answer in the 500s; `elsewhere`: origins of other sites that this scenario plays itself, by `context.route`.
   */
  static async of(world, { server = "usual", js = true, lang = "en", view = "desktop", dark = false, failing = false, elsewhere = [] }) {
    const it = new Visitor();
    Object.assign(it, { world, server, js, lang, failing });
    it.base = world.servers[server].url;
    it.faults = [];
    it.refused = new Set();
    it.requests = [];
    it.said = [];
    const origins = [new URL(it.base).origin, ...elsewhere];
    it.context = await world.browser.newContext({
      ...(VIEWS[view] ?? FRAMES[view]),
      javaScriptEnabled: js,
      locale: lang,
      colorScheme: dark ? "dark" : "light",
      reducedMotion: "reduce",
      ignoreHTTPSErrors: true,
    });
    it.context.setDefaultTimeout(30_000);
    await it.context.addInitScript(watch);
    it.context.on("request", (request) => {
      it.requests.push(request);
      const { origin } = new URL(request.url());
      if (!origins.includes(origin)) it.faults.push(`a foreign request: ${request.url()}`);
    });
    it.context.on("requestfailed", (request) => {
      const why = request.failure()?.errorText;
      // A navigation that gave way to another, as of a form that was sent twice.
      if (why !== "net::ERR_ABORTED") it.faults.push(`${request.url()}: ${why}`);
    });
    it.context.on("response", (response) => {
      const document = response.request().isNavigationRequest();
      if (response.status() >= 400 && document) it.refused.add(response.url());
      else if (response.status() >= 400) it.faults.push(`${response.url()}: ${response.status()}`);
    });
    it.context.on("console", (message) => it.said.push(message));
    it.context.on("weberror", (error) => it.faults.push(`an error: ${error.error()}`));
    it.page = await it.context.newPage();
    return it;
  }

  /** Closes the browser's window and tells what went wrong. */
  async end() {
    for (const message of this.said) {
      const text = message.text();
      const { url } = message.location();
      // What Chromium says of a page that answers in the 400s, which is how ours tell of a mistake.
      const status = /^Failed to load resource: the server responded with a status of ([45])/.exec(text)?.[1];
      if ((status === "4" || (status && this.failing)) && this.refused.has(url)) continue;
      // Whose the password is was not typed in this browser, so the link's page does not say it.
      if (text.startsWith("[DOM] Password forms should have (optionally hidden) username") && url.endsWith("/link")) continue;
      if (["error", "warning"].includes(message.type()) || text.includes("[DOM]")) this.faults.push(`${url}: ${text}`);
    }
    await this.context.close();
    return this.faults;
  }

  goto(path) {
    return this.page.goto(new URL(path, this.base).href);
  }

  /** Does something that leads to another page, or the same once more, and returns its answer. */
  async leads(act) {
    const [answer] = await Promise.all([this.page.waitForNavigation(), act()]);
    return answer;
  }

  /** Fills fields, by their ids, and presses a button. */
  async send(button, fields = {}) {
    for (const [id, text] of Object.entries(fields)) await this.page.fill(`#${id}`, text);
    return this.leads(() => this.page.click(`#${button}`));
  }

  path() {
    return new URL(this.page.url()).pathname;
  }

  /** Asserts that the page is this one, by the end of its path. */
  at(step) {
    assert.match(this.path(), new RegExp(`/${step}$`));
  }

  async text(selector) {
    return (await this.page.textContent(selector)).trim();
  }

  /** What the page knows itself, whatever its policy says and whether or not scripts of its own run. */
  async evaluate(expression) {
    const cdp = await this.context.newCDPSession(this.page);
    const { result, exceptionDetails } = await cdp.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    await cdp.detach();
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  /** The id of the element that has the focus, or its name where it has none. */
  focused() {
    return this.evaluate("document.activeElement.id || document.activeElement.tagName");
  }

  /** Asserts that the page as it is now breaks no rule of WCAG 2.2 AA, and never needs scrolling sideways. */
  async accessible(state) {
    await this.evaluate(AXE);
    const options = {
      runOnly: WCAG,
      rules: { "target-size": { enabled: true } },
      resultTypes: ["violations", "incomplete"],
      preload: false,
    };
    for (const scheme of ["light", "dark"]) {
      await this.page.emulateMedia({ colorScheme: scheme });
      const found = await this.evaluate(`axe.run(document, ${JSON.stringify(options)}).then((it) => ({
        broken: it.violations, unsure: it.incomplete, passed: it.passes.length }))`);
      const told = (rule) => `${rule.id}: ${rule.help}\n    ${rule.nodes.map((it) => `${it.html} ${it.any.map((one) => one.message)}`).join("\n    ")}`;
      const where = `${state}, ${this.lang}, ${scheme}`;
      assert.ok(found.passed > 5, `axe looked at nothing: ${where}`);
      assert.deepEqual(found.broken.map(told), [], where);
      assert.deepEqual(found.unsure.map(told), [], `axe cannot tell: ${where}`);
    }
    // The window is made narrow here, which moves things and is no fault of the page.
    const size = this.page.viewportSize();
    await this.evaluate("window.bentUntil = Infinity");
    for (const width of [size.width, 320]) {
      await this.page.setViewportSize({ ...size, width });
      const wide = await this.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
      assert.ok(wide <= 0, `${state}, ${this.lang}: ${wide} pixels stick out at ${width}`);
    }
    await this.page.setViewportSize(size);
    await this.evaluate(`new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))
      .then(() => { window.bentUntil = performance.now(); })`);
  }
}
