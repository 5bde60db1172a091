// Every page and state that people can meet, for axe to look at. A walk is taken by one visitor; each of its stops goes on
// from where the one before it ended. A new page is a stop, or a walk of its own; one that speaks English to everybody says so.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { NEW, begin, prove } from "./steps.mjs";
import { other } from "./world.mjs";

export const WALKS = [
  {
    server: "usual",
    stops: [
      ["the first page", (v) => v.goto("/reset?return_to=https%3A%2F%2Fapp.example.com%2F")],
      ["the languages", (v) => v.page.click("summary")],
      ["no address", (v) => v.send("send")],
      ["not an address", (v) => v.send("send", { email: "nothing" })],
      ["the code", (v, it) => v.send("send", { email: it.email })],
      ["no code", (v) => v.send("check")],
      ["too long a code", (v) => v.send("check", { code: "7".repeat(65) })],
      ["a wrong code", async (v, it) => v.send("check", { code: other(await v.world.code(it.email)) })],
      ["a burnt code", async (v, it) => {
        for (let more = 0; more < 5; more++) await v.send("check", { code: other(await v.world.code(it.email)) });
      }],
      ["another letter", (v) => v.send("resend")],
      ["the new password", async (v, it) => v.send("check", { code: await v.world.code(it.email, 2) })],
      ["no password", (v) => v.send("save")],
      ["too short a password", (v) => v.send("save", { "new-password": "short" })],
      ["too long a password", (v) => v.send("save", { "new-password": "x".repeat(257) })],
      ["a password with a tab", (v) => v.send("save", { "new-password": "tab\tulator" })],
      ["a weak password", (v) => weighed(v, "password", [0])],
      ["a middling password", (v) => weighed(v, "kettle morning", [1, 2, 3])],
      ["a strong password", (v) => weighed(v, NEW, [4])],
      ["a password that is shown", (v) => v.page.click("#show-password")],
      ["the end", (v) => v.send("save", { "new-password": NEW })],
      ["a link that is over", async (v, it) => v.page.goto(await v.world.link(it.email))],
    ],
  },
  {
    server: "usual",
    stops: [
      ["the link's page", async (v, it) => {
        await begin(v, it.email);
        await v.page.goto(await v.world.link(it.email));
      }],
      ["the link's page, too short a password", (v) => v.send("save", { "new-password": "short" })],
      ["nothing here", (v) => v.goto("/reset/x")],
      ["a page that is over", (v) => v.goto("/reset/AAAAAAAAAAAAAAAA/code")],
      ["a form from elsewhere", async (v) => {
        const body = `<form method="post" action="${v.base}/reset"><button id="b">x</button></form>`;
        await v.context.route("https://evil.example/**", (it) => it.fulfill({ contentType: "text/html", body }));
        await v.page.goto("https://evil.example/");
        await v.leads(() => v.page.click("#b"));
      }],
      ["too much", async (v, it) => {
        await v.goto("/reset");
        await v.evaluate("document.getElementById('email').value = 'x'.repeat(100_000)");
        await v.send("send");
      }],
      ["a form that cannot be read", async (v) => {
        await v.goto("/reset");
        await v.evaluate("document.forms[0].enctype = 'text/plain'");
        await v.send("send", { email: "a@example.com" });
      }],
    ],
  },
  {
    server: "usual",
    stops: [
      ["this was not me", async (v, it) => {
        await prove(v, it.email);
        await v.send("save", { "new-password": NEW });
        await v.page.goto(await v.world.link(it.email, 2));
        await v.page.waitForSelector("#not-me");
      }],
      ["a change that was taken back", async (v) => {
        await v.send("not-me");
        await v.page.waitForSelector("#taken-back");
      }],
      ["a change that had been taken back", async (v, it) => troubled(v, 410, await v.page.goto(await v.world.link(it.email, 2)))],
      ["link and code together", async (v, it) => {
        await begin(v, it.email);
        await v.page.goto(await v.world.link(it.email, 3));
        await v.page.waitForSelector("#code");
      }],
      ["link and code together, neither typed", (v) => v.send("save")],
      ["link and code together, another code", async (v, it) =>
        v.send("save", { code: other(await v.world.code(it.email, 3)), "new-password": NEW })],
      ["a change after which there was another", async (v, it) => {
        const code = await v.world.code(it.email, 3);
        await v.send("save", { code, "new-password": NEW });
        const first = await v.world.link(it.email, 4);
        await prove(v, it.email, 5);
        await v.send("save", { "new-password": `${NEW} again` });
        await troubled(v, 410, await v.page.goto(first));
      }],
      ["a change that nobody made", async (v) => troubled(v, 410, await v.goto("/reset/not-me?token=x"))],
    ],
  },
  {
    server: "hasty",
    stops: [
      ["an expired code", async (v, it) => {
        await begin(v, it.email);
        await sleep(1200);
        await v.page.reload();
      }],
    ],
  },
  {
    server: "strict",
    stops: [
      ["too many requests", async (v) => {
        for (let asks = 0; asks < 2; asks++) {
          await v.goto("/reset");
          await v.send("send", { email: "somebody@example.com" });
        }
      }],
    ],
  },
  {
    server: "crowded",
    failing: true,
    stops: [
      ["busy", async (v, it) => {
        for (let answer, n = 1; answer?.status() !== 503; n += 2) {
          await prove(v, it.email, n);
          answer = await v.world.crowded(v.server, () => v.send("save", { "new-password": NEW }));
        }
        await v.page.waitForSelector("#trouble");
      }],
    ],
  },
  {
    server: "broken",
    failing: true,
    stops: [
      ["something went wrong", async (v) => {
        await v.goto("/reset");
        await troubled(v, 500, await v.send("send", { email: "somebody@example.com" }));
      }],
    ],
  },
  {
    server: "crowded",
    stops: [
      ["the API", (v) => v.goto("/docs"), "en"],
      ["the API, every answer open", (v) =>
        v.evaluate("for (const it of document.querySelectorAll('details')) it.open = true"), "en"],
    ],
  },
];

/** The types of problems, each with a page: those that `docs/dialects/v1.md` lists. */
const TABLE = readFileSync(new URL("../../../../docs/dialects/v1.md", import.meta.url), "utf8");
const PROBLEMS = [...TABLE.matchAll(/^\| `\/problems\/([a-z-]+)` \|/gm)].map(([, name]) => name);
assert.ok(PROBLEMS.length > 20, String(PROBLEMS));

export const PROBLEM_WALKS = [
  { server: "api", stops: PROBLEMS.map((name) => [`the problem ${name}`, (v) => meant(v, name), "en"]) },
];

/** Opens the page of a problem's type, which is the one that its list of all marks. */
async function meant(visitor, name) {
  assert.equal((await visitor.goto(`/problems/${name}`)).status(), 200);
  assert.equal(await visitor.page.getAttribute("nav [aria-current=page]", "href"), `/problems/${name}`);
  assert.equal(await visitor.text("#type"), `/problems/${name}`);
}

/** Asserts that the page tells of a trouble, with this status. */
async function troubled(visitor, status, answer) {
  assert.equal(answer.status(), status);
  await visitor.page.waitForSelector("#trouble");
}

/** Types a password and waits for what the page says of its strength. */
async function weighed(visitor, password, scores) {
  await visitor.page.fill("#new-password", "");
  await visitor.page.locator("#new-password").pressSequentially(password);
  const told = scores.map((score) => `#strength[data-score='${score}'] p`);
  await visitor.page.locator(told.join()).first().waitFor();
}
