import { accessible } from "../accessible.mjs";
import { PROBLEM_WALKS } from "../states.mjs";

// They speak English to everybody: in two languages, so that both views are seen.
export default (world) => accessible(world, { en: "desktop", de: "phone" }, PROBLEM_WALKS);
