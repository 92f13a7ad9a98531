import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './sources.ts'

test('helpers register no hooks when they are imported: test files take turns in a process, and only the first imports them', () => {
  const registering = globSync('tests/**/*.ts', { cwd: root, exclude: ['tests/**/*.test.ts'] }).filter(
    (file) =>
      /^(?:after|before)(?:Each|All)\(|^onTestFinished\(/m.test(readFileSync(join(root, file), 'utf8')),
  )
  expect(registering).toEqual([])
})
