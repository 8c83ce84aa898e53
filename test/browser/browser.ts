import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Names under which systems have Chromium. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The system's Chromium: what CHROMIUM names, or the first on the path; undefined where there is none. */
export function chromiumHere(): string | undefined {
  const { CHROMIUM: told, PATH = '' } = process.env;
  if (told !== undefined && told !== '') return told;
  const candidates = PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name)));
  return candidates.find((candidate) => existsSync(candidate));
}
