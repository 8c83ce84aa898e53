import { INSTITUTIONS, publish } from '../../support/commands.ts';
import { validityExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

// From 2023-01-01, without an end.
examples(
  import.meta.url,
  { region: 'baoshan', world: [...INSTITUTIONS, publish({ averagePension: '3456.78' })] },
  validityExamples('art. 37'),
);
