import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Incident } from '../../../collector/core/incident/incident.ts'
import type { Maintenance } from '../../../collector/core/maintenance/maintenance.ts'
import { ValidationError } from '../../../collector/notices/rules/validation-error.ts'
import {
  incidentView,
  IncidentView,
  maintenanceView,
  MaintenanceView,
} from '../../../collector/notices/api/index.ts'
import { aNoticeService, ann, at, config } from './service-fixture.ts'

const words = fc.oneof(
  fc.constantFrom(
    'x',
    'api',
    'website',
    'now',
    '-5m',
    '+3d',
    '+4d',
    '2026-12-01',
    'resolved',
    'identified',
    'major',
    'P2',
    '1h',
    '50%',
    '',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
)
const value = fc.oneof(
  { weight: 6, arbitrary: words },
  { weight: 2, arbitrary: fc.array(words, { maxLength: 3 }) },
  {
    weight: 2,
    arbitrary: fc.dictionary(
      fc.oneof(fc.constantFrom('fr', 'en', 'api', '__proto__', 'text'), words),
      fc.oneof(words, fc.constant('major_outage')),
      { maxKeys: 3 },
    ),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) },
  { weight: 1, arbitrary: fc.boolean() },
)
const fields =
  'title body status impact priority components started_at detected_at acknowledged_at at notify id version reason root_cause data_loss actions updates scheduled_for scheduled_until alternatives tasks class force by'.split(
    ' ',
  )
const anyInput = fc.oneof(
  { weight: 9, arbitrary: fc.dictionary(fc.constantFrom(...fields), value, { maxKeys: 8 }) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 1 }) },
)

test('any input becomes a notice that can be shown, or is refused with a message', async () => {
  const { service } = await aNoticeService()
  const incident = await service.incidents.open({ title: 'x', body: 'y', components: ['api'] }, ann)
  const window = await service.maintenances.schedule(
    { title: 'x', components: ['api'], scheduled_for: '+2d', scheduled_until: '+3d' },
    ann,
  )
  const { open, update, acknowledge, postmortem, falseAlarm, correct } = service.incidents
  const { schedule, start, extend, complete, cancel } = service.maintenances
  const texts = { title: 'x', body: 'y' }
  const planned = { title: 'x', components: ['api'], scheduled_for: '+2d', scheduled_until: '+3d' }
  const on =
    (act: typeof update, more: object = {}) =>
    (what: unknown) =>
      act(incident.id, typeof what === 'object' && what !== null ? { ...more, ...what } : what, ann)
  const of =
    (act: typeof start, more: object = {}) =>
    (what: unknown) =>
      act(window.id, typeof what === 'object' && what !== null ? { ...more, ...what } : what, ann)
  const commands: readonly ((what: unknown) => Promise<Incident | Maintenance>)[] = [
    (what) => open(what, ann),
    (what) => open({ ...texts, ...(what as object) }, ann),
    (what) => schedule({ ...planned, ...(what as object) }, ann),
    on(update, { body: 'y' }),
    on(correct),
    on(acknowledge),
    on(postmortem, { body: 'y' }),
    on(falseAlarm),
    of(service.maintenances.update, { body: 'y' }),
    of(service.maintenances.correct),
    of(extend, { by: '5m' }),
    of(start),
    of(complete),
    of(cancel),
  ]
  let taken = 0
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: commands.length - 1 }), anyInput, async (which, what) => {
      try {
        const notice = await commands[which]!(what)
        taken++
        const shown =
          'updates' in notice && 'startedAt' in notice && 'impact' in notice && 'scheduledFor' in notice
            ? MaintenanceView.safeParse(maintenanceView(notice, at('15:00'), config))
            : IncidentView.safeParse(incidentView(notice, config))
        expect(shown.error).toBeUndefined()
        expect(JSON.stringify(notice).isWellFormed()).toBe(true)
      } catch (error) {
        if (!(error instanceof ValidationError)) throw error
        expect(error.issues.length).toBeGreaterThan(0)
        // Control characters and marks that turn directions around are never echoed.
        // oxlint-disable-next-line no-control-regex -- they are what it is about
        expect(error.message).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u202A-\u202E\u2066-\u2069]/)
        expect(error.message.isWellFormed()).toBe(true)
        expect(error.message).not.toContain('what it should be')
      }
    }),
    { numRuns: 1500 },
  )
  expect(taken).toBeGreaterThan(50)
})
