import fc from 'fast-check';
import { LogEvent, textField } from './log-event.ts';

function inStream(stream: string): LogEvent {
  return new LogEvent({ position: 7n, stream, revision: 0n, eventId: 'e', type: 'T', data: '{}', metadata: '{}' });
}

describe('an event of the log', () => {
  it.each([
    ['insured-zibo.P1', 'zibo', 'P1'],
    ['insured-zibo.37.03.P1', 'zibo', '37.03.P1'],
    ['institution-panzhihua.H-1', 'panzhihua', 'H-1'],
    ['fund-zibo.2023', 'zibo', '2023'],
    ['policy-zibo', 'zibo', ''],
    ['process-zibo.credit-2023.01', 'zibo', 'credit-2023.01'],
  ])('of %s is of %s and has the id "%s"', (stream, region, id) => {
    expect(inStream(stream)).toMatchObject({ region, id });
  });

  it('finds in its metadata what parsing would find', () => {
    const metadata = fc.record({
      actor: fc.string({ unit: 'binary' }),
      commandId: fc.oneof(fc.string(), fc.constant('","occurredOn":"1999-01-01'), fc.constant('\\')),
      occurredOn: fc.oneof(fc.constant('2023-03-01'), fc.string()),
      recordedAt: fc.string(),
    });
    fc.assert(
      fc.property(metadata, (fields) => {
        const json = JSON.stringify(fields);
        for (const [name, value] of Object.entries(fields)) expect(textField(json, name)).toBe(value);
        expect(textField(json, 'pack')).toBeUndefined();
      }),
    );
  });

  it('with another business date differs in nothing else, whatever its metadata says', () => {
    const metadata = JSON.stringify({
      actor: 'a',
      commandId: '","occurredOn":"1999-01-01',
      occurredOn: '2023-03-01',
      recordedAt: '2023-04-01T00:00:00.000Z',
    });
    const recorded = { position: 7n, stream: 's-r.i', revision: 0n, eventId: 'e', type: 'T', data: '{}', metadata };
    const { occurredOn, recordedAt, commandId } = new LogEvent(recorded).dated('2023-05-02');
    expect(occurredOn).toBe('2023-05-02');
    expect([recordedAt, commandId]).toEqual(['2023-04-01T00:00:00.000Z', '","occurredOn":"1999-01-01']);
  });
});
