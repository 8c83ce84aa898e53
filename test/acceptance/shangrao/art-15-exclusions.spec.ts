import { INSTITUTIONS } from '../../support/commands.ts';
import { exclusionExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

examples(
  import.meta.url,
  { region: 'shangrao', world: INSTITUTIONS },
  exclusionExamples([
    ['maternity', 'art. 15(1)', 'may pay'],
    ['work-injury', 'art. 15(2)1', 'may pay'],
    ['third-party', 'art. 15(2)2', 'may pay'],
    ['public-health', 'art. 15(2)3', 'barred'],
    ['abroad', 'art. 15(2)4', 'barred'],
    ['fitness', 'art. 15(2)5', 'barred'],
    ['wellness', 'art. 15(2)5', 'barred'],
    ['check-up', 'art. 15(2)5', 'barred'],
    ['other', 'art. 15(2)6', 'may pay'],
    ['other-fund', 'art. 15(2)6, A32', 'may pay'],
    ['inpatient-stay', 'art. 15(2)6, A32', 'may pay'],
  ]),
);
