/**
 * A share as it is stored, in millionths and rounded up: a number from 0 to 1, or a percentage such as `0.5%`; null for
 * none. Adds an issue where it is neither.
 */
export function readShare(
  path: string,
  written: string | number | null,
  { addIssue }: { addIssue(path: string, message: string): void },
): number | null {
  if (written === null) return null
  const percent = typeof written === 'string' ? /^\s*(\d+(?:\.\d+)?)\s*%\s*$/.exec(written)?.[1] : undefined
  const share = typeof written === 'number' ? written : percent === undefined ? NaN : Number(percent) / 100
  // A hair less: 0.0003 × 1e6 is 300.00000000000006 or so, which is not more than 300.
  if (share >= 0 && share <= 1) return Math.max(0, Math.ceil(share * 1e6 - 1e-6))
  addIssue(path, 'is not a share. Write one from 0 to 1, or a percentage such as "0.5%".')
  return null
}
