import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  compileTemplates,
  isBuildStale,
  loadRenderer,
} from '../../../collector/publishing/templates/load-renderer.ts'
import { currentBuildHash, writeBuildHash } from '../../../collector/publishing/templates/build-hash.ts'
import { aFolder, aSnapshot } from './builders.ts'

const root = join(import.meta.dirname, '../../..')

/** A program whose build exports a renderer that says `text` on every page. */
function aProgram(text = 'one'): string {
  const dir = aFolder()
  for (const folder of ['src/pages', 'collector/core/time', 'dist/server'])
    mkdirSync(join(dir, folder), { recursive: true })
  writeFileSync(join(dir, 'src/pages/index.astro'), '<p>one</p>')
  writeFileSync(join(dir, 'astro.config.mjs'), 'export default {}')
  writeFileSync(join(dir, 'package-lock.json'), '{}')
  build(dir, text)
  return dir
}

function build(dir: string, text: string): void {
  writeFileSync(
    join(dir, 'dist/server/entry.mjs'),
    `export const renderer = { build: '${text}', assets: new Map(), routes: () => [], render: async () => new TextEncoder().encode('${text}') }`,
  )
  writeBuildHash(dir, currentBuildHash(dir))
}

test('a fresh build is not stale until a template, the core, the configuration or a dependency changes', async () => {
  for (const file of [
    'src/pages/index.astro',
    'src/pages/new.astro',
    'collector/core/time/units.ts',
    'astro.config.mjs',
    'package-lock.json',
  ]) {
    const dir = aProgram()
    expect(await isBuildStale(dir)).toBe(false)
    writeFileSync(join(dir, file), 'changed')
    expect(await isBuildStale(dir), file).toBe(true)
  }
})

test('a build without its stamp or without its entry is stale, an installed one without a lock file is not', async () => {
  const unstamped = aProgram()
  rmSync(join(unstamped, 'dist/.vigie-build.json'))
  expect(await isBuildStale(unstamped)).toBe(true)
  const empty = aProgram()
  rmSync(join(empty, 'dist/server/entry.mjs'))
  expect(await isBuildStale(empty)).toBe(true)
  const installed = aProgram()
  rmSync(join(installed, 'package-lock.json'))
  expect(await isBuildStale(installed)).toBe(false)
})

test('the same sources elsewhere are the same', () => {
  const dir = aProgram()
  const copy = aFolder()
  cpSync(dir, copy, { recursive: true })
  expect(currentBuildHash(copy)).toEqual(currentBuildHash(dir))
})

test('the renderer is loaded, and loaded again after another build', async () => {
  const dir = aProgram('one')
  expect((await loadRenderer(dir)).build).toBe('one')
  writeFileSync(join(dir, 'src/pages/index.astro'), '<p>two</p>')
  build(dir, 'two')
  const renderer = await loadRenderer(dir)
  expect(new TextDecoder().decode(await renderer.render('/', aSnapshot()))).toBe('two')
})

test('what is missing or broken is said with what to do', async () => {
  await expect(loadRenderer(aFolder())).rejects.toThrow(/are not compiled.*npm run build/)
  const broken = aProgram()
  writeFileSync(join(broken, 'dist/server/entry.mjs'), 'export const nothing = 1')
  await expect(loadRenderer(broken)).rejects.toThrow(/exports no renderer.*npm run build/)
})

test("templates that do not compile are an error with Astro's last words", async () => {
  const dir = aProgram()
  symlinkSync(join(root, 'node_modules'), join(dir, 'node_modules'), 'junction')
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}')
  writeFileSync(join(dir, 'astro.config.mjs'), 'export default { output: "nonsense" }')
  const failed = await compileTemplates(dir, () => {}).catch((error: unknown) => error)
  expect(String(failed)).toMatch(/the templates do not compile:[\s\S]*output/)
  expect(await isBuildStale(dir)).toBe(true)
})
