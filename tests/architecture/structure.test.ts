import { expect, test } from 'vitest'
import { cycles, importedSources, read, root, sources } from './sources.ts'
import { globSync } from 'node:fs'

test('no files import one another in a circle, not even for types', () => {
  const known = new Set(sources)
  expect(cycles(sources, (file) => importedSources(file).filter((target) => known.has(target)))).toEqual([])
})

/** The folders around a file, outermost first. */
const foldersAround = (file: string): string[] =>
  file
    .split('/')
    .slice(0, -1)
    .map((_, depth, names) => names.slice(0, depth + 1).join('/'))

/** The two folders side by side that an import goes between: those where the paths part; null within one folder. */
function arrowOf(file: string, target: string): readonly [from: string, to: string] | null {
  const [from, to] = [foldersAround(file), foldersAround(target)]
  const depth = from.findIndex((folder, i) => folder !== to[i])
  return depth === -1 || to[depth] === undefined ? null : [from[depth]!, to[depth]]
}

test('no folders side by side import one another in a circle, at any depth', () => {
  const arrows = new Map<string, Set<string>>()
  for (const file of sources)
    for (const target of importedSources(file)) {
      const [from, to] = arrowOf(file, target) ?? []
      if (from === undefined || to === undefined) continue
      if (!arrows.has(from)) arrows.set(from, new Set())
      arrows.get(from)!.add(to)
    }
  expect(cycles(arrows.keys(), (folder) => arrows.get(folder) ?? [])).toEqual([])
})

test('no folder holds more than 30 files', () => {
  const files = globSync(['collector/**/*', 'src/**/*', 'tests/**/*'], {
    cwd: root,
    withFileTypes: true,
  }).filter((entry) => entry.isFile())
  const crowded = [...Map.groupBy(files, (entry) => entry.parentPath)].filter(
    ([, inside]) => inside.length > 30,
  )
  expect(crowded.map(([folder, inside]) => `${folder}: ${inside.length}`)).toEqual([])
})

test('files of app wire parts together, and none of them has more than 150 lines', () => {
  const long = sources.filter(
    (file) => file.startsWith('collector/app/') && read(file).split('\n').length > 151,
  )
  expect(long).toEqual([])
})

test('every file of the collector but its entry is in a room', () => {
  expect(sources.filter((file) => /^collector\/[^/]+$/.test(file))).toEqual(['collector/main.ts'])
})

test('a type name stands for one thing in the whole repository', () => {
  const declared = sources.flatMap((file) =>
    [...read(file).matchAll(/^(?:export )?(?:declare )?(?:interface|type|class|enum) ([A-Za-z]\w*)/gm)]
      .map((match) => match[1]!)
      // What an Astro component is given has this name by the framework's rule.
      .filter((name) => !(file.endsWith('.astro') && name === 'Props'))
      .map((name) => ({ name, file })),
  )
  const twice = [...Map.groupBy(declared, ({ name }) => name)]
    .map(([name, all]) => [name, [...new Set(all.map(({ file }) => file))]] as const)
    .filter(([, files]) => files.length > 1)
  expect(twice.map(([name, files]) => `${name}: ${files.join(', ')}`)).toEqual([])
})

test('no sheet of the page imports another: each is put into the page as it is', () => {
  const importing = globSync('src/styles/*.css', { cwd: root }).filter((file) =>
    read(file).includes('@import'),
  )
  expect(importing).toEqual([])
})
