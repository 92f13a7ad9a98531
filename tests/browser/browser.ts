import { existsSync } from 'node:fs'
import { type Browser, chromium } from 'playwright'
import { closeAtProcessEnd } from '../process-end.ts'

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

/** What a test does with the shared browser: it opens contexts and pages of its own, and cannot close it. */
export type SharedBrowser = Pick<Browser, 'newContext' | 'newPage'>

let shared: Promise<Browser> | null = null

/**
 * The browser of this test process: it starts once, and the test files that take turns in the process open contexts of their
 * own in it. It is closed when the process ends.
 */
export async function sharedBrowser(): Promise<SharedBrowser> {
  const running = await shared?.catch(() => null)
  // A browser that broke down in one file must not fail the next.
  if (running?.isConnected()) return running
  shared = openBrowser()
  const browser = await shared
  closeAtProcessEnd(() => browser.close())
  return browser
}
