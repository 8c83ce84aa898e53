/**
 * Which ids a person's stream has used. Those since the last carry-over are kept whole, with the revision of the event that used
 * them; of earlier ones only a short fingerprint each, so that the state stays small over the years. A fingerprint says "surely not"
 * or "perhaps": on "perhaps" the stream is folded from its beginning, where every id is whole (see `KnownIds.mayBeEarlier`).
 *
 * Keys: `visit:V1`, `reversal:V1`, `contribution:2023-01`, `credit:2023-01`, `adjustment:A1`, `transfer:T1`, `stay:S1`,
 * `expense:E1`, `premium:M1`. A visit whose claim is open counts as used.
 */
export class KnownIds {
  /**
   * The ids that are kept whole, as lines `"visit:V1" 7`, the key quoted as in JSON so that no character of it ends a line. One text takes a
   * quarter of the memory of a map of strings, and ids are most of what a year leaves in memory; a person's year is short enough to search.
   */
  private whole = '\n';

  /**
   * The last of those lines, which are not in the text yet: to search a text that grew means to write it anew, and an id is looked for
   * whenever another was added.
   */
  private last = '\n';

  /** An id that was looked for and is not among those: a decision looks for the id that its event then adds. No part of what the ids are. */
  #absent: string | undefined;

  /** @param earlier the fingerprints of earlier ids, as `fingerprints` gave them. */
  constructor(private earlier = '') {}

  add(key: string, revision: number): void {
    if (key !== this.#absent) this.remove(key);
    this.#absent = undefined;
    if (this.last.length > LAST) {
      this.whole += this.last.slice(1);
      this.last = '\n';
    }
    this.last += `${quoted(key)} ${String(revision)}\n`;
  }

  remove(key: string): void {
    const line = this.lineOf(key);
    if (line === undefined) return;
    const { text, from, until } = line;
    this[text] = this[text].slice(0, from) + this[text].slice(until);
  }

  /** Revision of the event that used the id, among those that are kept whole. */
  revisionOf(key: string): number | undefined {
    const line = this.lineOf(key);
    return line === undefined ? undefined : Number(this[line.text].slice(line.revision, line.until));
  }

  has(key: string): boolean {
    return this.lineOf(key) !== undefined;
  }

  /** True when the id is not among the whole ones and its fingerprint is among the earlier ones. */
  mayBeEarlier(key: string): boolean {
    return this.earlier !== '' && !this.has(key) && this.includes(fingerprint(key));
  }

  /** The fingerprints of all ids, in one text. */
  fingerprints(): string {
    const keys = (this.whole + this.last).split('\n').filter((line) => line !== '');
    const fresh = keys.map((line) => fingerprint(JSON.parse(line.slice(0, line.lastIndexOf(' '))) as string));
    return this.earlier + fresh.filter((print) => !this.includes(print)).join('');
  }

  /** The books are closed: from now on these are earlier ids. */
  forget(fingerprints: string): void {
    this.earlier = fingerprints;
    this.whole = '\n';
    this.last = '\n';
  }

  private lineOf(key: string): Line | undefined {
    const start = `\n${quoted(key)} `;
    const found = this.lineIn('last', start) ?? this.lineIn('whole', start);
    if (found === undefined) this.#absent = key;
    return found;
  }

  private lineIn(text: Line['text'], start: string): Line | undefined {
    const at = this[text].indexOf(start);
    if (at === -1) return undefined;
    return { text, from: at + 1, revision: at + start.length, until: this[text].indexOf('\n', at + 1) + 1 };
  }

  private includes(print: string): boolean {
    for (let at = this.earlier.indexOf(print); at !== -1; at = this.earlier.indexOf(print, at + 1)) {
      if (at % WIDTH === 0) return true;
    }
    return false;
  }
}

/** What nearly all ids consist of: JSON writes it as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** As JSON. */
function quoted(key: string): string {
  return PLAIN.test(key) ? `"${key}"` : JSON.stringify(key);
}

/** Where in a text an id's line begins, where its revision stands, and where the next line begins. */
interface Line {
  readonly text: 'whole' | 'last';
  readonly from: number;
  readonly revision: number;
  readonly until: number;
}

/** Characters after which the last lines become part of the text: some ten ids. */
const LAST = 256;

const WIDTH = 6;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Thirty-six bits of a hash of the key, as six letters: among a thousand ids one in 70 million is mistaken for another. */
function fingerprint(key: string): string {
  let [high, low] = [0xdeadbeef, 0x41c6ce57];
  for (let at = 0; at < key.length; at += 1) {
    const code = key.charCodeAt(at);
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  let letters = '';
  for (let at = 0; at < WIDTH / 2; at += 1) {
    letters += (LETTERS[(high >>> (6 * at)) & 63] ?? '') + (LETTERS[(low >>> (6 * at)) & 63] ?? '');
  }
  return letters;
}
