import { accessible } from "../accessible.mjs";

export default (world) => accessible(world, { en: "desktop", de: "phone" });
