import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

const everyTest = 'tests/**/*.test.ts'
/** Files that change what other files import: each runs in a process of its own. */
const isolated = ['tests/notices/fields/*.test.ts']

export default defineConfig({
  test: {
    // What never comes is given up late: a busy machine makes everything slow, and nothing wrong.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    teardownTimeout: 60_000,
    expect: { poll: { timeout: 120_000, interval: 20 } },
    // Twice the cores: tests of whole processes mostly wait for them.
    maxWorkers: '200%',
    // Processes that tests start keep their compiled code, as run.mjs has it; most of what a short command costs is that.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/vigie-tests') },
    projects: [
      { extends: true, test: { name: 'isolated', include: isolated } },
      // Files take turns in a few processes: what they import is read and run once in each.
      {
        extends: true,
        test: {
          name: 'shared',
          include: [everyTest],
          exclude: isolated,
          isolate: false,
          environment: './tests/process-end.ts',
        },
      },
    ],
  },
})
