/** A reader as a static host is one: opens files below the site again and again until told to stop, and counts faults. */
import { readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'

const site = process.argv[2]!
const names = ['index.html', 'a/index.html', 'b/c/index.html', 'same.txt']
const counts = { reads: 0, missing: 0, torn: 0, mixed: 0, releases: 0 }
let last = ''
let isStopped = false
/** Somebody waits for a whole round to be read. */
let isAwaited = false
process.on('message', (message) => {
  if (message === 'stop') isStopped = true
  else isAwaited = true
})
process.on('disconnect', () => process.exit())

/** The release a file tells of, having checked that all of it tells of the same one. */
function releaseIn(dir: string, name: string): string | null {
  counts.reads++
  let text: string
  try {
    text = readFileSync(join(dir, name), 'utf8')
  } catch {
    counts.missing++
    return null
  }
  const words = text.split(' ')
  if (words.length !== 5_000 || words.some((word) => word !== words[0])) counts.torn++
  return words[0]!
}

function readRound(): void {
  for (const name of names) releaseIn(site, name)
  const release = realpathSync(site)
  const [one, ...others] = names.slice(0, 3).map((name) => releaseIn(release, name))
  if (others.some((other) => other !== one)) counts.mixed++
  if (one && one !== last) counts.releases++
  last = one ?? last
  if (isAwaited) process.send?.('round')
  isAwaited = false
  if (isStopped) process.send?.(counts)
  else setImmediate(readRound)
}
readRound()
