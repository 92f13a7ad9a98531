import { expect, test } from 'vitest'
import type { Deployment } from '../../collector/core/deployment/deployment.ts'
import type { TriggerFinding } from '../../collector/core/deployment/deployment-watch.ts'
import { loadSite, renderAll, textOf } from './site.ts'
import { aFrozenMonth } from './sla-builders.ts'
import { aSnapshot, now } from './snapshots.ts'

test('a deployment is on the page of its component with a mark in its chart, and in the history; its address is not', async () => {
  const deployment = (id: string, more: Partial<Deployment> = {}): Deployment => ({
    id,
    version: `2.${id}`,
    components: ['ai'],
    url: 'https://ci.internal.example/77',
    startedAt: now - 3 * 3_600_000,
    finishedAt: now - 2 * 3_600_000,
    outcome: 'succeeded',
    ...more,
  })
  const files = await renderAll(
    await loadSite(),
    aSnapshot({
      deployments: [
        deployment('20'),
        deployment('19', { outcome: 'rolled_back', startedAt: now - 5 * 86_400_000 }),
        deployment('18', { outcome: null, finishedAt: null, components: [] }),
      ],
    }),
  )
  const component = files.get('/en/components/ai/')!
  expect(component).toMatch(
    /Version 2\.20[^]+succeeded[^]+Version 2\.19[^]+rolled back[^]+Version 2\.18[^]+under way/,
  )
  // Two of them came in the last 48 hours, at once: two strokes at 45 of 48 hours.
  expect(component).toMatch(/class="deployed" d="M900 0v200M900 0v200"/)
  const other = files.get('/en/components/pay/')!
  expect(other).toContain('2.18')
  expect(other).not.toContain('2.20')
  expect(files.get('/en/history/')).toMatch(/Deployments[^]+Version 2\.20[^]+Version 2\.19/)
  expect(files.get('/history/')).toMatch(/Déploiements[^]+annulé/)
  for (const [path, text] of files) expect(text, path).not.toContain('ci.internal')
})

test('the verdict on a deployment is beside it with the evidence, and its check list without who ticked it', async () => {
  const finding = (component: string, state: TriggerFinding['state'], measured: number): TriggerFinding => ({
    trigger: 'error_rate',
    component,
    state,
    reason: null,
    measured,
    limit: 0.05,
  })
  const deployment: Deployment = {
    id: 'one',
    version: '2.20',
    components: [],
    url: null,
    startedAt: now - 3_600_000,
    finishedAt: now - 1_800_000,
    outcome: 'succeeded',
    watch: {
      deployment: 'one',
      version: 2,
      from: now - 3_600_000,
      until: now - 1_800_000,
      verdict: 'roll_back',
      decidedAt: now - 1_800_000,
      findings: [finding('ai', 'exceeded', 0.12), finding('pay', 'kept', 0)],
      figures: [
        {
          component: 'ai',
          checks: 60,
          failed: 7,
          p95: 310,
          baseline: null,
          availability: 0.9,
          printed: '90',
          unknown: 0,
        },
      ],
    },
    checklist: [{ title: { fr: 'Sauvegarde', en: 'Backup' }, phase: 'before', done: true, doneAt: now }],
  }
  const site = await loadSite()
  const snapshot = aSnapshot({ deployments: [deployment] })
  const component = await textOf(site, '/en/components/ai/', snapshot)
  expect(component).toMatch(
    /beyond a limit[^]+What was measured[^]+60 checks[^]+Errors:\s*<b>12%<\/b>[^]+limit 5%[^]+exceeded/,
  )
  expect(component).not.toMatch(/<b>0%<\/b>/)
  expect(component).toMatch(/Check list: 1 of 1 done[^]+Backup/)
  const history = await textOf(site, '/history/', snapshot)
  expect(history).toMatch(/seuil dépassé[^]+12\s%[^]+dépassé[^]+0\s%[^]+tenu/)
  const pending = { ...deployment.watch!, verdict: 'pending', findings: [], figures: [], until: now } as const
  expect(
    await textOf(site, '/en/components/ai/', aSnapshot({ deployments: [{ ...deployment, watch: pending }] })),
  ).toMatch(/watched until <time/)
})

test('what the team wrote to a frozen month is on its page, as Markdown, in the language read', async () => {
  const frozen = aFrozenMonth('2026-10', 1)
  const prose = { fr: 'Requêtes **plus rapides** <i>.', en: 'Faster queries.' }
  const text = JSON.stringify({ ...(JSON.parse(frozen.text) as object), prose })
  const snapshot = aSnapshot({ reports: [{ ...frozen, text }] })
  const site = await loadSite()
  const french = await textOf(site, '/reports/2026-10/', snapshot)
  expect(french).toContain('<p>Requêtes <strong>plus rapides</strong> &lt;i&gt;.</p>')
  expect(await textOf(site, '/en/reports/2026-10/', snapshot)).toContain('<p>Faster queries.</p>')
  expect(await textOf(site, '/en/reports/2026-10/report.txt', snapshot)).toContain('\nFaster queries.\n')
})
