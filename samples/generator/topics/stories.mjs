import { addDays } from '../calendar.mjs';

/** @import { Dated, World } from '../world.mjs' */

/**
 * Three people a region whose every amount can be worked out by hand: README.md tells their stories.
 *
 * @param {World} world @returns {readonly Dated[]}
 */
export function stories(world) {
  const tell = /** @type {Readonly<Record<string, (about: Teller) => void>>} */ ({
    panzhihua,
    shangrao,
    chongqing,
    baoshan,
    zibo,
  });
  const teller = new Teller(world);
  tell[world.region.region]?.(teller);
  return teller.told;
}

/** Writes the commands of one person after the other. */
class Teller {
  /** @type {Dated[]} */
  told = [];
  personId = '';

  /** @param {World} world */
  constructor(world) {
    this.world = world;
    this.prefix = world.region.prefix;
  }

  /** @param {string} number @param {string} birthDate @param {string} employment @param {string} [plan] */
  person(number, birthDate, employment, plan = 'pooled-and-account') {
    this.personId = `${this.prefix}-${number}`;
    this.tell('2023-01-01', 'EnrolPerson', { birthDate, employment, plan, from: '2020-01-01' });
  }

  /** @param {string} on @param {string} type @param {Readonly<Record<string, unknown>>} fields */
  tell(on, type, fields) {
    this.told.push(this.world.command(on, type, { personId: this.personId, ...fields }));
  }

  /** @param {string} visitId @param {string} date @param {string} at @param {string} total @param {Readonly<Record<string, unknown>>} [more] */
  visit(visitId, date, at, total, more = {}) {
    this.tell(date, 'SettleVisit', {
      visitId,
      institutionId: `${this.prefix}-${at}`,
      date,
      total,
      inScope: total,
      ...more,
    });
  }

  /** @param {string} completedOn */
  retires(completedOn) {
    this.tell(completedOn, 'ChangeEmployment', { employment: 'retired', completedOn });
  }

  /** @param {string} month @param {string} base @param {string} [paidOn] */
  pays(month, base, paidOn = `${month}-12`) {
    this.tell(paidOn, 'RecordContribution', { month, base, paidOn });
  }

  /** @param {string} date @param {string} programme @param {string} condition @param {Readonly<Record<string, unknown>>} [more] */
  certified(date, programme, condition, more = {}) {
    this.tell(date, 'CertifyCondition', { programme, condition, ...more, from: date });
  }

  /** @param {string} date @param {string} kind */
  registered(date, kind) {
    this.tell(date, 'RegisterOutOfAreaCare', { kind, area: this.world.region.elsewhere, from: date });
  }
}

/** @param {Teller} about */
function panzhihua(about) {
  about.person('901', '1963-08-14', 'on-job'); // retires in the middle of the year
  about.pays('2023-01', '8000.00');
  about.visit('a1', '2023-03-06', 'h11', '500.00');
  about.visit('a2', '2023-05-15', 'h31', '1800.00');
  about.retires('2023-06-15');
  about.visit('a3', '2023-06-30', 'h11', '100.00');
  about.visit('a4', '2023-07-01', 'h11', '1000.00', { account: {} });
  about.visit('a5', '2024-01-08', 'd1', '250.00', { prescription: true, account: {} });

  about.person('902', '1971-04-02', 'on-job'); // above the cap of the two diseases ordinary care goes on
  about.certified('2023-02-01', 'two-diseases', 'hypertension');
  about.visit('b1', '2023-02-10', 'h12', '700.00', { programme: 'two-diseases', condition: 'hypertension' });
  about.visit('b2', '2023-04-10', 'h12', '500.00', { programme: 'two-diseases', condition: 'hypertension' });
  about.visit('b3', '2023-06-10', 'h31', '100.00');

  about.person('903', '1958-10-30', 'retired'); // lives elsewhere
  about.visit('c1', '2023-01-20', 'e3', '300.00');
  about.registered('2023-02-01', 'resettled');
  about.visit('c2', '2023-02-01', 'e3', '450.00');
  about.visit('c3', '2023-12-28', 'h31', '100.00');
  about.tell('2024-01-15', 'ReverseSettlement', { visitId: 'c2', date: '2024-01-15', reason: '项目录入错误' });
}

/** @param {Teller} about */
function shangrao(about) {
  about.person('901', '1980-03-03', 'on-job'); // elsewhere without a registration
  about.visit('a1', '2023-03-15', 'e3', '1600.00');
  const claim = {
    claimId: `${about.prefix}-901-c1`,
    visitId: 'a2',
    institutionId: `${about.prefix}-e3`,
    date: '2023-03-15',
  };
  about.tell('2023-04-03', 'SubmitClaim', {
    actor: 'clerk-1',
    ...claim,
    total: '1600.00',
    inScope: '1500.00',
    submittedOn: '2023-04-03',
  });
  const { claimId } = claim;
  about.told.push(about.world.command('2023-04-06', 'ApproveClaim', { actor: 'clerk-1', claimId, date: '2023-04-06' }));
  about.told.push(
    about.world.command('2023-04-10', 'ApproveClaim', { actor: 'reviewer-1', claimId, date: '2023-04-10' }),
  );

  about.person('902', '1956-07-19', 'retired'); // pharmacies before and after the switch
  about.visit('b1', '2023-12-31', 'd1', '700.00', { prescription: true, account: {} });
  about.visit('b2', '2024-01-01', 'd1', '700.00', { prescription: true });
  about.visit('b3', '2024-02-02', 'h31', '4000.00');

  about.person('903', '1975-11-11', 'on-job', 'inpatient-only'); // of a distressed state enterprise
  about.pays('2023-02', '4000.00');
  about.visit('c1', '2023-03-01', 'h21', '800.00', { account: {} });
  about.visit('c2', '2023-05-01', 'h31', '5000.00');
}

/** @param {Teller} about */
function chongqing(about) {
  about.person('901', '1963-02-20', 'on-job'); // retires in the middle of the year
  about.visit('a1', '2023-04-04', 'h31', '6000.00');
  about.visit('a2', '2023-05-04', 'h11', '1000.00');
  about.retires('2023-06-30');
  about.visit('a3', '2023-07-01', 'h11', '1000.00');
  about.visit('a4', '2024-01-02', 'd1', '200.00', { prescription: true });

  about.person('902', '1950-09-09', 'retired'); // whose visit a child's account pays
  about.person('903', '1985-01-15', 'on-job');
  about.pays('2023-03', '9000.00');
  about.tell('2023-04-01', 'LinkFamilyMember', {
    memberId: `${about.prefix}-902`,
    relation: 'parent',
    from: '2023-04-01',
  });
  about.tell('2023-11-20', 'PayPremium', {
    premiumId: 'p1',
    product: 'large-sum-mutual-aid',
    amount: '50.00',
    date: '2023-11-20',
  });
  about.personId = `${about.prefix}-902`;
  const fromChild = { account: { ownerId: `${about.prefix}-903`, limit: '100.00' } };
  about.visit('b1', '2023-05-05', 'h21', '300.00', fromChild);
  about.visit('b2', '2023-06-06', 'h21', '200.00', fromChild);
  about.tell('2023-06-12', 'ReverseSettlement', { visitId: 'b1', date: '2023-06-12', reason: '患者退费' });
}

/** @param {Teller} about */
function baoshan(about) {
  about.person('901', '1953-05-20', 'retired'); // 70 on 2023-05-20
  about.visit('a1', '2023-05-19', 'h31', '290.00');
  about.visit('a2', '2023-05-20', 'h31', '245.00');
  about.visit('a3', '2023-05-20', 'n1', '130.00');

  about.person('902', '1972-12-01', 'on-job'); // above 5000 at the inpatient rate, within the inpatient maximum
  about.visit('b1', '2023-02-14', 'h31', '9090.00');
  about.visit('b2', '2023-03-14', 'h31', '1290.00');
  const stay = {
    stayId: 's1',
    institutionId: `${about.prefix}-h31`,
    admittedOn: '2023-04-01',
    dischargedOn: '2023-04-20',
  };
  about.tell('2023-04-20', 'RecordInpatientStay', { ...stay, pooledPaid: '59800.00' });
  about.visit('b3', '2023-05-14', 'h11', '130.00');

  about.person('903', '1948-01-01', 'retired'); // chronic and special, each for itself, half the deductible
  about.certified('2023-01-10', 'chronic', 'copd');
  about.certified('2023-01-10', 'special', 'cancer-treatment');
  about.visit('c1', '2023-02-01', 'h21', '4250.00', { programme: 'chronic', condition: 'copd' });
  about.visit('c2', '2023-03-01', 'h31', '1250.00', { programme: 'special', condition: 'cancer-treatment' });
  about.certified('2023-06-01', 'chronic', 'coronary-disease');
  about.visit('c3', '2023-06-01', 'h21', '1000.00', { programme: 'chronic', condition: 'coronary-disease' });
}

/** @param {Teller} about */
function zibo(about) {
  about.person('901', '1957-03-08', 'retired'); // 2023 and 2024
  about.visit('a1', '2023-12-20', 'h11', '150.00');
  about.visit('a2', '2023-12-31', 'h31', '850.00');
  about.visit('a3', '2024-01-01', 'h31', '800.00');
  about.visit('a4', '2024-02-01', 'h11', '100.00');

  about.person('902', '1978-06-15', 'on-job'); // 45 on 2023-06-15; a journey
  for (const month of ['2023-06', '2023-07', '2024-01']) about.pays(month, '6000.00');
  about.visit('b1', '2024-03-10', 'e1', '1000.00', { account: {} });

  about.person('903', '1965-05-05', 'on-job'); // a stay, and chronic medicines from a pharmacy
  about.certified('2023-02-01', 'chronic', 'copd');
  about.visit('c1', '2023-02-15', 'd1', '400.00', { programme: 'chronic', condition: 'copd', prescription: true });
  about.visit('c2', '2023-02-16', 'd1', '100.00', { programme: 'chronic', condition: 'copd' });
  const stay = {
    stayId: 's1',
    institutionId: `${about.prefix}-h31`,
    admittedOn: '2023-03-01',
    dischargedOn: '2023-03-10',
  };
  about.tell('2023-03-10', 'RecordInpatientStay', { ...stay, pooledPaid: '4200.00' });
  about.told.push({ ...last(about, 'c3', '2023-03-05'), on: addDays('2023-03-10', 2) });
  about.visit('c4', '2023-03-10', 'h11', '150.00');
}

/** A visit that reaches the ledger later than its day. @param {Teller} about @param {string} visitId @param {string} date */
function last(about, visitId, date) {
  about.visit(visitId, date, 'h11', '150.00');
  return /** @type {Dated} */ (about.told.pop());
}
