/** `npm test`: every test there is, and one closing line that a program can read. */
import { startVitest } from 'vitest/node'

const filters = process.argv.slice(2)
const vitest = await startVitest('test', filters, { watch: false, run: true })
const modules = vitest.state.getTestModules()
const count = { passed: 0, failed: 0, skipped: 0 }
for (const module of modules) {
  for (const test of module.children.allTests()) {
    const { state } = test.result()
    if (state === 'passed') count.passed++
    else if (state === 'failed') count.failed++
    else count.skipped++
  }
  // A file that cannot even be loaded has no tests to fail.
  if (module.errors().length > 0) count.failed++
}
count.failed += vitest.state.getUnhandledErrors().length
await vitest.close()
const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : ''
process.stdout.write(`\n${count.passed} passed, ${count.failed} failed${skipped}\n`)
process.exit(count.failed > 0 || count.passed === 0 ? 1 : 0)
