// The whole way with Tab, Enter and the letters alone.
import assert from "node:assert/strict";
import { NEW, begin, mistaken, shows, tabbed } from "../steps.mjs";
import { other } from "../world.mjs";

async function walk(world, how) {
  const visitor = await world.visitor(how);
  const { page } = visitor;
  const { keyboard } = page;
  const enter = () => visitor.leads(() => keyboard.press("Enter"));
  const email = await world.person("usual", how.lang);
  await visitor.goto("/reset");
  assert.deepEqual(await tabbed(visitor, "SUMMARY"), ["email", "send", "A", "SUMMARY"]);
  // The languages open with the keyboard as well.
  await keyboard.press("Enter");
  await keyboard.press("Tab");
  assert.equal(await visitor.focused(), "A");
  await visitor.goto("/reset");

  await tabbed(visitor, "email");
  await keyboard.type("nothing");
  assert.equal((await enter()).status(), 422);
  assert.equal(await visitor.focused(), "errors");
  // The summary leads to the field.
  assert.deepEqual(await tabbed(visitor, "A"), ["A"]);
  await keyboard.press("Enter");
  await page.waitForURL(/#email$/);
  assert.equal(await visitor.focused(), "email");
  await keyboard.press("Control+A");
  await keyboard.type(email);
  await enter();
  visitor.at("code");

  // A button that cannot be used yet is passed over, where there are scripts.
  const quiet = how.js ? [] : ["resend"];
  assert.deepEqual(await tabbed(visitor, "SUMMARY"), ["code", "check", ...quiet, "other-address", "A", "SUMMARY"]);
  await page.reload();
  const code = await world.code(email);
  await tabbed(visitor, "code");
  await keyboard.type(other(code));
  assert.equal((await enter()).status(), 422);
  assert.equal(await visitor.focused(), "errors");
  await tabbed(visitor, "code");
  await keyboard.type(code);
  await enter();
  visitor.at("password");

  const shown = how.js ? ["show-password"] : [];
  assert.deepEqual(await tabbed(visitor, "SUMMARY"), ["new-password", ...shown, "save", "A", "SUMMARY"]);
  await page.reload();
  await tabbed(visitor, "new-password");
  await keyboard.type("short");
  assert.equal((await enter()).status(), 422);
  assert.equal(await visitor.focused(), "errors");
  await tabbed(visitor, "new-password");
  await keyboard.type(NEW);
  if (how.js) {
    await tabbed(visitor, "show-password");
    await keyboard.press("Space");
    assert.equal(await page.getAttribute("#new-password", "type"), "text");
  }
  await tabbed(visitor, "save");
  await enter();
  visitor.at("done");
  await shows(visitor, "done");
  assert.ok(await world.verifies(email, NEW));
}

/** From the link of a letter, opened on a device that has not asked. */
async function by_link(world, how) {
  const email = await world.person("usual", how.lang);
  await begin(await world.visitor({ lang: how.lang }), email);
  const visitor = await world.visitor(how);
  const { page } = visitor;
  const { keyboard } = page;
  const enter = () => visitor.leads(() => keyboard.press("Enter"));
  await page.goto(await world.link(email));
  visitor.at("link");
  const shown = how.js ? ["show-password"] : [];
  assert.deepEqual(await tabbed(visitor, "SUMMARY"), ["new-password", ...shown, "save", "A", "SUMMARY"]);
  await page.reload();
  await tabbed(visitor, "new-password");
  await keyboard.type("short");
  await mistaken(visitor, await enter(), "new-password");
  await tabbed(visitor, "new-password");
  await keyboard.type(NEW);
  await tabbed(visitor, "save");
  await enter();
  visitor.at("done");
  await shows(visitor, "done");
  assert.ok(await world.verifies(email, NEW));
}

export default async function (world) {
  await Promise.all([
    by_link(world, { lang: "en", js: false, view: "desktop" }),
    by_link(world, { lang: "ar", js: true, view: "desktop" }),
    walk(world, { lang: "en", js: true, view: "desktop" }),
    walk(world, { lang: "ar", js: true, view: "desktop", dark: true }),
    walk(world, { lang: "de", js: false, view: "desktop" }),
    walk(world, { lang: "ja", js: false, view: "desktop", dark: true }),
  ]);
}
