// usage: node pictures.mjs path/to/resetd
// Draws docs/pictures: the main pages on a phone, light and dark, and letters as a mail program shows their HTML.
import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { begin } from "./steps.mjs";
import { World } from "./world.mjs";

const LARGEST = 120 * 1024;
const PICTURES = path.resolve(import.meta.dirname, "../../../../docs/pictures");
const URL_OF_PAGES = "http://localhost:8080";

const [binary] = process.argv.slice(2);
if (!binary) throw new Error("usage: node pictures.mjs path/to/resetd");
const place = mkdtempSync(path.join(tmpdir(), "resetd-pictures-"));
const config = path.join(place, "resetd.toml");
writeFileSync(config, `
public_url = "${URL_OF_PAGES}"
data_dir = "${place}/data"
http.listen = "127.0.0.1:0"
metrics.listen = "127.0.0.1:0"
mail.capture.listen = "127.0.0.1:0"
mail.from = "Example <no-reply@example.com>"
log.format = "json"
dialects.enabled = ["pages"]
limits.client.exempt = ["127.0.0.0/8"]
pages.support = "help@example.com"
pages.return_origins = ["https://app.example.com"]
`);

/** Starts the server and waits for the addresses that it logs. */
async function serve() {
  const child = spawn(path.resolve(binary), ["serve", "--config", config], { stdio: ["ignore", "inherit", "pipe"] });
  const ports = {};
  for await (const line of createInterface({ input: child.stderr })) {
    const said = /"listener":"(\w+)"(?:.*?"address":"[^"]*:(\d+)")?/.exec(line);
    if (said?.[2]) ports[said[1]] = Number(said[2]);
    if (said?.[1] === "ready") return { child, ports };
  }
  throw new Error("the server did not start");
}

const drawn = [];
async function draw(page, name) {
  const file = path.join(PICTURES, `${name}.png`);
  await page.screenshot({ path: file, fullPage: true });
  const { size } = statSync(file);
  drawn.push(`${name}: ${size} bytes`);
  if (size > LARGEST) throw new Error(`${name} has ${size} bytes, and the most are ${LARGEST}`);
}

async function pages(world, how, suffix, names) {
  const visitor = await world.visitor({ view: "picture", ...how });
  const email = how.email;
  const take = async (name) => names.includes(name) && draw(visitor.page, `${name}${suffix}`);
  await visitor.goto("/reset?return_to=https%3A%2F%2Fapp.example.com%2F");
  await take("start");
  await begin(visitor, email, "?return_to=https%3A%2F%2Fapp.example.com%2F");
  const code = await world.code(email);
  await take("code");
  await visitor.send("check", { code });
  await visitor.page.locator("#new-password").pressSequentially("pebble quixotic lantern");
  await visitor.page.locator("#strength[data-score='4']").waitFor();
  await take("password");
  await visitor.send("save");
  await take("done");
}

async function letter(world, email, n, dark, name) {
  const { html } = await world.letter(email, n);
  const visitor = await world.visitor({ view: "letter", dark });
  // Letters are captured on this machine alone; people's lead to their own service.
  await visitor.page.setContent(html.replaceAll(URL_OF_PAGES, "https://reset.example.com").replaceAll("localhost", "reset.example.com"));
  await draw(visitor.page, name);
}

const { child, ports } = await serve();
mkdirSync(PICTURES, { recursive: true });
const servers = { usual: { url: URL_OF_PAGES, port: ports.http, capture: ports.capture, config } };
const world = await World.of({ binary: path.resolve(binary), chromium: "/usr/bin/chromium", servers });
try {
  const person = (name, locale) => world.person("usual", locale, `${name}@example.com`);
  const ann = await person("ann", "en");
  await pages(world, { email: ann }, "-light", ["start", "code", "password", "done"]);
  await pages(world, { email: await person("ben", "en"), dark: true }, "-dark", ["code", "password"]);
  await pages(world, { email: await person("noor", "ar"), lang: "ar" }, "-arabic", ["code"]);
  await letter(world, ann, 1, false, "letter-code-light");
  await letter(world, ann, 1, true, "letter-code-dark");
  await letter(world, ann, 2, false, "letter-notice-light");
  console.log(drawn.join("\n"));
} finally {
  await world.close();
  child.kill();
  rmSync(place, { recursive: true });
}
