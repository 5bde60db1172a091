// How heavy the first page is, and in which order it comes.
import assert from "node:assert/strict";
import http from "node:http";

/** Everything that the first page of a new visitor fetches. */
async function fetched(world, view) {
  const visitor = await world.visitor({ view });
  const cdp = await visitor.context.newCDPSession(visitor.page);
  const files = new Map();
  await cdp.send("Network.enable");
  cdp.on("Network.requestWillBeSent", (it) => files.set(it.requestId, { url: it.request.url, by: it.initiator, bytes: 0 }));
  cdp.on("Network.loadingFinished", (it) => { files.get(it.requestId).bytes = it.encodedDataLength; });
  await visitor.goto("/reset");
  await visitor.page.waitForLoadState("networkidle");
  const [page, ...rest] = files.values();
  const bytes = [...files.values()].reduce((sum, it) => sum + it.bytes, 0);
  assert.ok(rest.length >= 2, "a style sheet and a script at least");
  assert.ok([...files.values()].every((it) => it.bytes > 0));
  assert.ok(bytes <= 30 * 1024, `${bytes} bytes`);
  // The page names all of its files itself: none is found only after another has come.
  for (const it of rest) assert.ok(["parser", "other"].includes(it.by.type), `${it.url} was asked for by a ${it.by.type}`);
  for (const it of rest) assert.equal(it.by.url ?? page.url, page.url, it.url);
  const blocking = await visitor.evaluate(`performance.getEntriesByType("resource")
    .filter((it) => it.renderBlockingStatus === "blocking").map((it) => it.name)`);
  assert.equal(blocking.length, 1, String(blocking));
  assert.match(blocking[0], /\.css$/, "nothing but the style sheet holds the first picture up");
  // What a second page needs is kept: it fetches itself alone.
  const before = files.size;
  const email = await world.person();
  await visitor.send("send", { email });
  const fresh = [...files.values()].slice(before).filter((it) => it.bytes > 1000 && !/\/code$|\/reset$/.test(it.url));
  assert.deepEqual(fresh, []);
  console.log(`the first page, ${view}: ${bytes} bytes in ${1 + rest.length} files`);
}

/** From the first byte of a request to the first of its answer, in milliseconds. Told, not judged: machines are shared. */
async function first_bytes(world) {
  const { port } = world.servers.usual;
  const agent = new http.Agent({ keepAlive: true });
  const times = [];
  for (let at = 0; at < 50; at++) {
    const from = performance.now();
    await new Promise((done, failed) => {
      http.get({ port, host: "127.0.0.1", path: "/reset", agent }, (answer) => {
        times.push(performance.now() - from);
        answer.resume().on("end", done);
      }).on("error", failed);
    });
  }
  agent.destroy();
  times.sort((one, two) => one - two);
  const at = (part) => times[Math.floor(times.length * part)].toFixed(1);
  console.log(`first byte of /reset: p50 ${at(0.5)} ms, p90 ${at(0.9)} ms; the goal at idle is 5 ms`);
}

export default async function (world) {
  await first_bytes(world);
  await fetched(world, "phone");
  await fetched(world, "desktop");
}
