import { INSTITUTIONS } from '../../support/commands.ts';
import { exclusionExamples } from '../../support/common-examples.ts';
import { examples } from '../../support/examples.ts';

examples(
  import.meta.url,
  { region: 'panzhihua', world: INSTITUTIONS },
  exclusionExamples([
    ['other-fund', 'art. 8(1)', 'may pay'],
    ['third-party', 'art. 8(3)', 'may pay'],
    ['other', 'art. 8(4)', 'may pay'],
    ['work-injury', 'art. 8(4), A32', 'may pay'],
    ['inpatient-stay', 'art. 8(4), A32', 'may pay'],
    ['maternity', 'art. 8(4), A32', 'may pay'],
    ['check-up', 'art. 8(4), A32', 'may pay'],
    ['abroad', 'art. 8(4), A32', 'barred'],
    ['public-health', 'art. 5 para. 3', 'barred'],
    ['fitness', 'art. 5 para. 3', 'barred'],
    ['wellness', 'art. 5 para. 3', 'barred'],
  ]),
);
