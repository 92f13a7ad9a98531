/** What facts are kept in. */
export type StoreAddress =
  /** A file, relative to the operator's folder unless it is absolute. */
  { readonly kind: 'sqlite'; readonly file: string } | { readonly kind: 'postgres'; readonly url: string }

/** Why a spelling names no store, and what to write instead; without anything of the spelling. */
export type InvalidStoreAddress = { readonly problem: string }

const example = 'postgres://USER:PASSWORD@HOST:5432/DATABASE'

/**
 * Read the spelling of a store: empty for `status.db`, `sqlite:FILE` or `postgres://…`.
 *
 * @param allowPlainPath a path is a SQLite file, too
 */
export function parseStoreLocation(
  spelling: string,
  allowPlainPath = false,
): StoreAddress | InvalidStoreAddress {
  if (spelling === '') return { kind: 'sqlite', file: 'status.db' }
  // One letter and a colon is a drive of Windows.
  const scheme = /^([a-z][a-z0-9+.-]+):/i.exec(spelling)?.[1]?.toLowerCase()
  if (scheme === 'sqlite') {
    const file = spelling.slice('sqlite:'.length).replace(/^\/\/(?=\/)/, '')
    return file === ''
      ? { problem: 'names no file. Write sqlite:FILE, such as sqlite:status.db' }
      : { kind: 'sqlite', file }
  }
  if (scheme === 'postgres' || scheme === 'postgresql') return postgresLocation(spelling)
  if (allowPlainPath && scheme === undefined) return { kind: 'sqlite', file: spelling }
  return { problem: `is no store. Write sqlite:FILE or ${example}` }
}

function postgresLocation(spelling: string): StoreAddress | InvalidStoreAddress {
  const url = URL.parse(spelling)
  if (url === null)
    return {
      problem: `cannot be read as an address. Write ${example}, with % # / ? : @ of a password as %25 %23 %2F %3F %3A %40`,
    }
  if (!/^[a-z]+:\/\//i.test(spelling)) return { problem: `has no // before the host. Write ${example}` }
  if (url.pathname.length < 2) return { problem: `names no database. Write ${example}` }
  return { kind: 'postgres', url: spelling }
}

/** What a store is called in messages: without user, password and parameters. */
export function storeName(spelling: string): string {
  if (!/^postgres(ql)?:/i.test(spelling)) return spelling
  const url = URL.parse(spelling)
  return url === null ? 'postgres://…' : `postgres://${url.host}${url.pathname}`
}
