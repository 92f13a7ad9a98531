import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

const systems = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** Browsers in the order they are tried: the one asked for, Playwright's own, the system's, the one inside a package. */
async function* candidates(): AsyncGenerator<string> {
  const asked = process.env['CHROMIUM_PATH']
  if (asked) yield asked
  yield chromium.executablePath()
  yield* systems
  const packaged = await import('@sparticuz/chromium')
  yield await packaged.default.executablePath()
}

/** Path of a Chromium. Throws, saying what to do, when there is none. */
async function chromiumPath(): Promise<string> {
  for await (const path of candidates()) if (path && existsSync(path)) return path
  throw new Error(
    'No Chromium was found. Set CHROMIUM_PATH to one, or run `npx playwright install chromium`.',
  )
}

/** Start a headless browser, with further flags if need be; the caller closes it. */
export const openBrowser = async (...more: readonly string[]): Promise<Browser> =>
  chromium.launch({ executablePath: await chromiumPath(), args: [...flags, ...more], timeout: 120_000 })
