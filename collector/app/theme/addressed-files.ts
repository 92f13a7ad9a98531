import { sheetAddresses } from '../../core/text/sheet-addresses.ts'

/** Addresses of the sheet itself name no file; what begins with a scheme or a slash is none of the operator's files. */
export const isFile = (address: string): boolean => !/^([a-z][a-z0-9+.-]*:|[/\\#?])/i.test(address)

/** Addresses of other hosts, and those of schemes that the page's policy has nothing of. */
export const isForeign = (address: string): boolean =>
  /^(?!data:)(?:[a-z][a-z0-9+.-]*:|[/\\]{2})/i.test(address)

/** Addresses from the root of the host, but for the files that every page has there. */
export const isFromRoot = (address: string): boolean =>
  /^[/\\](?![/\\])/.test(address) &&
  !/^\/(?:favicon\.(?:svg|ico)|apple-touch-icon\.png)(?:[?#]|$)/.test(address)

/** A name in a sheet, and where it stands first; line and column from 1. */
type AddressedFile = { readonly name: string; readonly line: number; readonly column: number }

/** What a style sheet names of one sort, each once, without query and fragment. */
export function addressesIn(sheet: string, isWanted: (address: string) => boolean): readonly AddressedFile[] {
  const found = new Map<string, AddressedFile>()
  for (const { address, line, column } of sheetAddresses(sheet)) {
    if (!isWanted(address)) continue
    const name = decode(address.replace(/[?#].*$/, ''))
    if (!found.has(name)) found.set(name, { name, line, column })
  }
  return [...found.values()]
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
