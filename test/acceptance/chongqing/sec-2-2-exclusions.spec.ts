import { INSTITUTIONS } from '../../support/commands.ts';
import { exclusionExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

// The opinion lists none: the national rules stand behind a code (A32); 2(3)2 names what an account must not pay.
examples(
  import.meta.url,
  { region: 'chongqing', world: INSTITUTIONS },
  exclusionExamples([
    ['public-health', '2(3)2', 'barred'],
    ['fitness', '2(3)2', 'barred'],
    ['wellness', '2(3)2', 'barred'],
    ['abroad', 'A32', 'barred'],
    ['third-party', 'A32', 'may pay'],
    ['work-injury', 'A32', 'may pay'],
    ['other-fund', 'A32', 'may pay'],
    ['check-up', 'A32', 'may pay'],
    ['inpatient-stay', 'A32', 'may pay'],
    ['maternity', 'A32', 'may pay'],
    ['other', 'A32', 'may pay'],
  ]),
);
