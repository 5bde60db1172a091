// An address, a code, a new password, done: in every language, with scripts and without.
import assert from "node:assert/strict";
import { NEW, shows } from "../steps.mjs";
import { LANGUAGES } from "../words.mjs";

async function walk(world, how) {
  const visitor = await world.visitor(how);
  const email = await world.person("usual", how.lang);
  await visitor.goto("/reset?return_to=https%3A%2F%2Fapp.example.com%2Flogin");
  await shows(visitor, "start");
  assert.equal(await visitor.page.getAttribute("#email", "autocomplete"), "email");
  await visitor.send("send", { email });
  visitor.at("code");
  await shows(visitor, "code");
  assert.equal(await visitor.page.getAttribute("#code", "autocomplete"), "one-time-code");
  const letter = await world.letter(email);
  const reference = /[0-9A-Z]{6}/.exec(await visitor.text("#reference"))[0];
  assert.ok(letter.text.includes(reference), reference);
  const code = await world.code(email);
  // As it is pasted from a letter that sets it apart in groups.
  await visitor.send("check", { code: ` ${code.slice(0, 3)} ${code.slice(3)}` });
  visitor.at("password");
  await shows(visitor, "password");
  await rememberable(visitor, email);
  if (how.js) await nicer(visitor);
  await visitor.send("save", { "new-password": NEW });
  visitor.at("done");
  await shows(visitor, "done");
  assert.equal(await visitor.page.getAttribute("#return", "href"), "https://app.example.com/login");
  assert.ok(await world.verifies(email, NEW));
  assert.ok(!(await world.letter(email, 2)).text.includes(code), "the notice");
  const cookies = await visitor.context.cookies();
  assert.ok(cookies.length >= 1);
  for (const it of cookies) {
    assert.ok(it.name.startsWith("__Host-reset") && it.secure && it.httpOnly && it.sameSite === "Lax", it.name);
  }
  const addresses = visitor.requests.map((it) => it.url());
  for (const secret of [code, email]) assert.ok(!addresses.some((it) => it.includes(secret)), "in an address");
}

/** What a password manager looks for: whose password it is, which field is the new one, and both in one form. */
async function rememberable(visitor, email) {
  const form = visitor.page.locator("#password-form");
  const username = form.locator("input[autocomplete=username]");
  assert.equal(await username.inputValue(), email);
  assert.equal(await username.getAttribute("type"), "text");
  assert.ok(await username.isVisible(), "managers pass over fields that are not shown");
  const field = form.locator("input[autocomplete=new-password]");
  assert.equal(await field.getAttribute("type"), "password");
  assert.equal(await form.locator("input").count(), 2);
}

/** What the script adds. */
async function nicer(visitor) {
  const { page } = visitor;
  const strength = page.locator("#strength");
  await page.locator("#new-password").pressSequentially("password");
  await page.locator("#strength[data-score='0'] p").first().waitFor();
  await page.fill("#new-password", "");
  await page.locator("#new-password").pressSequentially(NEW);
  await page.locator("#strength[data-score='4']").waitFor();
  assert.ok((await strength.textContent()).length > 3);
  await page.click("#show-password");
  assert.equal(await page.getAttribute("#new-password", "type"), "text");
  assert.equal(await page.getAttribute("#show-password", "aria-pressed"), "true");
}

export default async function (world) {
  // Each language with and without scripts, on a phone and on a desktop; four at a time, for the machine has few cores.
  const walks = (js, swapped) => {
    const [one, another] = swapped ? ["desktop", "phone"] : ["phone", "desktop"];
    return Promise.all(Object.keys(LANGUAGES).map((lang, at) => {
      const how = { lang, js, view: at % 2 ? one : another, dark: swapped };
      return walk(world, how).catch((error) => {
        throw new Error(`${JSON.stringify(how)}: ${error.message}`, { cause: error });
      });
    }));
  };
  await walks(true, false);
  await walks(false, true);
}
