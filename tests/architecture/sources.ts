import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

/** The root of the repository. */
export const root = join(import.meta.dirname, '../..')

/** Every source file of the collector and the site, by its path from the root. */
export const sources: readonly string[] = globSync(['collector/**/*.ts', 'src/**/*.{ts,astro}'], {
  cwd: root,
})
  .map((file) => file.replaceAll('\\', '/'))
  .toSorted()

/** The text of a source file. */
export const read = (file: string): string => readFileSync(join(root, file), 'utf8')

/** What a file imports, as written: types and dynamic imports too. */
export const importsOf = (file: string): string[] =>
  [
    ...read(file).matchAll(
      /(?:import|export)\s[^'"`;]*?from\s*['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)|^import\s+['"]([^'"]+)['"]/gm,
    ),
  ].map((match) => match[1] ?? match[2] ?? match[3] ?? '')

/** The source files a file imports, by their paths from the root. */
export const importedSources = (file: string): string[] =>
  importsOf(file)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => relative(root, join(root, dirname(file), specifier)).replaceAll('\\', '/'))

/** The room a file belongs to: the first folder below `collector/`, or `src`. */
export const roomOf = (file: string): string =>
  file.startsWith('src/') ? 'src' : (file.match(/^collector\/([^/]+)\//)?.[1] ?? 'main')

/** Groups of nodes that reach one another (Tarjan 1972), each of two or more. */
export function cycles(nodes: Iterable<string>, next: (node: string) => Iterable<string>): string[][] {
  const index = new Map<string, number>()
  const low = new Map<string, number>()
  const stack: string[] = []
  const found: string[][] = []
  function visit(node: string): void {
    index.set(node, index.size)
    low.set(node, index.get(node)!)
    stack.push(node)
    for (const other of next(node)) {
      if (!index.has(other)) {
        visit(other)
        low.set(node, Math.min(low.get(node)!, low.get(other)!))
      } else if (stack.includes(other)) low.set(node, Math.min(low.get(node)!, index.get(other)!))
    }
    if (low.get(node) !== index.get(node)) return
    const group = stack.splice(stack.indexOf(node))
    if (group.length > 1) found.push(group.toSorted())
  }
  for (const node of nodes) if (!index.has(node)) visit(node)
  return found
}
