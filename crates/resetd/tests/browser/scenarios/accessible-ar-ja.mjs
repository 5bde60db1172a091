import { accessible } from "../accessible.mjs";

export default (world) => accessible(world, { ar: "phone", ja: "desktop" });
