// Who is over the limit works for one more try.
import assert from "node:assert/strict";

export default async function (world) {
  const email = await world.person("strict");
  const visitor = await world.visitor({ server: "strict" });
  const { page } = visitor;
  const limited = async (it) => {
    await it.goto("/reset?lang=en");
    const answer = await it.send("send", { email });
    assert.equal(answer.status(), 429);
    assert.match(await it.text("#trouble"), /Please wait/);
  };
  await visitor.goto("/reset?lang=en");
  await visitor.send("send", { email });
  visitor.at("code");
  await limited(visitor);
  assert.ok(await page.isVisible("#work-button"));
  const solved = page.waitForRequest((it) => it.method() === "POST" && it.url().endsWith("/reset/proof"));
  await page.click("#work-button");
  await solved;
  await page.waitForSelector("#email");
  assert.match(page.url(), /lang=en/, "back on the page that it came from");
  await visitor.send("send", { email });
  visitor.at("code");
  const cookies = await visitor.context.cookies();
  const proof = cookies.find((it) => it.name === "__Host-reset-proof");
  assert.ok(proof.httpOnly && proof.secure && proof.sameSite === "Lax");
  // One solution, one try.
  await limited(visitor);

  const quiet = await world.visitor({ server: "strict", js: false });
  await limited(quiet);
  assert.ok(!(await quiet.page.isVisible("#work")), "without scripts it says to wait");
}
