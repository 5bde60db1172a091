// The link of a letter.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { NEW, begin, mistaken, prove, shows } from "../steps.mjs";

/** In the browser that asked, and in another, with scripts and without. */
async function works(world, { lang, js, same }) {
  const email = await world.person("usual", lang);
  const asker = await world.visitor({ lang, js, view: "desktop" });
  await begin(asker, email);
  const opener = same ? asker : await world.visitor({ lang, js: !js, view: "phone" });
  const link = await world.link(email);
  const answer = await opener.page.goto(link);
  assert.equal(answer.status(), 200);
  opener.at("link");
  await shows(opener, "password");
  assert.ok(!opener.page.url().includes("token"), "the token leaves the address");
  assert.ok(!(await opener.page.content()).includes(email), "whose it is was not typed here");
  // Without scripts, browsers ask before they go back to a page that answered a form.
  if (opener.js) await mistaken(opener, await opener.send("save", { "new-password": "short" }), "new-password");
  await opener.send("save", { "new-password": NEW });
  opener.at("done");
  await shows(opener, "done");
  assert.ok(await world.verifies(email, NEW));
  await opener.page.goBack();
  opener.at("done");
  const again = await world.visitor({ lang, js });
  assert.equal((await again.page.goto(link)).status(), 410, "a link works once");
  assert.ok(await again.page.isVisible("#trouble"));
  // The code of that letter went with it.
  if (!same) assert.equal((await asker.send("check", { code: await world.code(email) })).status(), 422);
}

/** A scanner opens the link as browsers do, runs scripts, looks at everything, presses what there is, and goes away. */
async function scanned(world) {
  const email = await world.person();
  await begin(await world.visitor(), email);
  const link = await world.link(email);
  for (const js of [true, false]) {
    const scanner = await world.visitor({ js });
    await scanner.page.goto(link);
    await scanner.page.hover("#save");
    await sleep(1500);
    if (js) await scanner.page.click("#show-password");
    await mistaken(scanner, await scanner.send("save"), "new-password");
    await scanner.page.goto(link);
    await scanner.page.reload();
  }
  const prefetcher = await world.visitor();
  await prefetcher.goto("/reset");
  await prefetcher.page.evaluate((url) => fetch(url, { redirect: "manual" }), link);
  assert.ok(await world.verifies(email, "the old password"));
  const person = await world.visitor();
  await person.page.goto(link);
  await person.send("save", { "new-password": NEW });
  person.at("done");
  assert.ok(await world.verifies(email, NEW));
}

/** Who has the code and has opened the link as well goes on with either. */
async function both(world) {
  const email = await world.person();
  const visitor = await world.visitor();
  await prove(visitor, email);
  const second = await visitor.context.newPage();
  await second.goto(await world.link(email));
  await visitor.send("save", { "new-password": NEW });
  visitor.at("done");
  assert.equal((await second.reload()).status(), 410, "what is over is told before a password is typed");
}

export default async function (world) {
  await Promise.all([
    works(world, { lang: "en", js: true, same: true }),
    works(world, { lang: "ar", js: false, same: true }),
    works(world, { lang: "de", js: true, same: false }),
    works(world, { lang: "ja", js: false, same: false }),
    scanned(world),
    both(world),
  ]);
}
