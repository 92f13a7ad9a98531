import { setImmediate as turn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createReportArchiver } from '../../collector/app/report-archiver.ts'
import { anIncidentDuring } from '../core/report/report-builders.ts'
import { aComponent, aConfig, anArchive, hour, on } from '../reports/month-fixture.ts'

test('between any two months of a long archive the event loop turns, and the progress can be read', async () => {
  const { store } = await anArchive()
  for (let month = 0; month < 24; month++) {
    const at = Date.UTC(2024, 10 + month, 3)
    await store.commit({ incidents: [{ ...anIncidentDuring(at, at + hour), id: `incident-${month}` }] })
  }
  const archiver = createReportArchiver(
    store,
    aConfig([aComponent('api')]),
    { read: () => Promise.resolve(undefined), version: () => Promise.resolve('') },
    { info: () => {}, error: () => {} },
    () => {},
    (error) => {
      throw error
    },
  )
  let settled = false
  const done = archiver.settle(on('11-05')).finally(() => (settled = true))
  const seen = new Set<number>()
  while (!settled) {
    await turn()
    const progress = archiver.progress()
    if (progress) seen.add(progress.done)
    if (progress) expect(progress.total).toBe(24)
  }
  await done
  // As many months as turns: none was frozen while nobody else could run.
  expect(seen.size).toBeGreaterThanOrEqual(23)
  expect(await store.reports()).toHaveLength(24)
})
