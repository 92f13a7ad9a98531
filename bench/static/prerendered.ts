import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'

const pages = fileURLToPath(new URL('../../src/pages/', import.meta.url)).replaceAll('\\', '/')
const paths = fileURLToPath(new URL('./paths.ts', import.meta.url))

/** Gives every dynamic page its list of paths, which the collector's renderer does without, and every page the snapshot. */
export function prerendered(): AstroIntegration {
  return {
    name: 'vigie-bench-prerendered',
    hooks: {
      'astro:config:setup': ({ addMiddleware, updateConfig }) => {
        addMiddleware({ entrypoint: new URL('./snapshot-middleware.ts', import.meta.url), order: 'pre' })
        updateConfig({
          vite: {
            plugins: [
              {
                name: 'vigie-bench-paths',
                enforce: 'pre',
                // Astro reads its pages before any other plugin may transform them.
                load(id: string) {
                  const file = id.startsWith(pages) ? id.slice(pages.length) : ''
                  if (!/\[.*\.(astro|ts)$/.test(file)) return undefined
                  const code = readFileSync(id, 'utf8')
                  const list = `import { pathsOf } from ${JSON.stringify(paths)}\nexport function getStaticPaths() { return pathsOf(${JSON.stringify(file)}) }\n`
                  return file.endsWith('.astro') ? code.replace(/^---\n/, `---\n${list}`) : `${list}${code}`
                },
              },
            ],
          },
        })
      },
    },
  }
}
