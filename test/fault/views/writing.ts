import { expect } from '@jest/globals';
import { Victim, type Places } from './victim.ts';

/** Commands that wait for their answers, at most. */
const IN_FLIGHT = 120;

/** Commands in a round, at most: on a slow machine the log must not grow while another process starts. */
const IN_A_ROUND = 2000;

/**
 * Commands without end, given to a process that carries them out. What a killed one did not answer is given to the next one with the
 * same commandIds.
 */
export class Writing {
  readonly victim: Victim;
  readonly #unanswered = new Map<string, string>();
  #next = 0;
  #limit = IN_A_ROUND;
  #goesOn = true;
  #refused: string[] = [];

  constructor(places: Places) {
    this.victim = new Victim('writer', places, (line) => {
      this.#answer(line);
    });
  }

  /** Answers that were no success: there is to be none. */
  get refused(): readonly string[] {
    return this.#refused;
  }

  async start(): Promise<void> {
    this.#goesOn = true;
    await this.victim.start([...this.#unanswered.values()].join(''));
    this.#fill();
  }

  /** Lets it work until so many more commands were answered, or the round has no more. */
  answers(more: number): Promise<void> {
    const left = this.#unanswered.size + (this.#goesOn ? this.#limit - this.#next : 0);
    return this.victim.says(this.victim.lines + Math.min(more, left));
  }

  /** Gives no more commands and waits until all were answered. */
  async settle(): Promise<void> {
    this.#goesOn = false;
    while (this.#unanswered.size > 0 && this.victim.isRunning) await this.answers(1);
    expect(this.#unanswered.size).toBe(0);
  }

  goOn(): void {
    this.#limit = this.#next + IN_A_ROUND;
    this.#goesOn = true;
    this.#fill();
  }

  #fill(): void {
    while (this.#goesOn && this.#next < this.#limit && this.#unanswered.size < IN_FLIGHT) {
      const commandId = `c${String(this.#next)}`;
      const line = `${JSON.stringify({ commandId, region: 'panzhihua', ...commandAt(this.#next) })}\n`;
      this.#next += 1;
      this.#unanswered.set(commandId, line);
      this.victim.write(line);
    }
  }

  #answer(line: string): void {
    const { commandId, ok } = JSON.parse(line) as { readonly commandId: string; readonly ok: boolean };
    if (!ok) this.#refused.push(line);
    this.#unanswered.delete(commandId);
    this.#fill();
  }
}

/** The n-th command: a hospital, then people to whom the same things happen. */
function commandAt(n: number): object {
  if (n === 0) {
    const about = { name: '市中心医院', kind: 'medical', tier: 3, outpatientPooling: true, from: '2022-01-01' };
    return { type: 'DesignateInstitution', institutionId: 'H1', ...about };
  }
  const [person, step] = [Math.floor((n - 1) / STEPS.length), (n - 1) % STEPS.length];
  return { personId: `P${String(person)}`, ...STEPS[step] };
}

const VISIT = { type: 'SettleVisit', institutionId: 'H1', date: '2023-03-01', total: '500.00', inScope: '450.00' };

const STEPS: readonly object[] = [
  {
    type: 'EnrolPerson',
    birthDate: '1980-05-20',
    employment: 'on-job',
    plan: 'pooled-and-account',
    from: '2022-06-01',
  },
  { type: 'RecordContribution', month: '2023-01', base: '5000.00', amount: '450.00', paidOn: '2023-01-10' },
  { ...VISIT, visitId: 'V1', account: {} },
  { ...VISIT, visitId: 'V2', date: '2023-03-02' },
  { type: 'ReverseSettlement', visitId: 'V1', date: '2023-03-05', reason: 'wrong person' },
  { type: 'ReverseContribution', month: '2023-01', reason: 'twice', date: '2023-03-06' },
  { type: 'ChangeEmployment', employment: 'flexible', completedOn: '2023-04-01' },
  {
    type: 'AdjustAccount',
    adjustmentId: 'A1',
    direction: 'credit',
    amount: '12.34',
    reason: 'arrears',
    date: '2023-05-01',
  },
];
