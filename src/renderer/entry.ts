import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createApp } from 'astro/app/entrypoint'
import type { ConsoleRequest } from '../../collector/core/console/console-page.ts'
import type { Renderer } from '../../collector/core/snapshot/renderer.ts'
import type { AnswerRequest } from '../../collector/core/subscription/answer.ts'
import type { Snapshot } from '../../collector/core/snapshot/snapshot.ts'
import { accentStyle } from '../view/shared/accent.ts'
import { markFallbacks } from '../../collector/core/i18n/mark-fallbacks.ts'
import { policyOf } from './policy.ts'
import { hasPath, routes } from './routes.ts'

const app = createApp({ streaming: false })
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** The scripts and styles that the compiler puts into pages. */
const withPolicy = policyOf([
  ...app.manifest.inlinedScripts.values(),
  ...app.manifest.routes.flatMap(({ styles }) =>
    styles.flatMap((style) => (style.type === 'inline' ? style.content : [])),
  ),
])

/** Files of public/, which the build copied next to this entry. */
function readAssets(): ReadonlyMap<string, Uint8Array> {
  // The bundler may have put this module into a chunk, so its own depth says nothing.
  const folder = fileURLToPath(import.meta.url.replace(/\/server\/(?!.*\/server\/).*$/, '/client/'))
  const found = new Map<string, Uint8Array>()
  for (const entry of globSync('**/*', { cwd: folder, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const file = join(entry.parentPath, entry.name)
    found.set(file.slice(folder.length).replaceAll('\\', '/'), readFileSync(file))
  }
  return found
}

async function render(path: string, snapshot: Snapshot): Promise<Uint8Array> {
  if (!hasPath(path, snapshot)) throw new Error(`${path} is no path of this snapshot.`)
  return renderPath(path, snapshot)
}

/** Its template has a path of its own, below the locale, which no release has. */
function renderAnswer(answer: AnswerRequest, snapshot: Snapshot): Promise<Uint8Array> {
  const below = answer.locale === snapshot.page.locale ? '' : `/${answer.locale}`
  return renderPath(`${below}/subscribe/answer/`, snapshot, { answer })
}

/** Its template has such a path, too. */
function renderConsole(request: ConsoleRequest, snapshot: Snapshot): Promise<Uint8Array> {
  const { locale } = request.frame
  const below = locale === snapshot.page.locale ? '' : `/${locale}`
  return renderPath(`${below}/admin/console/`, snapshot, { console: request })
}

async function renderPath(
  path: string,
  snapshot: Snapshot,
  more: Omit<App.Locals, 'snapshot'> = {},
): Promise<Uint8Array> {
  // Astro knows the page for what is not found as /404/, and answers it with that status.
  const missing = path === '/404.html'
  const request = new Request(`http://vigie.invalid${missing ? '/404/' : path}`)
  let response: Response
  let body: Uint8Array
  try {
    response = await app.render(request, { locals: { snapshot, ...more } })
    body = new Uint8Array(await response.arrayBuffer())
  } catch (cause) {
    throw new Error(`Rendering ${path} failed: ${cause instanceof Error ? cause.message : String(cause)}`, {
      cause,
    })
  }
  if (response.status !== (missing ? 404 : 200))
    throw new Error(`Rendering ${path} failed with status ${response.status}.`)
  const isHtml = response.headers.get('content-type')?.startsWith('text/html') === true
  if (isHtml && snapshot.page.words) body = encoder.encode(markFallbacks(decoder.decode(body)))
  // What is made to be sent carries its styles as mail programs want them, where this policy would forbid them.
  const isPage = isHtml && !path.endsWith('/mail.html')
  return isPage
    ? withPolicy(body, accentStyle(snapshot.page), snapshot.page.subscriptions?.url ?? null)
    : body
}

/** The compiled site: what the collector loads and keeps. */
export const renderer: Renderer = {
  build: TEMPLATES_FINGERPRINT,
  routes,
  render,
  renderAnswer,
  renderConsole,
  assets: readAssets(),
}
