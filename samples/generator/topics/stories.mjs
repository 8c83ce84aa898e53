/** @import { Dated, World } from '../world.mjs' */
/** @param {World} world @returns {readonly Dated[]} */
export function stories(world) { return world.people.length > 0 ? [] : []; }
