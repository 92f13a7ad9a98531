import { readFile } from 'node:fs/promises'

const query = '?minified'

/** A Vite plugin: `import code from './file.js?minified'` is the text of that script without what browsers need not load. */
export const minified = () => ({
  name: 'vigie-minified',
  enforce: 'pre' as const,
  async load(id: string): Promise<string | null> {
    if (!id.endsWith(query)) return null
    const file = id.slice(0, -query.length)
    const { minify } = await import('vite')
    const { code, errors } = await minify(file, await readFile(file, 'utf8'))
    if (errors.length > 0) throw new Error(`${file} is no script: ${errors[0]!.message}`)
    return `export default ${JSON.stringify(code)}`
  },
})
