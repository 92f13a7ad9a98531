import { type Encoding, negotiateEncoding } from './encoding.ts'
import type { SiteFile } from './site-files.ts'

/** What a request says of the answer it wants; header values, undefined where there is none. */
export type RequestConditions = {
  readonly acceptEncoding: string | undefined
  readonly ifNoneMatch: string | undefined
  readonly ifModifiedSince: string | undefined
}

/** A date in seconds cannot tell two versions of one second apart: a file this young is sent without one, ms. */
const minModifiedAge = 2_000

/** Whether a file is old enough for its answer to be the same from now on. */
export const isSettled = (page: SiteFile): boolean => Date.now() - page.modified > minModifiedAge

/** The encoding in which a file travels for a client with this `Accept-Encoding`. */
export const encodingOf = (page: SiteFile, acceptEncoding: string | undefined): Encoding =>
  page.compressible ? negotiateEncoding(acceptEncoding) : 'identity'

/** The headers of a file, whether it is sent or unchanged, but for those that tell of the body itself. */
function headersIn(page: SiteFile, encoding: Encoding): Record<string, string> {
  const headers: Record<string, string> = {
    ...page.headers,
    ETag: encoding === 'identity' ? `"${page.hash}"` : `"${page.hash}-${encoding}"`,
  }
  if (page.compressible) headers['Vary'] = 'Accept-Encoding'
  if (isSettled(page)) headers['Last-Modified'] = new Date(page.modified).toUTCString()
  return headers
}

/** The headers of an answer without a body: the client has the file. */
export function unchangedHeaders(page: SiteFile, encoding: Encoding): Record<string, string> {
  const { 'Content-Type': _, ...headers } = headersIn(page, encoding)
  return headers
}

/** The headers of an answer with a file, encoded. */
export const contentHeaders = (
  page: SiteFile,
  encoding: Encoding,
  body: Uint8Array,
): Record<string, string> => ({
  ...headersIn(page, encoding),
  ...(encoding !== 'identity' && { 'Content-Encoding': encoding }),
  'Content-Length': String(body.byteLength),
})

/** Whether the client has the page already, in whatever encoding. */
export function isUnchanged(page: SiteFile, { ifNoneMatch, ifModifiedSince }: RequestConditions): boolean {
  if (ifNoneMatch !== undefined)
    return ifNoneMatch.split(',').some((tag) => {
      const bare = tag.trim().replace(/^W\//, '')
      return bare === '*' || bare === `"${page.hash}"` || bare.startsWith(`"${page.hash}-`)
    })
  return (
    ifModifiedSince !== undefined && Math.floor(page.modified / 1000) * 1000 <= Date.parse(ifModifiedSince)
  )
}
