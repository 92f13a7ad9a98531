import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Alert, AlertRule } from '../../../collector/core/alert/alert.ts'
import { parseCondition } from '../../../collector/core/alert/parse-condition.ts'
import {
  type AlertMoment,
  acknowledgeAlert,
  nextChangeOf,
  removeAlert,
  stepAlert,
} from '../../../collector/core/alert/step.ts'

const minute = 60_000
const condition = (text: string) => {
  const result = parseCondition(text)
  if ('problem' in result) throw new Error(result.problem.issue)
  return result.condition
}
const aRule = (parts: Partial<AlertRule> = {}): AlertRule => ({
  id: 'busy',
  name: null,
  when: condition('metric.cpu > 80'),
  holdFor: 0,
  recover: null,
  recoverFor: 0,
  components: null,
  severity: 'warning',
  notify: ['slack'],
  escalation: [],
  ...parts,
})

type Moment = {
  readonly at: number
  readonly value: number | null
  readonly silenced?: boolean
  readonly acknowledged?: boolean
}

/** What the team is told while values come in, a minute apart unless a moment says when. */
function run(rule: AlertRule, moments: readonly (number | null | Partial<Moment>)[]) {
  let alert: Alert | null = null
  const sent: { readonly at: number; readonly moment: AlertMoment['moment']; readonly id: string }[] = []
  moments.forEach((entry, i) => {
    const one: Partial<Moment> = typeof entry === 'object' && entry !== null ? entry : { value: entry }
    const now = one.at ?? (i + 1) * minute
    if (one.acknowledged && alert) alert = acknowledgeAlert(alert, 'ada', now)
    const before: Alert | null = alert
    const step = stepAlert(alert, {
      rule,
      component: null,
      readings: [{ term: rule.when[0]!, values: [one.value ?? null] }],
      silenced: one.silenced ? 'silence' : null,
      now,
    })
    for (const { moment } of step.moments)
      sent.push({ at: now / minute, moment, id: (step.alert ?? before)!.id })
    alert = step.alert?.endedAt === null ? step.alert : null
  })
  return {
    sent: sent.map(({ at, moment }) => `${at} ${moment}`),
    alert: alert as Alert | null,
    ids: sent.map(({ id }) => id),
  }
}

test('an alert is announced once while it lasts, and once when it ends', () => {
  expect(run(aRule(), [70, 90, 95, 90, 70, 60, 90]).sent).toEqual(['2 fired', '5 ended', '7 fired'])
})

test('it must hold for as long as the rule says', () => {
  const rule = aRule({ holdFor: 2 * minute })
  expect(run(rule, [90, 90, 70, 90, 90, 90, 90]).sent).toEqual(['6 fired'])
})

test('it ends once it has been over for as long as the rule says', () => {
  const rule = aRule({ recoverFor: 2 * minute, recover: 75 })
  expect(run(rule, [90, 70, 78, 70, 70, 70]).sent).toEqual(['1 fired', '6 ended'])
})

test('what is not known neither fires nor ends anything', () => {
  expect(run(aRule(), [null, null]).sent).toEqual([])
  expect(run(aRule(), [90, null, null, 90]).sent).toEqual(['1 fired'])
  expect(run(aRule({ holdFor: 2 * minute }), [90, null, null]).sent).toEqual([])
  expect(run(aRule({ recoverFor: minute }), [90, 70, null, null, null]).sent).toEqual(['1 fired'])
})

test('nobody hears of what is silenced, until the silence ends and it still lasts', () => {
  const silenced = true
  expect(run(aRule(), [{ value: 90, silenced }, { value: 90, silenced }, 90]).sent).toEqual(['3 fired'])
  expect(run(aRule(), [{ value: 90, silenced }, { value: 70, silenced }, 70]).sent).toEqual([])
  // Who was told of it is told that it is over.
  expect(run(aRule(), [90, { value: 90, silenced }, { value: 70, silenced }]).sent).toEqual([
    '1 fired',
    '3 ended',
  ])
  expect(run(aRule(), [{ value: 90, silenced }]).alert).toMatchObject({
    silencedBy: 'silence',
    notifiedAt: null,
  })
})

test('without an answer it escalates once, also while nothing is known', () => {
  const rule = aRule({ escalation: [{ after: 2 * minute, notify: null }] })
  expect(run(rule, [90, 90, 90, 90, 90, 70]).sent).toEqual(['1 fired', '3 escalated', '6 ended'])
  expect(run(rule, [90, null, null, null]).sent).toEqual(['1 fired', '3 escalated'])
  expect(run(rule, [90, { value: 90, acknowledged: true }, 90, 90]).sent).toEqual(['1 fired'])
  expect(run(rule, [90, { value: 90, silenced: true }, { value: 90, silenced: true }, 90]).sent).toEqual([
    '1 fired',
    '4 escalated',
  ])
  // What was told late escalates late, rather than never.
  expect(run(rule, [90, { value: 90, at: 600 * minute }]).sent).toEqual(['1 fired', '600 escalated'])
})

test('a rule that is taken away ends what it told of, and leaves no trace of what it did not', () => {
  const fired = run(aRule(), [90]).alert!
  expect(removeAlert(fired, 5 * minute)).toMatchObject({
    alert: { endedAt: 5 * minute, endedBy: 'removal' },
    moments: [{ moment: 'ended' }],
  })
  expect(removeAlert(run(aRule({ holdFor: minute }), [90]).alert!, 2 * minute).alert).toBeNull()
})

const moments = fc.array(
  fc.record({
    value: fc.option(fc.integer({ min: 60, max: 100 }), { nil: null }),
    silenced: fc.boolean(),
    acknowledged: fc.boolean(),
  }),
  { maxLength: 60 },
)
const rules = fc.record({
  holdFor: fc.constantFrom(0, minute, 5 * minute),
  recoverFor: fc.constantFrom(0, minute, 5 * minute),
  recover: fc.constantFrom(null, 70),
  escalation: fc.constantFrom([], [{ after: 0, notify: null }], [{ after: 3 * minute, notify: ['sms'] }]),
})

test('whatever comes, each alert is announced at most once of each kind, in order, and nothing ends that was not announced', () => {
  fc.assert(
    fc.property(rules, moments, (parts, all) => {
      const { sent, ids } = run(aRule(parts), all)
      const byId = Map.groupBy(
        sent.map((text, i) => ({ moment: text.split(' ')[1]!, id: ids[i]! })),
        ({ id }) => id,
      )
      for (const list of byId.values()) {
        const order = list.map(({ moment }) => moment).join(' ')
        expect(['fired', 'fired ended', 'fired escalated', 'fired escalated ended']).toContain(order)
      }
    }),
  )
})

test('whatever comes, nothing is told while it is silenced but that it is over', () => {
  fc.assert(
    fc.property(rules, moments, (parts, all) => {
      for (const line of run(aRule(parts), all).sent) {
        const [at, moment] = line.split(' ')
        if (moment !== 'ended') expect(all[Number(at) - 1]!.silenced).toBe(false)
      }
    }),
  )
})

test('a step that is repeated with the same facts changes nothing', () => {
  fc.assert(
    fc.property(rules, moments, fc.integer({ min: 60, max: 100 }), (parts, all, value) => {
      const rule = aRule(parts)
      const { alert } = run(rule, all)
      const now = (all.length + 1) * minute
      const input = {
        rule,
        component: null,
        readings: [{ term: rule.when[0]!, values: [value] }],
        silenced: null,
        now,
      }
      // One step fires it, the next one may escalate it.
      const last = stepAlert(stepAlert(alert, input).alert, input).alert
      if (last === null || last.endedAt !== null || alert === null) return
      expect(stepAlert(last, input)).toEqual({ alert: last, moments: [] })
    }),
  )
})

test('time alone changes an alert no earlier than it says', () => {
  fc.assert(
    fc.property(rules, moments, fc.integer({ min: 60, max: 100 }), (parts, all, value) => {
      const rule = aRule(parts)
      const readings = [{ term: rule.when[0]!, values: [value] }]
      const now = (all.length + 1) * minute
      const { alert } = stepAlert(run(rule, all).alert, {
        rule,
        component: null,
        readings,
        silenced: null,
        now,
      })
      if (!alert || alert.endedAt !== null) return
      const next = nextChangeOf(alert, rule, now)
      const before = Math.min(next - 1, now + 100 * minute)
      if (before <= now) return
      const later = stepAlert(alert, { rule, component: null, readings, silenced: null, now: before })
      expect(later.moments).toEqual([])
    }),
  )
})
