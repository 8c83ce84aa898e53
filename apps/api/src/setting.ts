import { readFileSync } from 'node:fs';

interface Environment {
  readonly [name: string]: string | undefined;
}

/** A setting contradicts itself. */
export class WrongSetting extends Error {
  override readonly name = 'WrongSetting';
}

/**
 * A setting of the environment, or the first line of the file that NAME_FILE names: so a password can stay in a file that only
 * the service may read. An empty setting is none.
 *
 * @throws WrongSetting when both are set, or the file cannot be read.
 */
export function setting(name: string, environment: Environment = process.env): string | undefined {
  const value = environment[name];
  const file = environment[`${name}_FILE`];
  if (file === undefined || file === '') return value === '' ? undefined : value;
  if (value !== undefined && value !== '') throw new WrongSetting(`${name} and ${name}_FILE are both set.`);
  try {
    return readFileSync(file, 'utf8').split(/\r?\n/, 1)[0];
  } catch (error) {
    throw new WrongSetting(`${name}_FILE cannot be read: ${String(error)}`);
  }
}

/**
 * A setting that is a whole number.
 *
 * @throws WrongSetting naming the setting and its limits.
 */
export function wholeSetting(
  name: string,
  { otherwise, most }: { readonly otherwise: number; readonly most: number },
  environment: Environment = process.env,
): number {
  const given = setting(name, environment) ?? String(otherwise);
  if (!/^\d+$/.test(given) || Number(given) > most) {
    throw new WrongSetting(`${name} must be a whole number from 0 to ${String(most)}, not ${given}.`);
  }
  return Number(given);
}
