import { expect, test } from 'vitest'
import { addTo, emptySketch } from '../../../collector/core/availability/latency-sketch.ts'
import { beginWatch, extendWatch } from '../../../collector/core/deployment/deployment-watch.ts'
import {
  type MeasuredComponent,
  decideWatch,
  judgeComponents,
  verdictOf,
  watchEnd,
  watchedFigures,
} from '../../../collector/core/deployment/judge-deployment.ts'
import { type RollbackTriggers, handbookRules } from '../../../collector/core/deployment/rollback-triggers.ts'

const minute = 60_000
const watch = { from: 1_000_000, to: 1_000_000 + 30 * minute }
const { rollback: triggers } = handbookRules

const measured = (more: Partial<MeasuredComponent> = {}): MeasuredComponent => ({
  component: 'api',
  deployed: true,
  hasMonitors: true,
  checks: 60,
  failed: 0,
  latency: latencies(60, 200),
  baseline: latencies(2_000, 200),
  availability: availability(),
  outages: [],
  ...more,
})

function availability(more: Partial<MeasuredComponent['availability']> = {}) {
  return {
    period: 30 * minute,
    observed: 30 * minute,
    down: 0,
    degraded: 0,
    excluded: 0,
    unknown: 0,
    availability: 1,
    raw: 1,
    lower: 1,
    upper: 1,
    printed: '100',
    ...more,
  }
}

function latencies(count: number, ms: number) {
  return addTo(emptySketch, new Array<number>(count).fill(ms))
}

const findingsOf = (one: Partial<MeasuredComponent>, by: RollbackTriggers = triggers) =>
  Object.fromEntries(
    judgeComponents([measured(one)], watch, by).map(({ trigger, state, reason }) => [
      trigger,
      reason === null ? state : `${state}: ${reason}`,
    ]),
  )

const over = { isOver: true, isTakenBack: false }

test('a version that answers as before keeps every trigger, and passes once the watch is over', () => {
  const findings = judgeComponents([measured()], watch, triggers)
  expect(findings.map(({ trigger, state }) => [trigger, state])).toEqual([
    ['error_rate', 'kept'],
    ['response_p95', 'kept'],
    ['regression', 'kept'],
    ['component_down', 'kept'],
  ])
  expect(verdictOf(findings, { isOver: false, isTakenBack: false })).toBe('pending')
  expect(verdictOf(findings, over)).toBe('passed')
})

test('5 % of failing checks are within the limit of 5 %, one more is not', () => {
  expect(findingsOf({ checks: 100, failed: 5 })['error_rate']).toBe('kept')
  expect(findingsOf({ checks: 100, failed: 6 })['error_rate']).toBe('exceeded')
})

test('one failure among a few checks decides nothing, a second one does: it is above 5 % whatever comes', () => {
  expect(findingsOf({ checks: 2, failed: 1 })['error_rate']).toBe('unknown: few_checks')
  expect(findingsOf({ checks: 3, failed: 2 })['error_rate']).toBe('exceeded')
  expect(findingsOf({ checks: 20, failed: 1 })['error_rate']).toBe('kept')
})

test('P95 above 5 s is exceeded, and a single slow answer among a few is not', () => {
  expect(findingsOf({ latency: latencies(60, 5_200) })['response_p95']).toBe('exceeded')
  expect(findingsOf({ latency: latencies(60, 4_900) })['response_p95']).toBe('kept')
  const oneSlow = addTo(latencies(4, 100), 9_000)
  expect(findingsOf({ checks: 5, latency: oneSlow })['response_p95']).toBe('unknown: few_checks')
  expect(findingsOf({ checks: 6, latency: addTo(oneSlow, 9_000) })['response_p95']).toBe('exceeded')
})

test('answers that take half as long again as in the week before are a regression, unless nobody could notice', () => {
  expect(findingsOf({ latency: latencies(60, 320) })['regression']).toBe('exceeded')
  expect(findingsOf({ latency: latencies(60, 280) })['regression']).toBe('kept')
  expect(findingsOf({ latency: latencies(60, 9), baseline: latencies(60, 4) })['regression']).toBe('kept')
})

test('without a past there is nothing to hold the response times against, and that is said', () => {
  expect(findingsOf({ baseline: emptySketch })['regression']).toBe('not_judged: no_baseline')
  expect(findingsOf({ checks: 10, latency: latencies(10, 200) })['regression']).toBe('not_judged: few_checks')
  expect(verdictOf(judgeComponents([measured({ baseline: emptySketch })], watch, triggers), over)).toBe(
    'passed',
  )
})

test('a component that goes down during the watch speaks for rolling back, one that was down before does not', () => {
  const later = { from: watch.from + minute, to: watch.from + 3 * minute }
  expect(findingsOf({ outages: [later] })['component_down']).toBe('exceeded')
  expect(findingsOf({ outages: [{ from: watch.from, to: watch.to }] })['component_down']).toBe(
    'not_judged: down_before',
  )
  expect(findingsOf({ outages: [{ from: watch.from, to: watch.from + 1 }, later] })['component_down']).toBe(
    'exceeded',
  )
})

test('a critical component that is not deployed to is watched for going down alone', () => {
  const critical: RollbackTriggers = { ...triggers, critical: ['database'] }
  const both = [measured(), measured({ component: 'database', deployed: false })]
  expect(
    judgeComponents(both, watch, critical).map(({ component, trigger }) => `${component} ${trigger}`),
  ).toEqual(['api error_rate', 'api response_p95', 'api regression', 'database component_down'])
})

test('what nobody observed is unknown: it neither passes nor fails', () => {
  const unseen = {
    checks: 0,
    latency: emptySketch,
    availability: availability({ observed: 0, unknown: 30 * minute }),
  }
  expect(findingsOf(unseen)).toEqual({
    error_rate: 'unknown: not_observed',
    response_p95: 'unknown: not_observed',
    regression: 'unknown: not_observed',
    component_down: 'unknown: not_observed',
  })
  expect(verdictOf(judgeComponents([measured(unseen)], watch, triggers), over)).toBe('unknown')
  const half = { availability: availability({ observed: 15 * minute, unknown: 15 * minute }) }
  expect(verdictOf(judgeComponents([measured(half)], watch, triggers), over)).toBe('unknown')
})

test('what lies in maintenance that does not count is unknown', () => {
  const inMaintenance = {
    checks: 0,
    latency: emptySketch,
    availability: availability({ observed: 0, excluded: 30 * minute }),
  }
  expect(findingsOf(inMaintenance)['error_rate']).toBe('unknown: maintenance')
})

test('a component that nobody measures neither passes nor spoils the verdict of the others', () => {
  const unwatched = measured({ component: 'blog', hasMonitors: false, checks: 0, latency: emptySketch })
  expect(verdictOf(judgeComponents([unwatched], watch, triggers), over)).toBe('unknown')
  expect(verdictOf(judgeComponents([measured(), unwatched], watch, triggers), over)).toBe('passed')
})

test('a job that reports once a day says nothing within half an hour', () => {
  const daily = measured({ component: 'backup', checks: 0, latency: emptySketch })
  expect(verdictOf(judgeComponents([daily], watch, triggers), over)).toBe('unknown')
  expect(verdictOf(judgeComponents([measured(), daily], watch, triggers), over)).toBe('passed')
})

test('a monitor that measures no response times is not judged by them', () => {
  expect(findingsOf({ latency: emptySketch })).toMatchObject({
    error_rate: 'kept',
    response_p95: 'not_judged: not_measured',
    regression: 'not_judged: not_measured',
  })
})

test('only the triggers that are configured are held against it', () => {
  const none: RollbackTriggers = { ...triggers, errorRate: null, regression: null, componentDown: false }
  expect(Object.keys(findingsOf({}, none))).toEqual(['response_p95'])
})

test('the first trigger that is exceeded decides at once, and the decision stays', () => {
  const begun = beginWatch('d1', watch.from, 30 * minute)
  const bad = [measured({ failed: 9 })]
  const findings = judgeComponents(bad, watch, triggers)
  const verdict = verdictOf(findings, { isOver: false, isTakenBack: false })
  const decided = decideWatch(begun, verdict, { findings, figures: watchedFigures(bad) }, watch.from + minute)
  expect(decided).toMatchObject({ verdict: 'roll_back', version: 2, decidedAt: watch.from + minute })
  expect(decided.figures).toMatchObject([{ component: 'api', checks: 60, failed: 9, availability: 1 }])
  expect(decideWatch(decided, 'passed', { findings: [], figures: [] }, watch.to)).toBe(decided)
  expect(extendWatch(decided, watch.to + minute)).toBe(decided)
})

test('a watch that passed goes on when somebody guards it for longer', () => {
  const passed = decideWatch(
    beginWatch('d1', watch.from, 30 * minute),
    'passed',
    { findings: [], figures: [] },
    watch.to,
  )
  expect(extendWatch(passed, watch.to + minute)).toMatchObject({
    verdict: 'pending',
    decidedAt: null,
    version: 3,
    until: watch.to + minute,
  })
})

test('the watch ends when the team takes the version back', () => {
  const { until } = beginWatch('d1', watch.from, 30 * minute)
  expect(watchEnd({ until }, { outcome: 'succeeded', finishedAt: watch.from + 1 })).toBe(watch.to)
  expect(watchEnd({ until }, { outcome: 'rolled_back', finishedAt: watch.from + 1 })).toBe(watch.from + 1)
  expect(verdictOf([], { isOver: true, isTakenBack: true })).toBe('ended')
})
