import type { Locator } from './locator.ts'
import { monitorId } from './resolve-monitor.ts'
import type { ConfigProblem } from './problem.ts'
import { get, items, textOf } from './raw-values.ts'

/** Monitors are known by their ids alone, so no two may share one, whatever their components. */
export function checkMonitorIds(components: unknown, locator: Locator): ConfigProblem[] {
  const owners = new Map<string, number>()
  const taken = new Set(
    items(components).flatMap(([, component]) =>
      items(get(component, 'monitors')).flatMap(([, monitor]) => textOf(get(monitor, 'id')) ?? []),
    ),
  )
  const problems: ConfigProblem[] = []
  for (const [index, component] of items(components)) {
    const owner = textOf(get(component, 'id'))
    for (const [position, monitor] of items(get(component, 'monitors'))) {
      const own = textOf(get(monitor, 'id'))
      const kind = textOf(get(monitor, 'kind'))
      const derived = owner === undefined || kind === undefined ? undefined : monitorId(owner, kind)
      const id = own ?? (get(monitor, 'id') === undefined ? derived : undefined)
      if (id === undefined) continue
      const path = ['components', index, 'monitors', position]
      const earlier = owners.get(id)
      if (earlier === undefined) owners.set(id, index)
      else if (own === undefined)
        problems.push(
          locator.problem(path, missingIdMessage(id, freeId(id, position, taken), owner, locator)),
        )
      else {
        const at = [...path, 'id']
        const shown = locator.display(at)
        const message = `${shown} is already the id of a monitor of component number ${earlier + 1}. Write another id.`
        problems.push(locator.problem(at, message))
      }
    }
  }
  return problems
}

/** A name of this one that no other monitor has, and that is short enough to be one. */
function freeId(id: string, position: number, taken: Set<string>): string {
  for (let n = position + 1; ; n++) {
    const free = `${id.slice(0, 64 - String(n).length - 1)}-${n}`
    if (taken.has(free)) continue
    taken.add(free)
    return free
  }
}

const missingIdMessage = (id: string, free: string, owner: string | undefined, locator: Locator): string =>
  owner !== undefined && locator.isRepeatable(owner)
    ? `without an id it is called "${id}", as another monitor is. Write "id: ${free}" or a name of your own.`
    : 'without an id it is called as another monitor is. Write an id of its own.'

/** A beat says nothing but its token, so no two monitors may wait for the same. */
export function checkHeartbeatTokens(components: unknown, locator: Locator): ConfigProblem[] {
  const seen = new Set<string>()
  const problems: ConfigProblem[] = []
  for (const [index, component] of items(components))
    for (const [position, monitor] of items(get(component, 'monitors'))) {
      const token = get(monitor, 'kind') === 'heartbeat' ? textOf(get(monitor, 'token')) : undefined
      if (token === undefined) continue
      const path = ['components', index, 'monitors', position, 'token']
      if (seen.has(token))
        problems.push(
          locator.problem(path, 'another heartbeat has the same token. Write one of its own for each.'),
        )
      seen.add(token)
    }
  return problems
}
