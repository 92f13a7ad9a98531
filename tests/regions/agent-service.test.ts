import { expect, onTestFinished, test } from 'vitest'
import type { KnownHealth } from '../../collector/core/monitoring/health.ts'
import { createMonitorStates } from '../../collector/core/evaluation/monitor-states.ts'
import { createRecorder } from '../../collector/monitoring/recorder.ts'
import { type DeliveredCheck, agentProtocol } from '../../collector/regions/agent-protocol.ts'
import { createAgentRegistry } from '../../collector/regions/agent-registry.ts'
import { createAgentService } from '../../collector/regions/agent-service.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import { rebuild } from '../../collector/core/monitoring/apply-checks.ts'
import { emptyHealthState } from '../../collector/core/monitoring/health-state.ts'
import { configOf } from '../config/builders.ts'
import { fakeClock } from '../fake-clock.ts'

const start = Date.UTC(2026, 10, 22, 12)
const config = configOf(
  `
page: { name: Example, locale: en }
region: paris
regions: [{ id: paris }, { id: oslo }]
quorum: 1
defaults: { every: 10s, timeout: 1s, confirm: { failures: 2, successes: 1 } }
components:
  - id: api
    name: API
    monitors:
      - { id: both, kind: http, url: 'https://a.example', headers: { authorization: 'Bearer \${TOKEN}' } }
      - { id: here, kind: tcp, host: db.example, port: 5432, regions: [paris] }
channels:
  mail: { kind: email, smtp: 'smtp://u:\${PASSWORD}@mail.example', from: 'a@a.example', to: ['b@a.example'] }
`,
  { TOKEN: 'secret-of-the-monitor', PASSWORD: 'secret-of-the-mail' },
)
const forever = { from: 0, to: Infinity }

async function aService() {
  const store = await openSqliteStore(':memory:')
  const clock = fakeClock(start)
  await store.commit({ configuration: { at: start, components: config.components, region: 'paris' } })
  const states = createMonitorStates(config, 'paris', new Map(), [])
  const lines: string[] = []
  const log = { info: (line: string) => void lines.push(line), warn: (line: string) => void lines.push(line) }
  const recorder = createRecorder({
    clock,
    store,
    states,
    stateRevisions: new Map(),
    onStored: () => {},
    onTrouble: () => {},
  })
  onTestFinished(async () => {
    await recorder.stop()
    await store.close()
  })
  const registry = createAgentRegistry(start, log)
  const service = createAgentService({
    config: () => config,
    store,
    states,
    recorder,
    registry,
    now: clock.now,
    version: '1.0.0',
  })
  const deliver = (checks: readonly DeliveredCheck[], clockLead = 0) =>
    service.receive('oslo', {
      protocol: agentProtocol,
      version: '1.0.0',
      clock: clock.now() + clockLead,
      waiting: 0,
      checks,
    })
  const timeline = async () =>
    (await store.transitions(forever)).map(({ region, at, health }) => [region, (at - start) / 1_000, health])
  return { store, clock, states, recorder, registry, service, deliver, timeline, lines }
}

const seen = (seconds: number, health: KnownHealth, monitor = 'both'): DeliveredCheck => ({
  monitor,
  at: start + seconds * 1_000,
  health,
  took: 12.5,
})

test('an agent is told what its region is to watch, with the secrets of that and no others', async () => {
  const { service } = await aService()
  const work = service.work('oslo')!
  expect(work).toMatchObject({ protocol: agentProtocol, region: 'oslo', now: start })
  expect(work.monitors.map(({ id }) => id)).toEqual(['both'])
  expect(work.secrets).toEqual(['secret-of-the-monitor'])
  expect(JSON.stringify(work)).not.toContain('secret-of-the-mail')
  expect(service.work('paris')).toBeNull()
  expect(service.work('rome')).toBeNull()
})

test('what is delivered is durable when it is answered, and the same again changes nothing', async () => {
  const { store, deliver, clock, timeline } = await aService()
  await clock.advance(25_000)
  const batch = [seen(0, 'up'), seen(10, 'down'), seen(20, 'down')]
  expect(await deliver(batch)).toMatchObject({ accepted: 3, now: start + 25_000 })
  expect(await store.checks('both', 'oslo', forever)).toHaveLength(3)
  const [incident] = await store.incidents()
  expect(incident).toMatchObject({ about: 'api', startedAt: start + 10_000, detectedAt: start + 25_000 })
  expect(await deliver(batch)).toMatchObject({ accepted: 0 })
  expect(await deliver([seen(20, 'down'), seen(25, 'down')])).toMatchObject({ accepted: 1 })
  expect(await store.checks('both', 'oslo', forever)).toHaveLength(4)
  expect(await timeline()).toEqual([
    ['oslo', 0, 'up'],
    ['oslo', 10, 'down'],
  ])
  expect(await store.incidents()).toHaveLength(1)
})

test('what an agent saw while the collector did not hear it replaces the unknown time, as if it had come in time', async () => {
  const { store, deliver, clock, recorder, timeline, states } = await aService()
  const all = Array.from({ length: 90 }, (_, i) => seen(i * 10, i >= 40 && i < 50 ? 'down' : 'up'))
  await clock.advance(101_000)
  await deliver(all.slice(0, 11))
  await clock.advance(796_000)
  recorder.advance(clock.now())
  await recorder.flush()
  expect((await timeline()).at(-1)).toEqual(['oslo', 121, 'unknown'])
  expect(await deliver(all.slice(11))).toMatchObject({ accepted: 79 })
  const { transitions, state } = rebuild(emptyHealthState, all, config.components[0]!.monitors[0]!)
  expect(await timeline()).toEqual(
    transitions.map(({ at, health }) => ['oslo', (at - start) / 1_000, health]),
  )
  expect(states.state('both', 'oslo')).toEqual(state)
  expect(
    (await store.series()).find(({ region, monitor }) => region === 'oslo' && monitor === 'both')!.state,
  ).toEqual(state)
  // It is over: nobody is told of it now.
  expect(await store.incidents()).toEqual([])
})

test('an outage that an agent saw begin meanwhile and that lasts opens an incident', async () => {
  const { store, deliver, clock, recorder } = await aService()
  await clock.advance(10_000)
  await deliver([seen(0, 'up'), seen(10, 'up')])
  await clock.advance(290_000)
  recorder.advance(clock.now())
  await deliver(Array.from({ length: 28 }, (_, i) => seen(20 + i * 10, i < 10 ? 'up' : 'down')))
  expect(await store.incidents()).toMatchObject([{ startedAt: start + 120_000, detectedAt: start + 300_000 }])
})

test('checks of what a region is not to watch, and of the future, are left out', async () => {
  const { store, deliver } = await aService()
  expect(await deliver([seen(0, 'up', 'here'), seen(0, 'up', 'gone'), seen(3_600, 'up')])).toMatchObject({
    accepted: 0,
  })
  expect(await store.checks('here', 'oslo', forever)).toEqual([])
  expect(await store.checks('both', 'oslo', forever)).toEqual([])
})

test('a wrong clock of an agent is shown, once, and a silent agent is', async () => {
  const { deliver, clock, registry, service, lines } = await aService()
  await deliver([], 2 * 3_600_000)
  await clock.advance(10_000)
  await deliver([], 2 * 3_600_000)
  expect(lines).toEqual([
    'the agent of oslo delivers (version 1.0.0)',
    "the clock of the agent of oslo is 2h ahead: its checks are dated by the collector's clock",
  ])
  expect(service.list()).toEqual([
    {
      region: 'oslo',
      monitors: 1,
      deliveredAt: start + 10_000,
      version: '1.0.0',
      clockLead: 7_200_000,
      waiting: 0,
    },
  ])
  expect(registry.silent(config, start + 60_000)).toEqual([])
  expect(registry.silent(config, start + 200_000)).toEqual([
    'the agent of oslo has not delivered for 3m: what is seen from there is unknown',
  ])
  expect(createAgentRegistry(start, { info() {}, warn() {} }).silent(config, start + 61_000)).toEqual([
    'no agent of oslo has delivered since the start: what is seen from there is unknown',
  ])
})
