import { globSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import type { Renderer } from '../../../collector/core/snapshot/renderer.ts'
import type { Snapshot } from '../../../collector/core/snapshot/snapshot.ts'
import { aRichSnapshot } from './rich-snapshot.ts'
import { loadSite, renderAll, textOf } from '../site.ts'
import { type SnapshotChange, changesOf, independent, withChanges } from './snapshot-changes.ts'

let site: Renderer
beforeAll(async () => {
  site = await loadSite()
})

const fingerprintsOf = (snapshot: Snapshot): ReadonlyMap<string, string> =>
  new Map(site.routes(snapshot).map(({ path, fingerprint }) => [path, fingerprint]))

test('a page changes with no field of a snapshot that its fingerprint does not cover', async () => {
  const base = aRichSnapshot()
  const before = fingerprintsOf(base)
  const bytes = await renderAll(site, base)

  const uncovered: string[] = []
  /** Find pages that show changes. They are made together, and told apart only where a page is not as it was. */
  async function compare(paths: readonly string[], changes: readonly SnapshotChange[]): Promise<void> {
    const together = withChanges(base, changes)
    const after = fingerprintsOf(together)
    const suspects: string[] = []
    for (const path of paths) {
      const isSeen = after.get(path) !== before.get(path)
      if (!isSeen && (await textOf(site, path, together).catch(() => null)) === bytes.get(path)) continue
      if (changes.length > 1) suspects.push(path)
      else if (!isSeen) uncovered.push(`${path} shows ${changes[0]!.name}`)
    }
    if (suspects.length === 0) return
    const half = changes.length >> 1
    await compare(suspects, changes.slice(0, half))
    await compare(suspects, changes.slice(half))
  }

  for (const changes of independent(changesOf(base))) {
    // By page, the changes that leave its fingerprint as it is: none of them may change its bytes.
    const unseen = new Map<string, number[]>([...before.keys()].map((path) => [path, []]))
    for (const [index, change] of changes.entries()) {
      const after = fingerprintsOf(withChanges(base, [change]))
      for (const [path, fingerprint] of before)
        if (after.get(path) === fingerprint) unseen.get(path)!.push(index)
    }
    for (const alike of Map.groupBy(unseen, ([, indexes]) => indexes.join()).values()) {
      const indexes = alike[0]![1]
      const paths = alike.map(([path]) => path)
      if (indexes.length > 0)
        await compare(
          paths,
          indexes.map((index) => changes[index]!),
        )
    }
  }
  expect(uncovered).toEqual([])
})

test('every template below src/pages/ is asked for by the table of pages', () => {
  const root = join(import.meta.dirname, '../../../src/pages')
  const paths = [...fingerprintsOf(aRichSnapshot()).keys()]
  const templates = globSync('**/*.{astro,ts}', { cwd: root }).map((file) => file.replaceAll('\\', '/'))
  const unasked = templates.filter((file) => {
    const place = file
      .replace(/(^|\/)index\.astro$/, '$1')
      .replace(/^404\.astro$/, '404.html')
      .replace(/\.astro$/, '/')
      .replace(/\.ts$/, '')
    const pattern = place
      .replaceAll('.', '\\.')
      .replace(/\[[^\]]*locale\]/, '(en)?')
      .replaceAll(/\[\w+\]/g, '[^/]+')
    return !paths.some(
      (path) => new RegExp(`^/?${pattern}$`).test(path) || new RegExp(`^/${pattern}$`).test(path),
    )
  })
  // They answer one person, and are in no release: `renderAnswer` of the renderer asks for them.
  expect(unasked.filter((file) => !file.startsWith('[...locale]/admin/'))).toEqual([
    '[...locale]/subscribe/answer.astro',
  ])
})
