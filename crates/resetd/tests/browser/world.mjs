// What a scenario stands on: the servers that the Rust test started, a proxy before each that terminates TLS as an
// operator's does, and a Chromium that reaches nothing else.
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import net from "node:net";
import tls from "node:tls";
import { setTimeout as sleep } from "node:timers/promises";
import { chromium } from "playwright-core";
import { Visitor } from "./visitor.mjs";

/** The port of a server is private, that of its `public_url` is not: Chromium is told where the latter is. */
async function proxy(server) {
  const options = { key: readFileSync(server.key), cert: readFileSync(server.cert) };
  const front = tls.createServer(options, (inside) => {
    const outside = net.connect(server.port, "127.0.0.1");
    for (const [from, to] of [[inside, outside], [outside, inside]]) {
      from.on("error", () => to.destroy());
      from.pipe(to);
    }
  });
  // Browsers hang up in the middle of a handshake when they think better of it.
  front.on("tlsClientError", () => {});
  await new Promise((ready) => front.listen(0, "127.0.0.1", ready));
  return front;
}

export class World {
  /**
   * `given`: the binary, and of each server its name, `public_url`, ports, configuration, its certificate where the
   * URL is https, and an API key where it has the API.
   */
  static async of(given) {
    const world = new World();
    world.binary = given.binary;
    world.servers = given.servers;
    world.people = 0;
    world.visitors = [];
    world.fronts = [];
    const rules = [];
    for (const server of Object.values(given.servers)) {
      const front = server.key ? await proxy(server) : null;
      if (front) world.fronts.push(front);
      rules.push(`MAP ${new URL(server.url).host} 127.0.0.1:${front ? front.address().port : server.port}`);
    }
    world.browser = await chromium.launch({
      executablePath: given.chromium,
      chromiumSandbox: false,
      args: [
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        // Whatever else a page might ask for is not found.
        `--host-resolver-rules=${rules.join(",")},MAP * ~NOTFOUND`,
      ],
    });
    return world;
  }

  async visitor(how = {}) {
    const visitor = await Visitor.of(this, how);
    this.visitors.push(visitor);
    return visitor;
  }

  /** Ends every visit, and tells what went wrong in any. */
  async end() {
    const faults = [];
    for (const visitor of this.visitors) faults.push(...(await visitor.end()));
    await this.close();
    if (faults.length) throw new Error(`browsers complained:\n  ${[...new Set(faults)].join("\n  ")}`);
  }

  async close() {
    await this.browser?.close();
    for (const front of this.fronts) front.close();
  }

  #run(server, words, input) {
    return new Promise((resolve) => {
      const child = execFile(
        this.binary,
        [...words, "--config", this.servers[server].config],
        (error, out, said) => resolve({ code: error ? error.code : 0, said }),
      );
      child.stdin.end(input);
    });
  }

  /** A new account, whose password is "the old password". Returns its address. */
  async person(server = "usual", locale = "en", email = `person${++this.people}@example.com`) {
    const words = ["account", "add", email, "--locale", locale, "--password-stdin"];
    const { code, said } = await this.#run(server, words, "the old password");
    if (code !== 0) throw new Error(`account add: ${said}`);
    return email;
  }

  /** Whether this is the account's password now. */
  async verifies(email, password, server = "usual") {
    const { code, said } = await this.#run(server, ["account", "verify", email, "--password-stdin"], password);
    if (code !== 0 && code !== 1) throw new Error(`account verify: ${said}`);
    return code === 0;
  }

  async #captured(server, path) {
    const answer = await fetch(`http://127.0.0.1:${this.servers[server].capture}${path}`);
    if (!answer.ok) throw new Error(`${path}: ${answer.status}`);
    return answer.json();
  }

  /** The letters to an address, oldest first. */
  async letters(email, server = "usual") {
    const all = await this.#captured(server, "/letters.json");
    const ours = all.filter((it) => it.to === email).reverse();
    const whole = ours.map((it) => this.#captured(server, `/letters/${it.id}.json`));
    return Promise.all(whole);
  }

  /** The n-th letter to an address, from 1, once it has come. */
  async letter(email, n = 1, server = "usual") {
    for (let tries = 0; tries < 300; tries++) {
      const letters = await this.letters(email, server);
      if (letters.length >= n) return letters[n - 1];
      await sleep(50);
    }
    throw new Error(`letter ${n} to ${email} did not come`);
  }

  /** The code in a letter's last line, `@host #CODE`. */
  async code(email, n = 1, server = "usual") {
    const { text } = await this.letter(email, n, server);
    return /^@\S+ #(\S+)$/m.exec(text.trimEnd().split("\n").at(-1).trim())[1];
  }

  /**
   * Does something while more passwords wait to be compared than the server lets wait, and gives what it gave. The place
   * of one that has been compared is taken at once, mostly by another; what comes between waits for ten seconds at the most.
   */
  async crowded(server, act) {
    const { port, api_key: key } = this.servers[server];
    const enough = AbortSignal.timeout(10_000);
    const crowd = new AbortController();
    const signal = AbortSignal.any([enough, crowd.signal]);
    const waiting = [];
    const call = async (n) => {
      const body = JSON.stringify({ email: `crowd${n}@example.com`, password: "any password" });
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const url = `http://127.0.0.1:${port}/v1/accounts/verify-password`;
      const answer = await fetch(url, { method: "POST", headers, body, signal });
      await answer.text();
      return answer.status;
    };
    const press = async (n) => {
      while (!signal.aborted) if ((await call(n).catch(() => 503)) === 503) await sleep(10);
    };
    try {
      for (let n = 0, full = false; !full; n++) {
        // Whoever is let in hears nothing for seconds.
        const first = call(n);
        waiting.push(first.catch(() => {}));
        const status = await Promise.race([first, sleep(10)]);
        if (status !== undefined && status !== 503) throw new Error(`verify-password: ${status}`);
        full = status === 503;
      }
      for (let n = 0; n < 4; n++) waiting.push(press(`-again${n}`));
      return await act();
    } finally {
      crowd.abort();
      await Promise.all(waiting);
    }
  }

  /** The link in a letter. */
  async link(email, n = 1, server = "usual") {
    const { text } = await this.letter(email, n, server);
    return /^https:\S+\/reset\/(?:link|not-me)\?token=\S+$/m.exec(text)[0];
  }
}

/** Another code than this one. */
export function other(code) {
  return (code.startsWith("1") ? "2" : "1") + code.slice(1);
}
