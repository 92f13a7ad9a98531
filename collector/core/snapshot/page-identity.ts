/** The identity of a page that has no other: its address, its name where that is not known. */
export const addressIdentity = ({
  name,
  url,
}: {
  readonly name: string
  readonly url: string | null
}): string => url ?? name

/** Whether an identity is an address that the page was once published at: its feeds are known by theirs. */
export const isAddress = (identity: string): boolean => /^https?:\/\//.test(identity)
