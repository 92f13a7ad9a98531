import { expect, test } from 'vitest'
import { aComponent, aConfig } from '../core/builders.ts'
import { aWatchedPage, bot, minute, start } from './watch-fixture.ts'

const ada = { kind: 'command', name: 'Ada' } as const

test('who started, watched, ticked and finished a deployment is in the audit log, once for what is said again', async () => {
  const plain = aConfig({ components: [aComponent('api')] })
  const step = { id: 'backup', phase: 'before', title: 'Backup' } as const
  const page = await aWatchedPage({ ...plain, deployments: { ...plain.deployments, checklist: [step] } })
  const { deployments, watches, checklists, store } = page
  const { id } = await deployments.start({ version: '2.14.0', components: ['api'] }, bot)
  const until = new Date(start + 45 * minute).toISOString()
  for (let i = 0; i < 2; i++) {
    await watches.watchFor(id, { for: '45m' }, ada)
    await checklists.tick(id, { step: 'backup' }, { by: null, actor: ada })
    await deployments.finish(id, { outcome: 'succeeded' }, bot)
  }
  expect(await store.auditChain(0, 9)).toMatchObject([
    { actor: bot, action: 'deployment.start', subject: id, detail: { version: '2.14.0' } },
    { actor: ada, action: 'deployment.watch', subject: id, detail: { until } },
    { actor: ada, action: 'deployment.tick', subject: id, detail: { step: 'backup', done: true } },
    {
      actor: bot,
      action: 'deployment.finish',
      subject: id,
      detail: { version: '2.14.0', outcome: 'succeeded' },
    },
  ])
})
