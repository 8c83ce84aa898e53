import { INSTITUTIONS, publish } from '../../support/commands.ts';
import { validityExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

const LOCAL = publish({ averagePension: '3456.00', 'contribution.rate.on-job': '0.08' });

// Five years from 2023-01-01.
examples(
  import.meta.url,
  { region: 'panzhihua', world: [...INSTITUTIONS, LOCAL] },
  validityExamples('art. 19', '2027-12-31'),
);
