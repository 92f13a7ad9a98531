import { expect, test } from 'vitest'
import { aStandIn } from '../channels/stand-in.ts'
import { aFolder, runVigie, startCollector, waitUntil } from './run-vigie.ts'

const config = (hook: string): string => `
page: { name: Example, url: 'https://status.example.com', locale: en, timezone: UTC }
incidents: { automatic: false }
components:
  - id: backup
    name: Backup
    monitors:
      - { id: job, kind: heartbeat, every: 1s, grace: 1s, token: sesame-sesame }
channels: { hook: { kind: webhook, url: '${hook}/in' } }
alerts:
  - { id: jobs, name: Job missed, when: heartbeat_missed, severity: critical, recover_for: 0s }
`

test(
  'a missed job tells the channel once, also when the collector is killed and started again, and once when it is over',
  { timeout: 240_000 },
  async () => {
    const { url: hook, asked } = await aStandIn(() => ({ status: 200, body: '' }))
    const types = (): readonly string[] =>
      asked.map(({ text }) => (JSON.parse(text) as { type: string }).type)
    const folder = await aFolder(config(hook))
    const first = await startCollector(folder)
    const beat = (url: string): Promise<Response> => fetch(`${url}/api/v1/heartbeats/sesame-sesame`)
    await beat(first.url)
    await waitUntil(
      async () => types(),
      (all) => all.length > 0,
    )
    expect(JSON.parse(asked[0]!.text)).toMatchObject({
      type: 'alert.fired',
      message: { title: 'Alert: Job missed – Backup', severity: 'critical' },
      data: {
        alerts: [{ rule: 'jobs', component: 'backup', state: 'firing', readings: [{ causes: ['job'] }] }],
      },
    })
    await first.stop('SIGKILL')

    const second = await startCollector(folder)
    const listed = await runVigie(folder, ['alerts', 'list', '--json'])
    expect(JSON.parse(listed.out)).toMatchObject({
      alerts: [{ rule: 'jobs', state: 'firing' }],
      silences: [],
    })
    expect(await (await fetch(`${second.url}/metrics`)).text()).toContain('vigie_alerts_firing{rule="jobs"}')
    await beat(second.url)
    await waitUntil(
      async () => types(),
      (all) => all.includes('alert.ended'),
    )
    expect(types().slice(0, 2)).toEqual(['alert.fired', 'alert.ended'])
    await second.stop('SIGTERM')

    const validated = await runVigie(folder, ['validate'])
    expect(validated.out.trim()).toBe('ok')
    expect(validated.err).toContain('alert jobs: Fires when a scheduled job is missed')
  },
)
