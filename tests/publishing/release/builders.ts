import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Renderer, Route } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'

/** A folder of its own for a test, removed after it. */
export function aFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'vigie-test-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 3 }))
  return dir
}

/** The smallest snapshot; its instant tells it from others. */
export function aSnapshot(generatedAt = 0): Snapshot {
  return {
    version: 1,
    generatedAt,
    staleAfter: generatedAt + 60_000,
    page: {
      name: 'Example',
      url: null,
      identity: 'Example',
      locale: 'fr',
      locales: ['fr', 'en'],
      timezone: 'Europe/Paris',
      historyDays: 90,
      accent: null,
      logo: null,
      css: null,
      contact: null,
      demo: false,
      hub: null,
    },
    status: 'operational',
    checkedAt: null,
    cutOff: false,
    groups: [],
    components: [],
    incidents: [],
    maintenances: [],
    announcements: [],
    recurringMaintenance: [],
    notice: { default: 86_400_000 },
    priorities: {},
    excludeMaintenance: 'announced',
    weights: { operational: 0, degraded_performance: 0, partial_outage: 300, major_outage: 1000 },
    tiers: [],
    objectives: {
      recovery: null,
      resolution: null,
      response: null,
      dataLoss: null,
      windows: { availability: 'month', responseP95: 'day' },
      custom: [],
    },
    customObjectives: [],
    metrics: [],
    response: { days: {}, months: {} },
    deployments: null,
    reports: [],
  }
}

/** Pages by path: what each says. A page that is an Error fails to render. */
export type Pages = Readonly<Record<string, string | Error>>

/** A renderer of given pages; `rendered` lists the paths it was asked for. */
export function aRenderer(
  pages: Pages,
  {
    build = 'build-1',
    assets = {},
    fingerprints = {},
  }: {
    readonly build?: string
    readonly assets?: Readonly<Record<string, string>>
    readonly fingerprints?: Readonly<Record<string, string>>
  } = {},
): Renderer & { readonly rendered: string[] } {
  const rendered: string[] = []
  return {
    build,
    rendered,
    assets: new Map(Object.entries(assets).map(([file, text]) => [file, Buffer.from(text)])),
    routes: () =>
      Object.entries(pages).map(([path, text]): Route => ({
        path,
        file: path.endsWith('/') ? `${path.slice(1)}index.html` : path.slice(1),
        fingerprint: fingerprints[path] ?? String(text),
      })),
    renderConsole: () => Promise.reject(new Error('no console')),
    renderAnswer: () => Promise.reject(new Error('nobody is answered here')),
    async render(path) {
      rendered.push(path)
      const text = pages[path]
      if (typeof text === 'string') return Buffer.from(text)
      throw text ?? new Error(`there is no ${path}`)
    },
  }
}
