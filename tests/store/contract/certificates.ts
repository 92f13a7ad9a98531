import { expect, test } from 'vitest'
import { day, hour, minute, start } from '../builders.ts'
import type { StoreUnderTest } from './store-under-test.ts'

/** What monitors have seen of certificates. */
export function certificatesContract({ store }: StoreUnderTest): void {
  test('certificates are kept with their changes, the last of an hour, and for 400 days', async () => {
    expect(await store().latestCertificates()).toEqual([])
    const from = Math.floor(start / hour) * hour
    const api = (at: number, expiresAt: number) => ({ monitor: 'api', at, expiresAt })
    const web = { monitor: 'web', at: from, expiresAt: from + 9 * day }
    await store().commit({ certificates: [api(from, from + day), web] })
    await store().commit({ certificates: [api(from + minute, from + 2 * day)] })
    await store().commit({ certificates: [api(from + 2 * hour, from + 90 * day)] })
    expect(await store().latestCertificates()).toEqual([api(from + 2 * hour, from + 90 * day), web])
    expect(await store().certificates()).toEqual([
      web,
      api(from + minute, from + 2 * day),
      api(from + 2 * hour, from + 90 * day),
    ])
    const late = api(from + 401 * day, from + 490 * day)
    await store().commit({ certificates: [late] })
    expect(await store().certificates()).toEqual([web, late])
  })
}
