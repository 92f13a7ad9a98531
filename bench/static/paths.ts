import { routes } from '../../src/renderer/routes.ts'
import { snapshot } from './load-snapshot.ts'

/** What `getStaticPaths` of a file below src/pages has to answer: the parameters of every path of the snapshot it makes. */
export function pathsOf(file: string): { params: Record<string, string | undefined> }[] {
  const place = file.replace(/\.(astro|ts)$/, '').replace(/\/index$/, '')
  const pattern = place
    .split('/')
    .map((part) =>
      part === '[...locale]'
        ? `(?:(?<locale>${snapshot.page.locales.join('|')})/)?`
        : `${part.replace(/^\[(.*)\]$/, '(?<$1>[^/]+)')}/`,
    )
    .join('')
    .replace(/\/$/, file.endsWith('.astro') ? '/' : '')
  const whole = new RegExp(`^/${pattern}$`)
  return routes(snapshot).flatMap(({ path }) => {
    const found = whole.exec(path)
    return found ? [{ params: { ...found.groups } }] : []
  })
}
