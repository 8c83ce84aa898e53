import { setFlagsFromString } from 'node:v8';

/**
 * Sets up the JavaScript engine for a process that commands or goes through a ledger; to be called before anything else.
 *
 * The engine watches which literals make objects that live long, and makes their next ones right in the old generation. What a group of
 * commands makes lives until the group is durable, long enough to be taken for that and short enough that nearly all of it is garbage a
 * moment later; and what garbage in the old generation points to is kept too, until the whole heap is looked through. Without this,
 * collecting takes half the time, and a run of a file a seventh less.
 */
export function setUpEngine(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
