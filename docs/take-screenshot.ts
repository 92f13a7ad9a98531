/** Makes docs/overview.png, the picture in the README, from the demonstration: `node run.mjs --script docs/take-screenshot.ts`. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { runCollector } from '../bench/run-collector.ts'
import { openBrowser } from '../tests/browser/browser.ts'

const file = join(import.meta.dirname, 'overview.png')
/** The picture is looked at, not printed: beyond this a reader of the README waits for it, bytes. */
const maxBytes = 250_000

const demo = await runCollector(['demo'])
const browser = await openBrowser()
try {
  const page = await browser.newPage({
    viewport: { width: 1_100, height: 1_180 },
    locale: 'en-GB',
    timezoneId: 'Europe/Paris',
    colorScheme: 'light',
    reducedMotion: 'reduce',
  })
  // Calm: everything has been looked at, and the page knows.
  await page.goto(`${demo.url}/en/`)
  await page.waitForTimeout(8_000)
  await page.goto(`${demo.url}/en/`, { waitUntil: 'networkidle' })
  await page.screenshot({ path: file, fullPage: false, animations: 'disabled', scale: 'css' })
} finally {
  await browser.close()
  await demo.stop()
}
const { size } = statSync(file)
process.stderr.write(`${file}: ${Math.round(size / 1000)} kB\n`)
if (size > maxBytes) process.exitCode = 1
