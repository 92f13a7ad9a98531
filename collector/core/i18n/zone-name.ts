/**
 * A zone by the name readers know it: `Paris`, `UTC`, `UTC−5`. (The sign in `Etc/GMT+5` is that of POSIX, the other way
 * round.)
 */
export function zoneName(timezone: string): string {
  const [, sign, hours] = /^Etc\/GMT([+-])(\d+)$/.exec(timezone) ?? []
  if (hours !== undefined) return Number(hours) === 0 ? 'UTC' : `UTC${sign === '+' ? '−' : '+'}${hours}`
  const name = timezone.split('/').at(-1)!.replaceAll('_', ' ')
  return ['UTC', 'UCT', 'Universal', 'Zulu', 'GMT'].includes(name) ? 'UTC' : name
}
