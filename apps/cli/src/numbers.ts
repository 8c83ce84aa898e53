import { InvalidArgumentError } from 'commander';

/** Reads an option that is a whole number within limits; anything else is told by the option's name and ends with status 2. */
export function whole(least: number, most = Number.MAX_SAFE_INTEGER): (text: string) => number {
  const limits = most === Number.MAX_SAFE_INTEGER ? `${String(least)} or more` : `${String(least)} to ${String(most)}`;
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least && value <= most)) throw new InvalidArgumentError(`It must be a whole number, ${limits}.`);
    return value;
  };
}
