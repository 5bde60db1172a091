// Whether the watchers watch: each thing that a page must not do is done once, and has to be noticed.
import assert from "node:assert/strict";

const FAULTS = {
  "a foreign request": `location.href = "https://elsewhere.example/"`,
  "CSP: connect-src": `fetch("https://elsewhere.example/").catch(() => {})`,
  "CSP: script-src": `document.head.append(Object.assign(document.createElement("script"), { textContent: "1" }))`,
  "CSP: style-src": `document.body.setAttribute("style", "color: red")`,
  "an error": `setTimeout(() => { throw new Error("ours"); })`,
  "layout shift": `document.querySelector("main").prepend(Object.assign(document.createElement("p"), { textContent: "late" }))`,
  "404": `fetch("/reset/assets/none").then(() => {})`,
};

export default async function (world) {
  for (const [fault, made] of Object.entries(FAULTS)) {
    const visitor = await world.visitor();
    await visitor.goto("/reset");
    await visitor.evaluate(`void (${made})`);
    await visitor.page.waitForTimeout(700);
    const told = await visitor.end();
    assert.ok(told.some((it) => it.includes(fault)), `${fault} was not noticed: ${told}`);
    visitor.ended = true;
  }
  // A grey that is too light, and a field without a name.
  for (const broken of [`document.querySelector("h1").style.color = "#999"`, `document.querySelector("label").remove()`]) {
    const visitor = await world.visitor();
    await visitor.goto("/reset");
    await visitor.evaluate(`void (${broken})`);
    await assert.rejects(visitor.accessible("broken on purpose"), /contrast|label/);
    await visitor.end();
    visitor.ended = true;
  }
  world.visitors = world.visitors.filter((it) => !it.ended);
}
