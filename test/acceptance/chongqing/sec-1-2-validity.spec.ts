import { INSTITUTIONS, publish } from '../../support/commands.ts';
import { validityExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

const LOCAL = publish({
  'ordinary.deductible': '200.00',
  'ordinary.rate.on-job': '0.50',
  'ordinary.rate.retired': '0.60',
  'ordinary.cap': '1500.00',
  averagePension: '3456.78',
  'contribution.rate.on-job': '0.10',
});

// 1(2): from 2023-01-01, without an end.
examples(import.meta.url, { region: 'chongqing', world: [...INSTITUTIONS, LOCAL] }, validityExamples('art. 1(2)'));
