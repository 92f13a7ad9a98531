import { expect, test } from 'vitest'
import { affectedRules } from '../../collector/alerts/affected-rules.ts'
import type { StoredChange } from '../../collector/store/stored-change.ts'
import { aMaintenance } from '../core/builders.ts'
import { configOf } from '../config/builders.ts'

const configWith = (...conditions: readonly string[]) =>
  configOf(`
page: { name: Acme, url: 'https://status.example.com', locale: en }
components: [{ id: api, name: API }]
metrics: [{ id: cpu, name: Processor, unit: '%' }]
alerts: [${conditions.map((when, i) => `{ id: r${i}, name: R, when: '${when}' }`).join(', ')}]
`)
const external = (...kinds: readonly string[]): StoredChange =>
  ({ kind: 'external', kinds: new Set(kinds) }) as StoredChange
const changes: readonly (readonly [StoredChange, ReturnType<typeof affectedRules>])[] = [
  [{ kind: 'monitoring', transitions: [], faults: new Map(), incidents: [] }, 'all'],
  [{ kind: 'recurring_maintenance' }, 'all'],
  [{ kind: 'notices', maintenances: [aMaintenance()] }, 'all'],
  [{ kind: 'notices', announcements: [], incidents: [] }, null],
  [{ kind: 'reports' }, null],
  [{ kind: 'metrics' }, 'metrics'],
  [external('metrics', 'deliveries'), 'metrics'],
  [external('metric_history'), 'metrics'],
  [external('metrics', 'transitions'), 'all'],
  [external('alerts'), 'all'],
  [external('deliveries', 'subscribers', 'access', 'deployments', 'reports'), null],
]

test.each(changes)('rules are judged for what can affect them: %j', (change, expected) => {
  const both = configWith('metric.cpu > 80%', 'availability < 99%')
  expect(affectedRules(change, both)).toBe(expected)
  expect(affectedRules(change, configWith('availability < 99%'))).toBe(
    expected === 'metrics' ? null : expected,
  )
  expect(affectedRules(change, configWith())).toBeNull()
})
