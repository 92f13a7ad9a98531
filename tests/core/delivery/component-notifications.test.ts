import { expect, test } from 'vitest'
import {
  declaredStatusNotifications,
  maintenanceStatusNotifications,
  measuredStatusNotifications,
} from '../../../collector/core/delivery/component-notifications.ts'
import { maintenanceNotifications } from '../../../collector/core/delivery/maintenance-notifications.ts'
import type { Notification } from '../../../collector/core/delivery/notification.ts'
import { aMaintenance } from '../builders.ts'
import { anIncident, anUpdate, minute, start } from '../../store/builders.ts'

const components = (all: readonly Notification[]) =>
  all.map(({ subject }) => subject.kind === 'component_status' && subject.component)
const byPerson = anUpdate({ author: 'ada', components: { api: 'major_outage' } })

test('what monitors measure is owed at once, a recovery once it has lasted, and ignorance never', () => {
  const change = { component: 'api', at: start }
  const owed = measuredStatusNotifications(
    [
      { ...change, status: 'major_outage' },
      { ...change, at: start + 1, status: 'operational' },
      { ...change, at: start + 2, status: 'unknown' },
    ],
    start + 10,
  )
  expect(owed.map(({ dueAt }) => dueAt - start - 10)).toEqual([2_000, minute])
  expect(new Set(owed.map(({ key }) => key)).size).toBe(2)
  expect(owed[0]).toMatchObject({ topic: 'component/api', follows: null })
})

test('what people declare is owed where it says something else than before', () => {
  const opened = anIncident({ automatic: false, updates: [byPerson] })
  const owed = declaredStatusNotifications(null, opened, start)
  expect(components(owed)).toEqual(['api'])
  const same = { ...opened, version: 2, updates: [byPerson, { ...byPerson, id: 'update000002' }] }
  expect(declaredStatusNotifications(opened, same, start)).toEqual([])
  const closed = {
    ...opened,
    version: 2,
    updates: [byPerson, anUpdate({ id: 'u3', author: 'ada', status: 'resolved' })],
  }
  const ended = declaredStatusNotifications(opened, closed, start)
  expect(components(ended)).toEqual(['api'])
  expect(ended[0]!.key).not.toBe(owed[0]!.key)
})

test('the collector’s own messages declare nothing, and a silent incident owes nothing', () => {
  expect(declaredStatusNotifications(null, anIncident(), start)).toEqual([])
  const silent = anIncident({ automatic: false, silent: true, updates: [byPerson] })
  expect(declaredStatusNotifications(null, silent, start)).toEqual([])
})

test('work that begins early concerns its components, if people were told of it', () => {
  const planned = aMaintenance({ components: ['api', 'web'] })
  const at = planned.scheduledFor - minute
  const update = { id: 'm1', at, status: 'in_progress', body: '', author: 'ada' } as const
  const begun = { ...planned, version: 2, startedAt: at, updates: [update] }
  const news = maintenanceNotifications(planned, begun, () => true, at)
  const owed = maintenanceStatusNotifications(begun, news, at)
  expect(components(owed)).toEqual(['api', 'web'])
  expect(owed[0]).toMatchObject({ follows: news[0]!.key, subject: { at } })
})
