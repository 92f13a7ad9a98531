import { z } from 'zod'
import { checklistPhases } from '../../core/deployment/checklist.ts'
import { booleanValue, oneOf, section } from '../rules.ts'
import { id, localizedText } from '../values/basic-values.ts'
import { percent } from '../values/condition.ts'
import { duration } from '../values/duration.ts'

const minute = 60_000
const day = 24 * 60 * minute

const rollback = section({
  error_rate: percent('5%').optional().describe('More than this share of the checks fails.'),
  response_p95: duration({ min: 1, example: '5s' })
    .optional()
    .describe('95 of 100 answers are faster, or else it is exceeded.'),
  regression: percent('50%')
    .optional()
    .describe('P95 of the response time has grown by this share or more over the seven days before.'),
  component_down: booleanValue().optional().describe('A critical component goes down.'),
  critical: z
    .array(id('api'))
    .min(1)
    .optional()
    .describe('Components that are critical whatever is deployed. Default: those that are deployed to.'),
}).describe(
  'What speaks for taking a version back: only what is written here. Without it, as in the handbook: 5 %, 5 s, 50 %, a component down.',
)

const step = section({
  id: id('backup').describe('Its name in commands.'),
  phase: oneOf(checklistPhases).describe(
    'before, during or after the deployment, or rollback: when the version is taken back.',
  ),
  title: localizedText('Back up the database').describe('What is to be done.'),
})

/** `deployments:` — how new versions are watched, and what the team goes through with each. */
export const deployments = section({
  watch: duration({ min: minute, max: day, example: '30m', unit: 'm' })
    .optional()
    .describe('How long a version is watched from its start, unless a guard says otherwise. Default: 30m.'),
  rollback: rollback.optional(),
  checklist: z
    .array(step)
    .max(100)
    .optional()
    .describe('Steps that the team ticks with every deployment, in this order.'),
  public_checklist: booleanValue()
    .optional()
    .describe('Readers see which steps are done, never who ticked them. Default: false.'),
}).describe('How new versions are watched, and what the team goes through with each.')
