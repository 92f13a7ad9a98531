/** A file of the operator as a backup keeps it. */
export type BackupFile = {
  /** Below the operator's folder, with `/`. */
  readonly path: string
  /** ms since the epoch. */
  readonly modifiedAt: number
  readonly content: Buffer
}

/** What goes along with a backup of a store. */
export type BackupOptions = {
  readonly files?: readonly BackupFile[]
  /** Replace a file of that name. Default: refuse to. */
  readonly overwrite?: boolean
}
