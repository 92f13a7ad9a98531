/** A certificate that a monitor came to see. Instants in ms. */
export type SeenCertificate = { readonly monitor: string; readonly at: number; readonly expiresAt: number }

/** Reads which certificates monitors have seen. They are written as facts. */
export type CertificateReader = {
  /** The last that each monitor has seen. */
  latestCertificates(): Promise<readonly SeenCertificate[]>
  /** Each change of them, oldest first, as far back as it is kept: 400 days. Within an hour the last one counts. */
  certificates(): Promise<readonly SeenCertificate[]>
}
