/** Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)]
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let cost = Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, rows[i - 1]![j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cost = Math.min(cost, rows[i - 2]![j - 2]! + 1)
      row.push(cost)
    }
    rows.push(row)
  }
  return rows[a.length]![b.length]!
}

const normalize = (word: string): string => word.toLowerCase().replaceAll(/[-_\s]/g, '')

/** The candidate somebody most likely meant, or undefined when none is near enough to be worth naming. */
export function suggest(word: string, candidates: readonly string[]): string | undefined {
  if (word.length < 3 || word.length > 64) return undefined
  let best: { candidate: string; far: number } | undefined
  for (const candidate of candidates) {
    const far = editDistance(normalize(word), normalize(candidate))
    if (far <= Math.max(1, Math.floor(candidate.length / 3)) && far < (best?.far ?? Infinity))
      best = { candidate, far }
  }
  return best?.candidate
}

/** `a, b or c`. */
export const orList = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
