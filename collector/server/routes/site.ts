import type { HttpBindings } from '@hono/node-server'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import { Hono, type Context as HonoContext } from 'hono'
import { type Encoding, negotiateEncoding } from '../encoding.ts'
import { securityHeaders, denyAllPolicy } from '../security-headers.ts'
import type { SiteFile, PublishedSite } from '../site-files.ts'

type Context = HonoContext<{ Bindings: HttpBindings }>

const methods = 'GET, HEAD, OPTIONS'

/**
 * Name of the file a request means, or null when it can mean none: nothing hidden, nothing outside, no second spelling
 * of a slash.
 */
function fileOf(pathname: string): string | null {
  const parts: string[] = []
  for (const raw of pathname.slice(1).split('/')) {
    let part: string
    try {
      part = decodeURIComponent(raw)
    } catch {
      return null
    }
    // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
    if (/[/\\\u0000-\u001f\u007f]/.test(part) || (part.startsWith('.') && part !== '.well-known')) return null
    parts.push(part)
  }
  if (parts.slice(0, -1).includes('')) return null
  return pathname.endsWith('/') ? `${parts.join('/')}index.html` : parts.join('/')
}

/** The published site: everything that nothing else answers for. */
export function siteRoutes(site: PublishedSite): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>()
  app.all('*', (c) => {
    const { method } = c.req.raw
    if (method === 'OPTIONS')
      return new Response(null, {
        status: 204,
        headers: {
          ...securityHeaders,
          Allow: methods,
          'Access-Control-Allow-Origin': '*',
          'Access-Control-Allow-Methods': methods,
          // A wildcard means no Authorization; clients of other status pages send one, and it is not looked at here.
          'Access-Control-Allow-Headers': '*, Authorization',
          'Access-Control-Max-Age': '86400',
        },
      })
    if (method !== 'GET' && method !== 'HEAD')
      return textResponse(405, 'method not allowed\n', { Allow: methods })
    const { pathname, search } = new URL(c.req.url)
    const file = fileOf(pathname)
    const page = file === null ? null : site.find(file)
    if (page) return sendFile(c, page, 200)
    if (file !== null && !pathname.endsWith('/') && site.find(`${file}/index.html`)) {
      const last = pathname.slice(pathname.lastIndexOf('/') + 1)
      // Relative, so that it holds below whatever folder a proxy serves us from.
      return textResponse(301, '', { Location: `./${last}/${search}` })
    }
    return sendNotFound(c, site, pathname)
  })
  return app
}

function sendNotFound(c: Context, site: PublishedSite, pathname: string): Response | Promise<Response> {
  const first = pathname.split('/', 2)[1] ?? ''
  const localised = fileOf(`/${first}/404.html`)
  const page = (localised === null ? null : site.find(localised)) ?? site.find('404.html')
  if (page) return sendFile(c, page, 404)
  if (site.isPublished) return textResponse(404, 'not found\n')
  return textResponse(503, 'The page has not been published yet. It will be in a moment.\n', {
    'Retry-After': '5',
    // Browsers ask again by themselves.
    Refresh: '5',
  })
}

function textResponse(status: number, text: string, headers: Record<string, string> = {}): Response {
  return new Response(text, {
    status,
    headers: {
      ...securityHeaders,
      'Content-Type': 'text/plain; charset=utf-8',
      'Content-Security-Policy': denyAllPolicy,
      'Cache-Control': 'no-cache',
      ...headers,
    },
  })
}

/** A date in seconds cannot tell two versions of one second apart: a file this young is sent without one, ms. */
const minModifiedAge = 2_000

function sendFile(c: Context, page: SiteFile, status: 200 | 404): Response | Promise<Response> {
  const encoding = page.compressible ? negotiateEncoding(c.req.header('accept-encoding')) : 'identity'
  const headers: Record<string, string> = {
    ...page.headers,
    ETag: encoding === 'identity' ? `"${page.hash}"` : `"${page.hash}-${encoding}"`,
  }
  if (page.compressible) headers['Vary'] = 'Accept-Encoding'
  if (Date.now() - page.modified > minModifiedAge)
    headers['Last-Modified'] = new Date(page.modified).toUTCString()
  if (status === 200 && isUnchanged(c, page)) {
    delete headers['Content-Type']
    return new Response(null, { status: 304, headers })
  }
  const body = page.encoded(encoding)
  return body instanceof Promise
    ? body.then((ready) => sendBody(c, ready, status, headers, encoding))
    : sendBody(c, body, status, headers, encoding)
}

function sendBody(
  c: Context,
  body: Uint8Array,
  status: number,
  headers: Record<string, string>,
  encoding: Encoding,
): Response {
  if (encoding !== 'identity') headers['Content-Encoding'] = encoding
  headers['Content-Length'] = String(body.byteLength)
  // The bytes in memory go to the socket as they are: a Response would copy them into a stream for every reader.
  c.env.outgoing.writeHead(status, headers).end(body)
  return RESPONSE_ALREADY_SENT
}

/** Whether the client has the page already, in whatever encoding. */
function isUnchanged(c: Context, page: SiteFile): boolean {
  const tags = c.req.header('if-none-match')
  if (tags !== undefined)
    return tags.split(',').some((tag) => {
      const bare = tag.trim().replace(/^W\//, '')
      return bare === '*' || bare === `"${page.hash}"` || bare.startsWith(`"${page.hash}-`)
    })
  const since = c.req.header('if-modified-since')
  return since !== undefined && Math.floor(page.modified / 1000) * 1000 <= Date.parse(since)
}
