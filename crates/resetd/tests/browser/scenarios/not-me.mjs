// "This was not me", from the notice to the next password, with Tab, Enter and the letters alone.
import assert from "node:assert/strict";
import { NEW, mistaken, shows, tabbed, taken } from "../steps.mjs";

const OWN = "velvet umbrella harbour";

async function walk(world, how) {
  const email = await world.person("usual", how.lang);
  const link = await taken(world, email, how.lang);
  const owner = await world.visitor(how);
  const { page } = owner;
  const { keyboard } = page;
  const enter = () => owner.leads(() => keyboard.press("Enter"));

  // Opening it says what will happen, and changes nothing.
  assert.equal((await page.goto(link)).status(), 200);
  owner.at("not-me");
  await shows(owner, "notMe");
  assert.ok(!page.url().includes("token"), "the token leaves the address");
  assert.ok(!(await page.content()).includes(email), "whose it is was not typed here");
  assert.deepEqual(await tabbed(owner, "SUMMARY"), ["not-me", "A", "SUMMARY"]);
  await page.reload();
  assert.ok(await world.verifies(email, NEW));

  await tabbed(owner, "not-me");
  assert.equal((await enter()).status(), 200);
  owner.at("not-me");
  await shows(owner, "takenBack");
  assert.ok(await page.isVisible("#taken-back"));
  for (const password of [NEW, "the old password"]) assert.ok(!(await world.verifies(email, password)), password);
  await page.reload();
  await shows(owner, "takenBack");
  const again = await world.visitor(how);
  assert.equal((await again.page.goto(link)).status(), 410, "it works once");
  assert.ok(await again.page.isVisible("#trouble"));

  // Its way on leads to a recovery, whose code alone is not enough.
  assert.deepEqual(await tabbed(owner, "SUMMARY"), ["start", "A", "SUMMARY"]);
  await page.reload();
  await tabbed(owner, "start");
  await enter();
  await shows(owner, "start");
  await tabbed(owner, "email");
  await keyboard.type(email);
  await enter();
  owner.at("code");
  const code = await world.code(email, 3);
  await tabbed(owner, "code");
  await keyboard.type(code);
  await mistaken(owner, await enter(), "code", 410);

  // Nor is the link alone.
  await page.goto(await world.link(email, 3));
  owner.at("link");
  await shows(owner, "password");
  await tabbed(owner, "new-password");
  await keyboard.type(OWN);
  await mistaken(owner, await enter(), "code");
  assert.ok(!(await world.verifies(email, OWN)));

  await tabbed(owner, "code");
  await keyboard.type(code);
  await tabbed(owner, "new-password");
  await keyboard.type(OWN);
  await tabbed(owner, "save");
  await enter();
  owner.at("done");
  await shows(owner, "done");
  assert.ok(await world.verifies(email, OWN));
}

export default async function (world) {
  await Promise.all([
    walk(world, { lang: "en", js: false, view: "desktop" }),
    walk(world, { lang: "de", js: true, view: "desktop" }),
    walk(world, { lang: "ar", js: false, view: "desktop", dark: true }),
    walk(world, { lang: "ja", js: true, view: "desktop", dark: true }),
  ]);
}
