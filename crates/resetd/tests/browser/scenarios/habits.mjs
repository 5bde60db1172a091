// What people do with browsers: they go back, load again, press twice, and open two tabs.
import assert from "node:assert/strict";
import { NEW, begin, mistaken, prove, shows } from "../steps.mjs";
import { other } from "../world.mjs";

const posts = (visitor, end) => {
  return visitor.requests.filter((it) => it.method() === "POST" && new URL(it.url()).pathname.endsWith(end)).length;
};

/** Back and forth over the whole way, mistakes included. */
async function back(world) {
  const visitor = await world.visitor();
  const { page } = visitor;
  const email = await world.person();
  await visitor.goto("/reset?return_to=https%3A%2F%2Fapp.example.com%2Fin&lang=en");
  await mistaken(visitor, await visitor.send("send", { email: "nothing" }), "email");
  await visitor.send("send", { email });
  visitor.at("code");
  await page.goBack();
  await shows(visitor, "start");
  assert.ok(visitor.page.url().includes("return_to="), "what the application asked for is not lost");
  await page.goForward();
  visitor.at("code");
  const code = await world.code(email);
  await mistaken(visitor, await visitor.send("check", { code: other(code) }), "code");
  // Loading it again sends nothing: four tries are left, as before.
  await page.reload();
  assert.equal(posts(visitor, "/code"), 1);
  assert.ok(!(await page.isVisible("#errors")));
  await visitor.send("check", { code });
  visitor.at("password");
  await page.goBack();
  visitor.at("code");
  await page.goForward();
  visitor.at("password");
  await mistaken(visitor, await visitor.send("save", { "new-password": "short" }), "new-password");
  await visitor.send("save", { "new-password": NEW });
  visitor.at("done");
  for (let steps = 0; steps < 3; steps++) {
    await page.goBack();
    visitor.at("done");
    assert.equal(await page.locator("input").count(), 0, "nothing is left to fill in");
  }
  assert.equal(await page.getAttribute("#return", "href"), "https://app.example.com/in");
}

/** How often a form of this path was sent with this in it. */
const sent = (visitor, end, said) => {
  const of_path = visitor.requests.filter((it) => it.method() === "POST" && new URL(it.url()).pathname.endsWith(end));
  return of_path.filter((it) => [...new URLSearchParams(it.postData()).values()].includes(said)).length;
};

/** Every button pressed twice. With scripts a form goes out once; without, what comes twice is served once. */
async function twice(world, how) {
  const visitor = await world.visitor(how);
  const { page } = visitor;
  const email = await world.person();
  const press = async (button, step) => {
    await page.dblclick(`#${button}`);
    // The first press's navigation may give way to the second's while it is waited for.
    const there = () => page.waitForURL(new RegExp(`/${step}$`));
    await there().catch((why) => (/ERR_ABORTED/.test(why.message) ? there() : Promise.reject(why)));
    // Without scripts the answer to the first press may show for a moment before the second's does; and where the first was
    // quick, the second press meets whatever lies there on the next page.
    await page.waitForLoadState("networkidle");
  };
  await visitor.goto("/reset");
  await page.fill("#email", email);
  await press("send", "code");
  // Without scripts the form may come twice. It has a name, so both lead to one recovery.
  const code = await world.code(email);
  await page.fill("#code", code);
  await press("check", "password");
  await page.fill("#new-password", NEW);
  await press("save", "done");
  await shows(visitor, "done");
  assert.ok(await world.verifies(email, NEW));
  const forms = [["/reset", email], ["/code", code], ["/password", NEW]];
  if (how.js) for (const [end, said] of forms) assert.equal(sent(visitor, end, said), 1, end);
  await world.letter(email, 2);
  assert.equal((await world.letters(email)).length, 2, "one letter with a code, and one notice");
}

/** Two tabs of one browser are two recoveries. */
async function tabs(world, how) {
  const one = await world.visitor(how);
  const [ann, ben] = [await world.person(), await world.person()];
  await begin(one, ann);
  const other_tab = await one.context.newPage();
  const two = Object.assign(Object.create(Object.getPrototypeOf(one)), one, { page: other_tab });
  await begin(two, ben);
  const [of_ann, of_ben] = [await world.code(ann), await world.code(ben)];
  if (of_ann !== of_ben) await mistaken(one, await one.send("check", { code: of_ben }), "code");
  await two.send("check", { code: of_ben });
  await one.send("check", { code: of_ann });
  two.at("password");
  one.at("password");
  await one.send("save", { "new-password": `${NEW} of ann` });
  await two.send("save", { "new-password": `${NEW} of ben` });
  assert.ok((await world.verifies(ann, `${NEW} of ann`)) && (await world.verifies(ben, `${NEW} of ben`)));
}

/** The same recovery in two tabs: the second is led to where the first has gone. */
async function same(world) {
  const visitor = await world.visitor();
  const email = await world.person();
  await prove(visitor, email);
  const twin = await visitor.context.newPage();
  await twin.goto(visitor.page.url());
  await visitor.send("save", { "new-password": NEW });
  await twin.fill("#new-password", `${NEW} again`);
  await Promise.all([twin.waitForURL(/\/done$/), twin.click("#save")]);
  assert.ok(await world.verifies(email, NEW), "the first one counts");
}

/** What takes too long is stopped, and sent again. */
async function stopped(world) {
  const visitor = await world.visitor();
  const { page } = visitor;
  await visitor.goto("/reset");
  await page.fill("#email", await world.person());
  // The browser gives the first try up, as it does when somebody stops it, and shows the form as it was.
  await page.route("**/reset", (route) => route.abort("aborted"), { times: 1 });
  await page.click("#send", { noWaitAfter: true });
  await page.waitForTimeout(4500);
  await visitor.send("send");
  visitor.at("code");
}

export default async function (world) {
  await Promise.all([back(world), twice(world, { js: true }), twice(world, { js: false })]);
  await Promise.all([tabs(world, { js: true }), tabs(world, { js: false }), same(world), stopped(world)]);
}
