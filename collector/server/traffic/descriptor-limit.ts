let limit: number | undefined

/** The files and sockets this process may have open; Infinity where the system does not say. Asked once: it takes some ms. */
function descriptorLimit(): number {
  // Names of peers would be looked up otherwise.
  Object.assign(process.report, { excludeNetwork: true })
  const report = process.report.getReport() as { userLimits?: { open_files?: { soft?: unknown } } }
  const soft = report.userLimits?.open_files?.soft
  return typeof soft === 'number' ? soft : Infinity
}

/** So many connections as wanted, but never more than half of the descriptors: probes and the database need theirs. */
export function connectionLimit(wanted: number): number {
  limit ??= descriptorLimit()
  return Math.max(1, Math.min(wanted, Math.floor(limit / 2)))
}
