import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { newId } from '../../collector/app/new-id.ts'
import type { MetricConfig } from '../../collector/core/metric/metric.ts'
import type { NoticeService } from '../../collector/notices/service/notice-service.ts'
import { createDeliveryDirectory } from '../../collector/deliveries/delivery-directory.ts'
import { createChecklistService } from '../../collector/deployments/checklist-service.ts'
import { createAlertService } from '../../collector/alerts/alert-service.ts'
import { createDeploymentService } from '../../collector/deployments/deployment-service.ts'
import { createWatchService } from '../../collector/deployments/watch-service.ts'
import { handbookRules } from '../../collector/core/deployment/rollback-triggers.ts'
import { createSubscriberDirectory } from '../../collector/subscriptions/subscriber-directory.ts'
import { createTeamReports } from '../../collector/reports/team-report.ts'
import { createNoticeService } from '../../collector/notices/service/create-service.ts'
import { newToken, tokenHash } from '../../collector/server/api/access-token.ts'
import { openSqliteStore } from '../../collector/store/sqlite/open-store.ts'
import type { Scope, StoredToken } from '../../collector/store/access-store.ts'
import type { Store } from '../../collector/store/store.ts'
import { config } from '../notices/service/service-fixture.ts'
import { aConfig } from '../core/builders.ts'
import { aServer } from './builders.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour
/** When the tests begin: 2026-11-22 15:00 UTC, 16:00 in Paris. */
export const startTime = Date.parse('2026-11-22T15:00:00Z')

/** What the API said. */
type ApiResponse = {
  readonly status: number
  readonly headers: Headers
  /** The JSON of the answer; whatever the test says it is. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a test reads any member and compares it
  readonly body: any
}

type ApiRequest = {
  readonly json?: unknown
  /** In place of `json`: as it is written. */
  readonly text?: string | Uint8Array
  readonly headers?: Readonly<Record<string, string>>
  readonly token?: string | null
}

/** The team's API on a real store in a folder of its own. */
export type ApiFixture = {
  readonly url: string
  readonly port: number
  readonly logLines: readonly string[]
  readonly store: Store
  readonly noticeService: NoticeService
  /** A token that may do everything with notices; asked with unless another is given. */
  readonly token: string
  /** Make a token with these scopes. */
  createToken(scopes: readonly Scope[], more?: Partial<StoredToken>): Promise<string>
  /** Set the clock, ms. */
  setTime(now: number): void
  ask(method: string, path: string, asked?: ApiRequest): Promise<ApiResponse>
  /** Another server on the same folder, as after a restart or in another process. */
  reopen(): Promise<ApiFixture>
}

/** What the team of the tests ticks with a deployment. */
const checklist = [
  { id: 'backup', phase: 'before', title: { fr: 'Sauvegarde', en: 'Backup' } },
  { id: 'smoke', phase: 'during', title: 'Smoke tests' },
] as const

/** Serve the API; `wrap` stands between it and its store. */
export async function anApi(
  folder = aFolder(),
  wrap: (store: Store) => Store = (store) => store,
  metrics: readonly MetricConfig[] = [],
): Promise<ApiFixture> {
  const store = await openSqliteStore(join(folder, 'status.db'))
  onTestFinished(() => store.close())
  let instant = startTime
  const now = (): number => instant
  const wrapped = wrap(store)
  const rules = aConfig({ ...config, deployments: { ...handbookRules, checklist } })
  const noticeService = createNoticeService({ store: wrapped, config, now, id: newId })
  const {
    url,
    port,
    lines: logLines,
  } = await aServer({
    api: {
      noticeService,
      config,
      tokens: wrapped.tokens,
      receipt: wrapped.receipt,
      metrics: {
        metrics,
        retention: 30 * day,
        timezone: 'Europe/Paris',
        push: (points, receipts) => wrapped.commit({ metrics: points, receipts }),
      },
      metricStore: wrapped,
      alerts: createAlertService({ store: wrapped, config: aConfig(config), now, id: newId }),
      deployments: createDeploymentService({ store: wrapped, config: rules, now, id: newId }),
      watches: createWatchService({ store: wrapped, config: rules, now }),
      checklists: createChecklistService({ store: wrapped, config: rules, now }),
      subscribers: createSubscriberDirectory({ store: wrapped, config, service: null, now, id: newId }),
      deliveries: createDeliveryDirectory(wrapped, now),
      agents: { work: () => null, receive: () => Promise.resolve(null), list: () => [] },
      keepReceipt: (receipt) => wrapped.commit({ receipts: [receipt] }),
      teamReport: createTeamReports(wrapped, aConfig({ ...config, metrics })),
      now,
    },
  })

  async function createToken(scopes: readonly Scope[], more: Partial<StoredToken> = {}): Promise<string> {
    const token = newToken()
    const made = { id: newId(), name: 'Ann', scopes, hash: tokenHash(token), createdAt: startTime }
    await store.commit({ tokens: [{ ...made, expiresAt: null, revokedAt: null, ...more }] })
    return token
  }
  const token = await createToken(['notices'])

  return {
    url,
    port,
    logLines,
    store,
    noticeService,
    token,
    createToken,
    setTime: (next) => (instant = next),
    async ask(method, path, { json, text, headers = {}, token: other = token } = {}) {
      const body = text ?? (json === undefined ? undefined : JSON.stringify(json))
      const answer = await fetch(`${url}/api/v1${path}`, {
        method,
        headers: {
          ...(other !== null && { authorization: `Bearer ${other}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: body as string }),
      })
      const received = await answer.text()
      return {
        status: answer.status,
        headers: answer.headers,
        body: received === '' ? null : JSON.parse(received),
      }
    },
    reopen: () => anApi(folder, wrap, metrics),
  }
}

/** A folder that is removed after the test. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-api-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An incident as the team tells it. */
export const anIncident = (more: object = {}) => ({
  title: 'Slow API',
  body: 'We are looking into it.',
  components: { api: 'partial_outage' },
  ...more,
})

/** A window that is announced early enough. */
export const aWindow = (more: object = {}) => ({
  title: 'New disks',
  body: 'The editor is read-only.',
  scheduled_for: '2026-11-25T02:00:00Z',
  scheduled_until: '2026-11-25T04:00:00Z',
  components: ['editor'],
  ...more,
})
