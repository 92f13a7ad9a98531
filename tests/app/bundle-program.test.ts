import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { bundleProgram } from '../../collector/app/program/bundle-program.ts'
import { bundledEntry } from '../../collector/app/program/bundled-entry.mjs'

const longAgo = new Date('2026-01-01')

/** A small program of the same shape: modules of its own, one loaded later, and a file that it reads beside a module. */
async function aProgram() {
  const root = await mkdtemp(join(tmpdir(), 'vigie-bundle-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const save = async (file: string, text: string, changedAt = longAgo) => {
    const path = join(root, file)
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, text)
    await utimes(path, changedAt, changedAt)
  }
  await save('package.json', '{ "type": "module" }')
  await save('package-lock.json', '{}')
  await save(
    'collector/main.ts',
    "const { text } = await import('./words/words.ts')\nconsole.log(text as string)\n",
  )
  await save(
    'collector/words/words.ts',
    "import { readFileSync } from 'node:fs'\nimport { join } from 'node:path'\nexport const text: string = readFileSync(join(import.meta.dirname, 'words.txt'), 'utf8')\n",
  )
  await save('collector/words/words.txt', 'hello')
  const run = () => {
    const { stdout, stderr } = spawnSync(process.execPath, [bundledEntry(root)!], { encoding: 'utf8' })
    return stdout.trim() || stderr
  }
  return { root, save, run }
}

test('the bundle does what the sources do, and finds the files beside them', async () => {
  const { root, run } = await aProgram()
  expect(bundledEntry(root)).toBeNull()
  await bundleProgram(root)
  expect(run()).toBe('hello')
})

test.each([
  ['a source', 'collector/words/words.ts', 'export const text: string = "changed"\n'],
  ['what is installed', 'package-lock.json', '{ "packages": {} }'],
])('the sources are run once %s has changed, until it is bundled again', async (_, file, text) => {
  const { root, save, run } = await aProgram()
  await bundleProgram(root)
  const before = bundledEntry(root)!
  await save(file, text)
  expect(bundledEntry(root)).toBeNull()
  await bundleProgram(root)
  expect(run()).toBe(file.endsWith('.ts') ? 'changed' : 'hello')
  // A process of the one before may still load parts of it; older ones go.
  expect(existsSync(before)).toBe(true)
  await save(file, `${text}\n`)
  await bundleProgram(root)
  expect(existsSync(before)).toBe(false)
  expect((await readdir(join(root, 'dist-program'))).toSorted()).toHaveLength(3)
})

test('a source that is saved while it is bundled makes no bundle', async () => {
  const { root, save } = await aProgram()
  await save('collector/words/words.ts', 'export const text = "new"\n', new Date(Date.now() + 60_000))
  await bundleProgram(root)
  expect(bundledEntry(root)).toBeNull()
})

test('sources that do not compile leave the bundle as it was and are said to be broken', async () => {
  const { root, save } = await aProgram()
  await save('collector/words/words.ts', 'export const text = {')
  await expect(bundleProgram(root)).rejects.toThrow(/words\.ts/)
  expect(bundledEntry(root)).toBeNull()
})

test('an installed package, which has no lock file, comes with its bundle', async () => {
  const { root, save, run } = await aProgram()
  await bundleProgram(root)
  await save('collector/main.ts', 'console.log(0)', new Date('1985-10-26'))
  await rm(join(root, 'package-lock.json'))
  expect(run()).toBe('hello')
})
