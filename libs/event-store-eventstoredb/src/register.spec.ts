import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { Register, type Entry } from './register.ts';

const folder = mkdtempSync(join(tmpdir(), 'gongji-register-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function entry(position: number): Entry {
  const digits = position.toString(16).padStart(12, '0');
  return {
    position: BigInt(position),
    commit: 2n ** 60n + BigInt(position * 7),
    eventId: `00000000-0000-8000-8000-${digits}`,
  };
}

it('finds an event by id, by position and by place, written to its file or not, and after it was opened anew', () => {
  const count = 2_500;
  let register = Register.open(folder, 'a');
  for (let position = 1; position <= count; position++) register.add(entry(position));
  const expectAll = (): void => {
    for (const position of [1, 1_024, 1_025, 2_048, 2_049, count]) {
      const { eventId, commit } = entry(position);
      const place = { position: BigInt(position), commit };
      expect(register.find(eventId)).toMatchObject(place);
      expect(register.atCommit(commit)).toMatchObject(place);
      expect(register.atPosition(place.position)).toMatchObject(place);
    }
    expect(register.last).toEqual(entry(count));
    expect(register.find(entry(count + 1).eventId)).toBeUndefined();
    expect(register.atPosition(BigInt(count + 1))).toBeUndefined();
  };
  expectAll();
  register.close();
  register = Register.open(folder, 'a');
  expectAll();
  register.reset();
  expect([register.last, register.find(entry(1).eventId)]).toEqual([undefined, undefined]);
  register.close();
});

it('finds an event that was not there when it was asked for first', () => {
  const register = Register.open(undefined, 'c');
  expect(register.find(entry(1).eventId)).toBeUndefined();
  register.add(entry(1));
  expect(register.find(entry(1).eventId)?.position).toBe(1n);
  register.close();
});

it('takes the first place of an id that the log holds twice', () => {
  const register = Register.open(undefined, 'b');
  register.add(entry(1));
  register.add({ ...entry(2), eventId: entry(1).eventId });
  expect(register.find(entry(1).eventId)?.position).toBe(1n);
  register.flush();
  expect(register.find(entry(1).eventId)?.position).toBe(1n);
  register.close();
});
