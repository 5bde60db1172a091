// "This was not me" when it is too late: the link was used already, or the password was changed again since. It says which, changes
// nothing, and shows the way on.
import assert from "node:assert/strict";
import { NEW, begin, prove, shows, tabbed, taken } from "../steps.mjs";
import { LANGUAGES } from "../words.mjs";

const LATER = "velvet umbrella harbour";

/** Asserts that the page says that the link is over, and why, and has nothing to press but the way back to the start. */
async function over(owner, answer, why) {
  assert.equal(answer.status(), 410);
  await shows(owner, "over");
  assert.equal(await owner.text("#trouble"), LANGUAGES[owner.lang][why]);
  assert.equal(await owner.page.locator("form").count(), 0);
}

async function opened(world, how, link) {
  const owner = await world.visitor(how);
  assert.equal((await owner.page.goto(link)).status(), 200);
  await shows(owner, "notMe");
  return owner;
}

/** Opened on two devices, and pressed on both. */
async function used(world, how) {
  const email = await world.person("usual", how.lang);
  const link = await taken(world, email, how.lang);
  const [one, other] = [await opened(world, how, link), await opened(world, how, link)];
  await one.send("not-me");
  await shows(one, "takenBack");

  // A recovery that began since is not touched by what comes late.
  const again = await world.visitor(how);
  await begin(again, email);
  await over(other, await other.send("not-me"), "used");
  await over(other, await other.page.goto(link), "used");
  await again.page.goto(await world.link(email, 3));
  await again.send("save", { code: await world.code(email, 3), "new-password": LATER });
  again.at("done");
  assert.ok(await world.verifies(email, LATER));

  // That was a change of its own: the old link does not end it.
  await over(other, await other.page.goto(link), "changed");
  assert.ok(await world.verifies(email, LATER));
  assert.deepEqual(await tabbed(other, "A"), ["next", "A"]);
  await other.page.reload();
  await tabbed(other, "next");
  await other.leads(() => other.page.keyboard.press("Enter"));
  await shows(other, "start");
}

/** Opened, and pressed after the password was changed once more. */
async function superseded(world, how) {
  const email = await world.person("usual", how.lang);
  const link = await taken(world, email, how.lang);
  const owner = await opened(world, how, link);
  const later = await world.visitor(how);
  await prove(later, email, 3);
  await later.send("save", { "new-password": LATER });
  later.at("done");
  await over(owner, await owner.send("not-me"), "changed");
  await over(owner, await owner.page.goto(link), "changed");
  assert.ok(await world.verifies(email, LATER));
  assert.ok(!(await world.verifies(email, NEW)));

  // The letter about that change has a link that does.
  const anew = await opened(world, how, await world.link(email, 4));
  await anew.send("not-me");
  await shows(anew, "takenBack");
  assert.ok(!(await world.verifies(email, LATER)));
}

/** Pressed twice, which takes it back once and says so. */
async function twice(world, how) {
  const email = await world.person("usual", how.lang);
  const owner = await opened(world, how, await taken(world, email, how.lang));
  const tab = owner.path();
  await owner.page.dblclick("#not-me");
  // Where the first press was quick, the second meets whatever lies there on the next page.
  await owner.page.waitForSelector("#taken-back, #start-form");
  await owner.page.waitForLoadState("networkidle");
  await owner.goto(tab);
  await shows(owner, "takenBack");
  assert.ok(!(await world.verifies(email, NEW)));
}

export default async function (world) {
  await Promise.all([
    twice(world, { lang: "en", js: true, view: "phone" }),
    twice(world, { lang: "de", js: false, view: "desktop" }),
  ]);
  await Promise.all([
    used(world, { lang: "en", js: false, view: "phone" }),
    used(world, { lang: "ar", js: true, view: "desktop" }),
    superseded(world, { lang: "de", js: true, view: "phone", dark: true }),
    superseded(world, { lang: "ja", js: false, view: "desktop" }),
  ]);
}
