import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { NoticeServiceDeps } from '../../../collector/notices/service/service-deps.ts'
import type { NoticeService, Actor } from '../../../collector/notices/service/notice-service.ts'
import { createNoticeService } from '../../../collector/notices/service/create-service.ts'
import { type ValidationReason, ValidationError } from '../../../collector/notices/rules/validation-error.ts'
import { openSqliteStore } from '../../../collector/store/sqlite/open-store.ts'
import type { Store } from '../../../collector/store/store.ts'

export const minute = 60_000
export const hour = 60 * minute
export const day = 24 * hour

/** An instant of the tests' day, 2026-11-22 UTC; in Paris it is an hour later. */
export const at = (time: string): number => Date.parse(`2026-11-22T${time.padEnd(8, ':00')}Z`)

const component = (id: string) => ({
  id,
  name: id,
  description: null,
  group: null,
  tier: null,
  priority: null,
  monitors: [],
})

/** A page in French and English, read in Paris. */
export const config: NoticeServiceDeps['config'] = {
  page: {
    name: 'Essai',
    url: 'https://status.example',
    locale: 'fr',
    locales: ['fr', 'en'],
    timezone: 'Europe/Paris',
    historyDays: 90,
    theme: { accent: null, logo: null, css: null },
    contact: null,
  },
  components: ['api', 'website', 'editor'].map(component),
  notice: { default: day, weekly: day, monthly: 7 * day, quarterly: 14 * day },
}

export const ann: Actor = { by: 'Ann' }
export const bob: Actor = { by: 'Bob' }

/** A notice service on a real store in a folder of its own, with a clock that stands still until it is set. */
export type ServiceFixture = {
  readonly service: NoticeService
  readonly store: Store
  readonly changed: string[]
  /** Set the clock, ms. */
  set(now: number): void
  /** Another service on the same file, as another process has one. */
  another(): Promise<NoticeService>
}

export async function aNoticeService(now = at('15:00')): Promise<ServiceFixture> {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-service-'))
  const stores: Store[] = []
  onTestFinished(async () => {
    for (const store of stores) await store.close()
    rmSync(folder, { recursive: true })
  })
  let instant = now
  let count = 0
  const changed: string[] = []
  const open = async (): Promise<NoticeService> => {
    const store = await openSqliteStore(join(folder, 'status.db'))
    stores.push(store)
    return createNoticeService({
      store,
      config,
      now: () => instant,
      id: () => (++count).toString().padStart(12, 'a'),
      onChange: ({ incidents, maintenances }) => {
        changed.push(...[...incidents, ...maintenances].map(({ id, version }) => `${id}@${version}`))
      },
    })
  }
  return {
    service: await open(),
    store: stores[0]!,
    changed,
    set: (next) => (instant = next),
    another: open,
  }
}

/** What a refused promise was refused with. */
export async function refusal(refusedPromise: Promise<unknown>): Promise<ValidationError> {
  const error: unknown = await refusedPromise.then(
    () => new Error('nothing was refused'),
    (reason: unknown) => reason,
  )
  if (!(error instanceof ValidationError)) throw error
  return error
}

/** Expect a refusal for a reason, in these words. */
export async function refused(
  refusedPromise: Promise<unknown>,
  reason: ValidationReason,
  words: string,
): Promise<ValidationError> {
  const error = await refusal(refusedPromise)
  expect({ reason: error.reason, words: error.message }).toEqual({ reason, words })
  return error
}
