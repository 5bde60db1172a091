// Other sites: what they send is refused, what they frame stays empty, and the way back to the application is open.
import assert from "node:assert/strict";
import { NEW, begin, prove } from "../steps.mjs";

const EVIL = "https://evil.example";
const APP = "https://app.example.com";

/** A site of somebody else's that shows this. */
async function site(visitor, origin, body) {
  await visitor.context.route(`${origin}/**`, (route) => route.fulfill({ contentType: "text/html", body }));
}

/** A page elsewhere that sends the first form, with the visitor's browser and its cookies. */
async function posted(world, js) {
  const visitor = await world.visitor({ js, elsewhere: [EVIL] });
  const email = await world.person();
  await visitor.goto("/reset");
  const form = `<form method="post" action="${visitor.base}/reset"><input name="email" value="${email}"><button id="b">x</button></form>`;
  await site(visitor, EVIL, form);
  await visitor.page.goto(`${EVIL}/`);
  const answer = await visitor.leads(() => visitor.page.click("#b"));
  assert.equal(answer.status(), 403);
  assert.ok(await visitor.page.isVisible("#trouble"));
  await visitor.leads(() => visitor.page.click("#next"));
  // On from there all is well.
  await visitor.send("send", { email });
  visitor.at("code");
  await world.code(email);
  assert.equal((await world.letters(email)).length, 1);
}

/** A page elsewhere that sends the form of the new password of a recovery that is under way here. */
async function overtaken(world) {
  const visitor = await world.visitor({ elsewhere: [EVIL] });
  const email = await world.person();
  await prove(visitor, email);
  const action = visitor.page.url();
  await site(visitor, EVIL, `<form method="post" action="${action}"><input name="new_password" value="chosen by evil"><button id="b">x</button></form>`);
  const second = await visitor.context.newPage();
  await second.goto(`${EVIL}/`);
  const [answer] = await Promise.all([second.waitForNavigation(), second.click("#b")]);
  assert.ok([403, 404].includes(answer.status()), String(answer.status()));
  assert.ok(await world.verifies(email, "the old password"));
  await visitor.send("save", { "new-password": NEW });
  visitor.at("done");
}

async function framed(world) {
  const visitor = await world.visitor({ elsewhere: [EVIL] });
  await site(visitor, EVIL, `<iframe id="f" src="${visitor.base}/reset" width="600" height="600"></iframe>`);
  await visitor.page.goto(`${EVIL}/`);
  await visitor.page.waitForLoadState("networkidle");
  const frame = visitor.page.frames().at(1);
  assert.equal(await frame.locator("#email").count(), 0, "a page of ours in a page of somebody else's");
  const refusal = visitor.said.filter((it) => /frame-ancestors/.test(it.text()));
  assert.ok(refusal.length > 0 || frame.url().startsWith("chrome-error:"), "it is the policy that stops it");
  // Here the browser's complaint is what was asked for.
  visitor.said.length = 0;
  visitor.faults.length = 0;
}

/** The button at the end leads to the application, which does not learn where people come from. */
async function returned(world, js) {
  const visitor = await world.visitor({ js, elsewhere: [APP] });
  await site(visitor, APP, "<h1>the application</h1>");
  const email = await world.person();
  await prove(visitor, email, 1, "?return_to=https%3A%2F%2Fapp.example.com%2Flogin%3Fa%3D1%26b%3D2");
  await visitor.send("save", { "new-password": NEW });
  await visitor.leads(() => visitor.page.click("#return"));
  assert.equal(visitor.page.url(), `${APP}/login?a=1&b=2`);
  const request = visitor.requests.find((it) => it.url().startsWith(APP));
  assert.equal((await request.allHeaders()).referer, undefined);
}

async function not_listed(world) {
  const visitor = await world.visitor();
  await begin(visitor, await world.person(), "?return_to=https%3A%2F%2Fevil.example%2F");
  assert.ok(!(await visitor.page.content()).includes("evil"));
}

export default async function (world) {
  await Promise.all([
    posted(world, true),
    posted(world, false),
    overtaken(world),
    framed(world),
    returned(world, true),
    returned(world, false),
    not_listed(world),
  ]);
}
