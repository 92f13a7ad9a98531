import { hash } from 'node:crypto'
import { mediaOf } from './media-types.ts'

/** Sent with every answer, whatever it is. HSTS is left to the proxy that ends TLS: only it knows that there is TLS. */
export const securityHeaders: Readonly<Record<string, string>> = {
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'strict-origin-when-cross-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
}

/** For answers that are no page of the site. */
export const denyAllPolicy = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * A block of script or style, or any other tag. Quoted values are passed over: what somebody has typed into a form is shown in
 * one, and makes no block.
 */
const blockOrTag =
  /<(script|style)\b((?:"[^"]*"|'[^']*'|[^"'>])*)>([\s\S]*?)<\/\1\s*>|<[a-z/!](?:"[^"]*"|'[^']*'|[^"'>])*>/gi
const sourceAttribute = /\ssrc\s*=/i
/** Blocks of data in a script element, which a browser does not run. */
const dataBlock =
  /\stype\s*=\s*["']?(?!module\b|text\/javascript\b|application\/javascript\b)[a-z]+\/?[^"'\s>]*/i

/** The file that shows messages in a browser, which a page that offers them names. */
const pushWorker = 'push-worker.js'

/** Where a page subscribes its reader's browser, if that is elsewhere. */
const pushTarget = /\sdata-push="(https?:\/\/[^"/]+)/gi
/** Where a form posts, if that is elsewhere. What readers or operators write makes no form. */
const formTarget = /<form\b[^>]*\saction="(https?:\/\/[^"/]+)/gi

const sourceHash = (code: string): string => `'sha256-${hash('sha256', code, 'base64')}'`

/**
 * The Content-Security-Policy of one page of the site: what it needs and nothing else, its inline blocks by their hash.
 * Only pages below `embed/` may be framed by others.
 */
export function contentPolicy(file: string, html: string): string {
  const scripts = new Set<string>()
  const styles = new Set(["'self'"])
  for (const [, block, attributes = '', code = ''] of html.matchAll(blockOrTag)) {
    if (block === undefined) continue
    if (block.toLowerCase() === 'style') styles.add(sourceHash(code))
    else if (sourceAttribute.test(attributes)) scripts.add("'self'")
    else if (!dataBlock.test(attributes)) scripts.add(sourceHash(code))
  }
  // What is made to be sent carries its styles in attributes, as mail programs want them; it has no script to protect.
  const isMail = /(?:^|\/)mail\.html$/.test(file)
  if (isMail) styles.add("'unsafe-inline'")
  const forms = new Set(["'self'"])
  for (const [, origin = ''] of html.matchAll(formTarget)) forms.add(origin)
  const connections = new Set(["'self'"])
  for (const [, origin = ''] of html.matchAll(pushTarget)) connections.add(origin)
  const mayBeFramed = /^(?:[a-z]{2,3}(?:-[\da-z]+)*\/)?embed\//i.test(file)
  return [
    "default-src 'none'",
    ...(scripts.size > 0 ? [`script-src ${[...scripts].join(' ')}`] : []),
    `style-src ${[...styles].join(' ')}`,
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src ${[...connections].join(' ')}`,
    "manifest-src 'self'",
    // Where script is allowed by its hash alone, a worker needs a word of its own.
    ...(html.includes(pushWorker) ? ["worker-src 'self'"] : []),
    `form-action ${[...forms].join(' ')}`,
    "base-uri 'none'",
    `frame-ancestors ${mayBeFramed ? '*' : "'none'"}`,
    // And it is of no origin, this one least: neither script nor cookie of the site is within its reach.
    ...(isMail ? ['sandbox allow-popups allow-top-navigation-by-user-activation'] : []),
  ].join('; ')
}

/** Every header of a file of the site but those that depend on how it is encoded. */
export function headersOf(file: string, body: Uint8Array): Record<string, string> {
  const { type, crossOrigin } = mediaOf(file)
  const isPage = type.startsWith('text/html')
  return {
    ...securityHeaders,
    'Content-Type': type,
    'Content-Security-Policy': isPage
      ? contentPolicy(file, Buffer.from(body).toString('utf8'))
      : denyAllPolicy,
    // Names under _astro/ hold a hash of the content; everything else may be news.
    'Cache-Control': file.startsWith('_astro/')
      ? 'public, max-age=31536000, immutable'
      : 'public, max-age=0, must-revalidate',
    ...(crossOrigin && {
      'Access-Control-Allow-Origin': '*',
      'Cross-Origin-Resource-Policy': 'cross-origin',
    }),
  }
}
