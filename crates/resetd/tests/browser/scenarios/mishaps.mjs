// What goes wrong on the way.
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { NEW, begin, mistaken, prove, shows } from "../steps.mjs";
import { other } from "../world.mjs";

async function wrong_address(world, how) {
  const visitor = await world.visitor(how);
  await visitor.goto("/reset");
  await mistaken(visitor, await visitor.send("send"), "email");
  await mistaken(visitor, await visitor.send("send", { email: "ann at example" }), "email");
  assert.equal(await visitor.page.inputValue("#email"), "ann at example", "what was typed is still there to mend");
  await shows(visitor, "start");
  // A stranger's address: everything looks the same, and no letter comes.
  const stranger = `stranger.${how.lang}@example.com`;
  await visitor.send("send", { email: stranger });
  visitor.at("code");
  await mistaken(visitor, await visitor.send("check", { code: "123456" }), "code");
  // Mended by another address.
  const email = await world.person("usual", how.lang);
  await visitor.leads(() => visitor.page.click("#other-address"));
  await shows(visitor, "start");
  await visitor.send("send", { email });
  visitor.at("code");
  await visitor.send("check", { code: await world.code(email) });
  visitor.at("password");
  assert.deepEqual(await world.letters(stranger), []);
}

async function refused_passwords(world, how) {
  const visitor = await world.visitor(how);
  const email = await world.person("usual", how.lang);
  await prove(visitor, email);
  const said = new Set();
  for (const bad of ["", "short", "x".repeat(257), "tab\tulator"]) {
    said.add(await mistaken(visitor, await visitor.send("save", { "new-password": bad }), "new-password"));
    assert.equal(await visitor.page.inputValue("#new-password"), "", "a password is never sent back");
  }
  assert.equal(said.size, 4, "each has its reason");
  await visitor.send("save", { "new-password": NEW });
  visitor.at("done");
  assert.ok(await world.verifies(email, NEW));
}

async function burnt_code(world, how) {
  const visitor = await world.visitor(how);
  const email = await world.person("usual", how.lang);
  await begin(visitor, email);
  const code = await world.code(email);
  const said = new Set();
  for (const left of [4, 3, 2, 1]) {
    const told = await mistaken(visitor, await visitor.send("check", { code: other(code) }), "code");
    said.add(told);
    assert.ok(left === 1 || left === 2 || /[1-9٠-٩]/.test(told), told);
  }
  assert.equal(said.size, 4, "the tries that are left are told");
  await mistaken(visitor, await visitor.send("check", { code: other(code) }), "code");
  await mistaken(visitor, await visitor.send("check", { code }), "code", 410);
  assert.ok(await visitor.page.isEnabled("#resend"), "nobody waits after a code has ended");
  await visitor.send("resend");
  assert.ok(await visitor.page.isVisible("#sent-again"));
  await visitor.send("check", { code: await world.code(email, 2) });
  visitor.at("password");
}

async function expired_code(world, how) {
  const visitor = await world.visitor({ ...how, server: "hasty" });
  const email = await world.person("hasty", how.lang);
  await begin(visitor, email);
  const code = await world.code(email, 1, "hasty");
  await sleep(1200);
  const answer = await visitor.send("check", { code });
  await mistaken(visitor, answer, "code", 410);
  const reloaded = await visitor.goto(visitor.path());
  assert.ok(reloaded.status() === 200 && (await visitor.page.isVisible("#errors")));
  await visitor.send("resend");
  assert.notEqual(await world.code(email, 2, "hasty"), code);
}

async function resend(world, how) {
  const visitor = await world.visitor({ ...how, server: "quick" });
  const email = await world.person("quick", how.lang);
  await begin(visitor, email);
  const first = await world.code(email, 1, "quick");
  if (how.js) {
    assert.ok(await visitor.page.isDisabled("#resend"));
    const clock = await visitor.text("#resend-wait");
    assert.match(clock, /0:0[123]/);
    await visitor.page.locator("#resend:enabled").waitFor();
    assert.equal(await visitor.text("#resend-wait"), "");
  } else {
    // Too early nothing is sent, and the page says for how long.
    await visitor.send("resend");
    await sleep(3000);
  }
  await visitor.send("resend");
  assert.ok(await visitor.page.isVisible("#sent-again"));
  assert.equal(await world.code(email, 2, "quick"), first, "the same code once more");
  await visitor.send("check", { code: first });
  visitor.at("password");
}

async function too_many(world) {
  const visitor = await world.visitor({ server: "strict" });
  await begin(visitor, await world.person("strict"));
  await visitor.goto("/reset");
  const answer = await visitor.send("send", { email: "somebody@example.com" });
  assert.equal(answer.status(), 429);
  assert.match(await visitor.text("#trouble"), /minutes|hour/);
}

/** Ten mebibytes, pasted into the field of the code by mistake. */
async function too_much(world, js) {
  const visitor = await world.visitor({ js });
  const email = await world.person();
  await begin(visitor, email);
  const code = visitor.path();
  await visitor.evaluate("document.getElementById('code').value = 'x'.repeat(10 << 20)");
  const answer = await visitor.leads(() => visitor.page.click("#check"));
  assert.equal(answer.status(), 413);
  await visitor.leads(() => visitor.page.click("#next"));
  assert.equal(visitor.path(), code);
  await visitor.send("check", { code: await world.code(email) });
  visitor.at("password");
}

async function leads_nowhere(world) {
  const visitor = await world.visitor({ js: false });
  for (const [path, status] of [["/reset/x", 404], ["/reset/AAAAAAAAAAAAAAAA/code", 404], ["/reset/link?token=x", 410]]) {
    assert.equal((await visitor.goto(path)).status(), status);
    await visitor.leads(() => visitor.page.click("#next"));
    await shows(visitor, "start");
  }
  assert.equal((await visitor.goto("/.well-known/change-password")).status(), 200);
  await shows(visitor, "start");
}

export default async function (world) {
  const script = { js: true, view: "phone" };
  const plain = { js: false, view: "desktop" };
  await Promise.all([
    wrong_address(world, { ...script, lang: "en" }),
    wrong_address(world, { ...plain, lang: "ja" }),
    refused_passwords(world, { ...script, lang: "ar" }),
    refused_passwords(world, { ...plain, lang: "de" }),
  ]);
  await Promise.all([
    burnt_code(world, { ...script, lang: "de" }),
    burnt_code(world, { ...plain, lang: "ar" }),
    expired_code(world, { ...script, lang: "ja" }),
    expired_code(world, { ...plain, lang: "en" }),
  ]);
  await Promise.all([
    resend(world, { ...script, lang: "en" }),
    resend(world, { ...plain, lang: "de" }),
    too_many(world),
    too_much(world, true),
    too_much(world, false),
    leads_nowhere(world),
  ]);
}
