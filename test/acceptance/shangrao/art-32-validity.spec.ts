import { INSTITUTIONS, publish } from '../../support/commands.ts';
import { validityExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

const LOCAL = publish({ averagePension: '3456.78', 'contribution.rate.on-job': '0.08' });

// From 2023-01-01, without an end.
examples(import.meta.url, { region: 'shangrao', world: [...INSTITUTIONS, LOCAL] }, validityExamples('art. 32'));
