import { number, section } from '../rules.ts'
import { regularExpression } from '../values/condition.ts'
import { duration } from '../values/duration.ts'
import { id, string } from '../values/basic-values.ts'
import type { Monitor, MonitorKind, SpeedExpectation } from '../../core/monitoring/monitor.ts'

/** ms */
export const day = 86_400_000

/** Milliseconds between checks. */
export const every = () => duration({ min: 1000, max: 14 * day, example: '30s' })
export const timeout = () => duration({ min: 10, max: 300_000, example: '10s' })

/** When a change of health is believed. */
export const confirm = section({
  failures: number({ min: 1, max: 100, example: '2' })
    .optional()
    .describe('Checks in a row that must be worse before health worsens. Default: 2.'),
  successes: number({ min: 1, max: 100, example: '1' })
    .optional()
    .describe('Checks in a row that must be better before it improves. Default: 1.'),
  retry_every: duration({ min: 100, max: day, example: '5s' })
    .optional()
    .describe('Time between re-checks while a change is unconfirmed. Default: 5s.'),
}).describe('When a change of health is believed.')

export const idField = {
  id: id('api-health').optional().describe('Default: COMPONENT-KIND, such as api-http.'),
}
export const timingFields = {
  every: every().optional().describe('Time between checks; at least 1s.'),
  timeout: timeout().optional().describe('Time a check may take.'),
  confirm: confirm.optional(),
}
export const speedFields = {
  within: duration({ min: 1, max: 300_000, example: '5s' }).optional().describe('Slower is down.'),
  degraded_above: duration({ min: 1, max: 300_000, example: '2s' })
    .optional()
    .describe('Slower is degraded.'),
}
export const bodyFields = {
  body_contains: string('ok').optional().describe('Text the answer must hold.'),
  body_lacks: string('error').optional().describe('Text the answer must not hold.'),
  body_matches: regularExpression().optional().describe('Regular expression (RE2) the answer must match.'),
}
export const certificateFields = {
  certificate_days: number({ min: 0, max: 3650, example: '14' })
    .optional()
    .describe('Fewer days left on the certificate is degraded; expired or untrusted is down.'),
}

type ExpectationEntry = {
  readonly within?: number | undefined
  readonly degraded_above?: number | undefined
  readonly certificate_days?: number | undefined
  readonly body_contains?: string | undefined
  readonly body_lacks?: string | undefined
  readonly body_matches?: string | undefined
}

/** Only the keys that are there, so that a monitor compares equal to one written by hand. */
export const definedKeys = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never

export const speedExpectation = (expect: ExpectationEntry | undefined): SpeedExpectation =>
  definedKeys({ within: expect?.within, degradedAbove: expect?.degraded_above })
export const certificateExpectation = (expect: ExpectationEntry | undefined): { certificateDays?: number } =>
  definedKeys({ certificateDays: expect?.certificate_days })
export const bodyExpectation = (expect: ExpectationEntry | undefined) =>
  definedKeys({
    bodyContains: expect?.body_contains,
    bodyLacks: expect?.body_lacks,
    bodyMatches: expect?.body_matches,
  })

/** What a monitor has beside the keys of its kind, defaults filled in. */
export type ResolvedMonitorBase<K extends MonitorKind> = Pick<
  Extract<Monitor, { kind: K }>,
  'id' | 'component' | 'every' | 'timeout' | 'confirm'
>
