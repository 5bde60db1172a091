// usage: node run.mjs SCENARIO, with the world of the scenario as JSON on standard input
import { text } from "node:stream/consumers";
import { World } from "./world.mjs";

// Whatever hangs ends here, and Chromium with it.
setTimeout(() => {
  console.error("the scenario took more than six minutes");
  process.exit(1);
}, 360_000).unref();

const { default: scenario } = await import(`./scenarios/${process.argv[2]}.mjs`);
const world = await World.of(JSON.parse(await text(process.stdin)));
try {
  await scenario(world);
  await world.end();
} catch (error) {
  for (const visitor of world.visitors) {
    const at = visitor.page.isClosed() ? "closed" : visitor.page.url();
    console.error(`a visitor in ${visitor.lang} was at ${at}`, visitor.faults);
  }
  await world.close();
  throw error;
}
