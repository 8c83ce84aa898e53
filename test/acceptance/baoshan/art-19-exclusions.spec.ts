import { INSTITUTIONS } from '../../support/commands.ts';
import { exclusionExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

examples(
  import.meta.url,
  { region: 'baoshan', world: INSTITUTIONS },
  exclusionExamples([
    ['public-health', 'art. 19', 'barred'],
    ['fitness', 'art. 19', 'barred'],
    ['wellness', 'art. 19', 'barred'],
    ['check-up', 'art. 19', 'barred'],
    ['maternity', 'art. 24', 'may pay'],
    ['abroad', 'A32', 'barred'],
    ['third-party', 'A32', 'may pay'],
    ['work-injury', 'A32', 'may pay'],
    ['other-fund', 'A32', 'may pay'],
    ['inpatient-stay', 'A32', 'may pay'],
    ['other', 'A32', 'may pay'],
  ]),
);
