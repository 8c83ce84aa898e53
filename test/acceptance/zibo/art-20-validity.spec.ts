import { INSTITUTIONS, publish } from '../../support/commands.ts';
import { validityExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

const LOCAL = publish({ averagePension: '3456.78', 'contribution.rate.on-job': '0.08' });

// From 2023-01-01 to 2027-12-31.
examples(
  import.meta.url,
  { region: 'zibo', world: [...INSTITUTIONS, LOCAL] },
  validityExamples('art. 20', '2027-12-31'),
);
