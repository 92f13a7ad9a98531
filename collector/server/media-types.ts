/** How a kind of file is served. */
export type Media = {
  /** Value of Content-Type. */
  readonly type: string
  /** Worth compressing. */
  readonly compressible: boolean
  /** Data that any page of the web may read. */
  readonly crossOrigin: boolean
}

const media = (type: string, compressible: boolean, crossOrigin: boolean): Media => ({
  type,
  compressible,
  crossOrigin,
})

const byExtension: Readonly<Record<string, Media>> = {
  html: media('text/html; charset=utf-8', true, false),
  css: media('text/css; charset=utf-8', true, false),
  js: media('text/javascript; charset=utf-8', true, true),
  mjs: media('text/javascript; charset=utf-8', true, true),
  json: media('application/json; charset=utf-8', true, true),
  xml: media('application/xml; charset=utf-8', true, true),
  rss: media('application/rss+xml; charset=utf-8', true, true),
  atom: media('application/atom+xml; charset=utf-8', true, true),
  ics: media('text/calendar; charset=utf-8', true, true),
  csv: media('text/csv; charset=utf-8', true, true),
  txt: media('text/plain; charset=utf-8', true, true),
  svg: media('image/svg+xml; charset=utf-8', true, true),
  webmanifest: media('application/manifest+json', true, false),
  png: media('image/png', false, false),
  jpg: media('image/jpeg', false, false),
  jpeg: media('image/jpeg', false, false),
  gif: media('image/gif', false, false),
  webp: media('image/webp', false, false),
  avif: media('image/avif', false, false),
  ico: media('image/x-icon', false, false),
  woff: media('font/woff', false, false),
  woff2: media('font/woff2', false, false),
  pdf: media('application/pdf', false, false),
}

/** Names that say more than their extension. */
const byName: Readonly<Record<string, Media>> = {
  'rss.xml': byExtension['rss']!,
  'atom.xml': byExtension['atom']!,
  'updates.xml': byExtension['atom']!,
  'feed.json': media('application/feed+json; charset=utf-8', true, true),
}

/** How to serve a file, judged by its name. */
export function mediaOf(file: string): Media {
  const name = file.slice(file.lastIndexOf('/') + 1).toLowerCase()
  const extension = name.slice(name.lastIndexOf('.') + 1)
  const lookUp = (table: Readonly<Record<string, Media>>, key: string): Media | undefined =>
    Object.hasOwn(table, key) ? table[key] : undefined
  return (
    lookUp(byName, name) ?? lookUp(byExtension, extension) ?? media('application/octet-stream', false, false)
  )
}
