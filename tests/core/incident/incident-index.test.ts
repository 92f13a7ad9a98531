import { expect, test } from 'vitest'
import { incidentsByComponent } from '../../../collector/core/incident/incident-index.ts'
import { anIncident, anUpdate } from '../builders.ts'

test('an incident is told of the components its messages name and of the one it was opened for, each once', () => {
  const updates = [
    anUpdate({ components: { web: 'partial_outage' } }),
    anUpdate({ components: { web: 'operational', mail: 'operational' } }),
  ]
  const incident = anIncident({ automatic: true, about: 'api', updates })
  expect([...incidentsByComponent([incident])]).toEqual([
    ['api', [incident]],
    ['web', [incident]],
    ['mail', [incident]],
  ])
  expect([...incidentsByComponent([anIncident({ updates: [anUpdate({ components: {} })] })])]).toEqual([])
})
