// Takes walks of `states.mjs` in some languages, and lets axe look at every stop.
import { WALKS } from "./states.mjs";

export async function accessible(world, languages, walks = WALKS) {
  let looked = 0;
  const walk = async (lang, view, { server, stops, failing }) => {
    const visitor = await world.visitor({ server, lang, view, failing, elsewhere: ["https://evil.example"] });
    const it = { email: await world.person(server, lang) };
    for (const [state, go, speaks = lang] of stops) {
      await go(visitor, it);
      const said = await visitor.page.getAttribute("html", "lang");
      if (said !== speaks) throw new Error(`${state} speaks ${said}, not ${speaks}`);
      await visitor.accessible(state);
      looked++;
    }
  };
  await Promise.all(Object.entries(languages).map(async ([lang, view]) => {
    for (const one of walks) await walk(lang, view, one);
  }));
  console.log(`axe-core looked at ${looked} states, each light and dark: ${Object.keys(languages)}`);
}
