import type { PublicationScope, Route } from '../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { lazily } from '../page-inputs/lazy-inputs.ts'
import { createPageContext } from '../page-inputs/page-context.ts'
import type { PageInputs, PageKind } from '../page-inputs/page-kind.ts'
import { pages } from '../pages.ts'
import { oncePer } from '../../collector/core/memo/once-per.ts'

/** A route whose keys are those of its inputs: they are computed when a publication compares them. */
class PageRoute implements Route {
  readonly path: string
  readonly file: string
  readonly #inputs: PageInputs

  constructor(path: string, inputs: PageInputs) {
    this.path = path
    this.file = fileOf(path)
    this.#inputs = inputs
  }

  get fingerprint(): string {
    return this.#inputs.fingerprint
  }

  get deferrableKey(): string | undefined {
    return this.#inputs.deferrableKey
  }

  get hourlyKey(): string | undefined {
    return this.#inputs.hourlyKey
  }
}

/** Routes and their paths. */
type Chunk = { readonly routes: readonly Route[]; readonly paths: ReadonlySet<string> }

const chunkOf = (routes: readonly Route[]): Chunk => ({
  routes,
  paths: new Set(routes.map(({ path }) => path)),
})

/** Routes of some kinds of pages, and whether a path is one of them. */
type RouteIndex = { readonly routes: readonly Route[]; readonly has: (path: string) => boolean }

const fileOf = (path: string): string => (path.endsWith('/') ? `${path}index.html` : path).slice(1)

// What comes back as the same object was made under the same settings of the page, so its routes are the same.
const keptChunks = new WeakMap<readonly PageInputs[], Chunk>()
const keptRoutes = new WeakMap<PageInputs, readonly Route[]>()

const isGroup = (item: PageInputs | readonly PageInputs[]): item is readonly PageInputs[] =>
  Array.isArray(item)

const presentPages = pages.filter(({ present }) => present)

/** What is known of a snapshot's pages, each part made when it is asked for. */
const indexesOf = oncePer((snapshot: Snapshot) => {
  const items = oncePer((kind: PageKind) =>
    kind.exists?.(snapshot) === false ? [] : [...kind.inputs(context)],
  )
  const places = lazily((): readonly string[] =>
    pages
      .filter(({ inSitemap }) => inSitemap)
      .flatMap((kind) =>
        items(kind)
          .flat()
          .map(({ place }) => place),
      ),
  )
  const context = createPageContext(snapshot, pages, places)
  return {
    sitemapPlaces: places,
    present: lazily(() => indexOf(snapshot, presentPages, items)),
    all: lazily(() => indexOf(snapshot, pages, items)),
  }
})

function indexOf(
  { page }: Snapshot,
  kinds: readonly PageKind[],
  items: (kind: PageKind) => readonly (PageInputs | readonly PageInputs[])[],
): RouteIndex {
  const below = [...new Set([page.locale, ...page.locales])].map((one) =>
    one === page.locale ? '' : `/${one}`,
  )
  const single: Route[] = []
  const chunks: Chunk[] = []
  for (const kind of kinds) {
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
  }
}

function routesOf(inputs: PageInputs, prefixes: readonly string[]): readonly Route[] {
  const kept = inputs.isKept && keptRoutes.get(inputs)
  if (kept) return kept
  const made = prefixes.map((prefix) => new PageRoute(prefix + inputs.place, inputs))
  if (inputs.isKept) keptRoutes.set(inputs, made)
  return made
}

/**
 * Every public artifact of a snapshot, each path once, with a fingerprint of everything that its bytes depend on; with
 * `present`, those that show the present.
 */
export const routes = (snapshot: Snapshot, scope: PublicationScope = 'whole'): readonly Route[] =>
  indexesOf(snapshot)[scope === 'present' ? 'present' : 'all']().routes

/** Is there something at this path? Pages of the present are looked at first: they are made the most often. */
export const hasPath = (path: string, snapshot: Snapshot): boolean => {
  const { present, all } = indexesOf(snapshot)
  return present().has(path) || all().has(path)
}

/** The places that search engines are notified of, below the locale, in the order of the table of pages. */
export const sitemapPlaces = (snapshot: Snapshot): readonly string[] => indexesOf(snapshot).sitemapPlaces()
