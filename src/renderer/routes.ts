import type { Route } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { oncePer } from '../page-inputs/keys.ts'
import { createPageContext } from '../page-inputs/page-context.ts'
import type { PageInputs, PageKind } from '../page-inputs/page-kind.ts'
import { pages } from '../pages.ts'

/** Routes and their paths. */
type Chunk = { readonly routes: readonly Route[]; readonly paths: ReadonlySet<string> }

const chunkOf = (routes: readonly Route[]): Chunk => ({
  routes,
  paths: new Set(routes.map(({ path }) => path)),
})

/** What is known of a snapshot's pages: the routes, whether a path is one of them, and the places for the sitemap. */
type RouteIndex = {
  readonly routes: readonly Route[]
  readonly has: (path: string) => boolean
  readonly sitemapPlaces: readonly string[]
}

const fileOf = (path: string): string => (path.endsWith('/') ? `${path}index.html` : path).slice(1)

// What comes back as the same object was made under the same settings of the page, so its routes are the same.
const keptChunks = new WeakMap<readonly PageInputs[], Chunk>()
const keptRoutes = new WeakMap<PageInputs, readonly Route[]>()

const isGroup = (item: PageInputs | readonly PageInputs[]): item is readonly PageInputs[] =>
  Array.isArray(item)

const indexOf = oncePer((snapshot: Snapshot): RouteIndex => {
  const { page } = snapshot
  const below = [...new Set([page.locale, ...page.locales])].map((one) =>
    one === page.locale ? '' : `/${one}`,
  )
  const items = oncePer((kind: PageKind) =>
    kind.exists?.(snapshot) === false ? [] : [...kind.inputs(context)],
  )
  const sitemapPlaces = (): string[] =>
    pages
      .filter(({ inSitemap }) => inSitemap)
      .flatMap((kind) =>
        items(kind)
          .flat()
          .map(({ place }) => place),
      )
  const context = createPageContext(snapshot, pages, sitemapPlaces)

  function routesOf(inputs: PageInputs, prefixes: readonly string[]): readonly Route[] {
    const { place, fingerprint, deferrableKey, isKept } = inputs
    const kept = isKept && keptRoutes.get(inputs)
    if (kept) return kept
    const made = prefixes.map((prefix) => {
      const path = prefix + place
      const route = { path, file: fileOf(path), fingerprint }
      return deferrableKey === undefined ? route : { ...route, deferrableKey }
    })
    if (isKept) keptRoutes.set(inputs, made)
    return made
  }

  const single: Route[] = []
  const chunks: Chunk[] = []
  for (const kind of pages) {
    const prefixes = kind.localized ? below : ['']
    for (const item of items(kind)) {
      if (!isGroup(item)) {
        for (const route of routesOf(item, prefixes)) single.push(route)
        continue
      }
      let chunk = keptChunks.get(item)
      if (!chunk) keptChunks.set(item, (chunk = chunkOf(item.flatMap((one) => routesOf(one, prefixes)))))
      chunks.push(chunk)
    }
  }
  chunks.push(chunkOf(single))
  return {
    routes: chunks.flatMap((chunk) => chunk.routes),
    has: (path) => chunks.some((chunk) => chunk.paths.has(path)),
    sitemapPlaces: sitemapPlaces(),
  }
})

/** Every public artifact of a snapshot, each path once, with a fingerprint of everything that its bytes depend on. */
export const routes = (snapshot: Snapshot): readonly Route[] => indexOf(snapshot).routes

/** Is there something at this path? */
export const hasPath = (path: string, snapshot: Snapshot): boolean => indexOf(snapshot).has(path)

/** The places that search engines are told of, below the locale, in the order of the table of pages. */
export const sitemapPlaces = (snapshot: Snapshot): readonly string[] => indexOf(snapshot).sitemapPlaces
