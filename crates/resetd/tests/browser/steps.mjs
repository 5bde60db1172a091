// Steps that many scenarios take.
import assert from "node:assert/strict";
import { LANGUAGES } from "./words.mjs";

export const NEW = "pebble quixotic lantern";

/** Asserts that the page is the one of this title, in the visitor's language and its direction. */
export async function shows(visitor, title) {
  const words = LANGUAGES[visitor.lang];
  assert.equal(await visitor.text("h1"), words[title]);
  assert.equal(await visitor.page.getAttribute("html", "lang"), visitor.lang);
  assert.equal(await visitor.page.getAttribute("html", "dir"), words.dir);
}

/** From the first page to that of the code. */
export async function begin(visitor, email, query = "") {
  await visitor.goto(`/reset${query}`);
  const answer = await visitor.send("send", { email });
  assert.equal(answer.status(), 200);
  visitor.at("code");
}

/** From the first page to that of the new password. */
export async function prove(visitor, email, n = 1, query = "") {
  await begin(visitor, email, query);
  const code = await visitor.world.code(email, n, visitor.server);
  await visitor.send("check", { code });
  visitor.at("password");
  return code;
}

/** Somebody else has read the code in the owner's mailbox, and sets a password with it. Returns the notice's link. */
export async function taken(world, email, lang) {
  const thief = await world.visitor({ lang });
  await prove(thief, email);
  await thief.send("save", { "new-password": NEW });
  thief.at("done");
  assert.ok(await world.verifies(email, NEW));
  const { text } = await world.letter(email, 2);
  return /^https:\S+\/reset\/not-me\?token=\S+$/m.exec(text)[0];
}

/** Asserts that the page tells of a mistake at this field, once in the summary and once beside it. */
export async function mistaken(visitor, answer, field, status = 422) {
  assert.equal(answer.status(), status);
  assert.equal(await visitor.page.getAttribute(`#${field}`, "aria-invalid"), "true");
  const said = await visitor.text(`#errors li`);
  assert.equal(await visitor.text(`#${field}-error`), said);
  assert.ok((await visitor.page.getAttribute(`#${field}`, "aria-describedby")).includes(`${field}-error`));
  assert.equal(await visitor.page.getAttribute("#errors a", "href"), `#${field}`);
  assert.equal(await visitor.focused(), "errors", "what went wrong is read out first");
  return said;
}

/** Goes on with Tab and returns what got the focus, each by its id or name; every one must be marked so that it is seen. */
export async function tabbed(visitor, upTo) {
  const met = [];
  for (let steps = 0; steps < 12; steps++) {
    await visitor.page.keyboard.press("Tab");
    const seen = await visitor.evaluate(`(() => {
      const it = document.activeElement, style = getComputedStyle(it), box = it.getBoundingClientRect();
      return { id: it.id || it.tagName, style: style.outlineStyle, width: parseFloat(style.outlineWidth),
        shown: box.width > 1 && box.top >= 0 && box.bottom <= innerHeight };
    })()`);
    met.push(seen.id);
    if (seen.id === "BODY") break;
    assert.ok(seen.style === "solid" && seen.width >= 2, `the focus on ${seen.id} is not marked: ${JSON.stringify(seen)}`);
    assert.ok(seen.shown, `${seen.id} has the focus and is not in sight`);
    if (seen.id === upTo) break;
  }
  return met;
}
