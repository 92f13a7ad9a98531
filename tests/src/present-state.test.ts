import { expect, test } from 'vitest'
import { loadSite } from './site.ts'
import { aSnapshot } from './snapshots.ts'

test('whatever states the present state is urgent: no release has two of them', async () => {
  const site = await loadSite()
  const present =
    /^\/(?:|live\.json|api\/v2\/.*\.json|badges\/page\.svg|badges\/[^/]+\.svg|embed\/|embed\/banner\.json)$/
  const routes = site.routes(aSnapshot()).filter(({ path }) => present.test(path))
  expect(routes.length).toBeGreaterThan(12)
  expect(routes.filter(({ deferrableKey }) => deferrableKey != null).map(({ path }) => path)).toEqual([])
})
