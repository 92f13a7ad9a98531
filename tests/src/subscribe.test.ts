import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import { loadSite } from './site.ts'
import { aComponent, aSnapshot } from './snapshots.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const subscriptions = { email: true, webhook: false, push: false, url: null }

/** The page of subscriptions, and of a form that was filled in, where there are so many services in groups of ten. */
async function pages(count: number, chosen: readonly string[] = []) {
  const ids = Array.from({ length: count }, (_, n) => `c${n}`)
  const base = aSnapshot({ components: ids.map((id) => aComponent(id, `Service ${id}`)) })
  const groups = Array.from({ length: Math.ceil(count / 10) }, (_, n) => ({
    ...base.groups[0]!,
    name: `Group ${n}`,
    components: ids.slice(n * 10, n * 10 + 10),
  }))
  const snapshot = { ...base, groups, page: { ...base.page, subscriptions } }
  const values = { email: 'x', url: '', components: chosen, kinds: ['incidents'] }
  const answer = { page: 'form', problem: 'email', values, isWebhook: false } as const
  const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString()
  return {
    subscribe: decode(await site.render('/subscribe/', snapshot)),
    again: decode(await site.renderAnswer({ answer, locale: snapshot.page.locale, depth: 0 }, snapshot)),
  }
}
const countOf = (html: string, pattern: RegExp): number => html.match(pattern)?.length ?? 0

test('a few services are all in sight, each in its group', async () => {
  const { subscribe } = await pages(12)
  expect(countOf(subscribe, /name="components"/g)).toBe(12)
  expect(subscribe).not.toMatch(/<details/)
  expect(subscribe).toMatch(/role="group" aria-labelledby="group-1"/)
})

test('many services are folded by group, and nothing of them is lost', async () => {
  const { subscribe } = await pages(60)
  expect(countOf(subscribe, /name="components"/g)).toBe(60)
  expect(countOf(subscribe, /<details>/g)).toBe(6)
})

test('a group in which something was chosen is open when the form is shown again', async () => {
  const { again } = await pages(60, ['c11'])
  expect([countOf(again, /<details>/g), countOf(again, /<details open/g)]).toEqual([5, 1])
})
