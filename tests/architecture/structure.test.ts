import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { cycles, importedSources, read, root, roomOf, sources } from './sources.ts'
import { globSync } from 'node:fs'

test('no files import one another in a circle, not even for types', () => {
  const known = new Set(sources)
  expect(cycles(sources, (file) => importedSources(file).filter((target) => known.has(target)))).toEqual([])
})

test('no rooms import one another in a circle', () => {
  const arrows = new Map<string, Set<string>>()
  const folderOf = (file: string): string =>
    file.startsWith('src/') ? dirname(file).split('/').slice(0, 2).join('/') : roomOf(file)
  for (const file of sources)
    for (const target of importedSources(file)) {
      const from = folderOf(file)
      if (!arrows.has(from)) arrows.set(from, new Set())
      if (folderOf(target) !== from) arrows.get(from)!.add(folderOf(target))
    }
  expect(cycles(arrows.keys(), (room) => arrows.get(room) ?? [])).toEqual([])
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
