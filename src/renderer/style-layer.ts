import type { Plugin } from 'vite'

/** The cascade layer of the page's own styles. */
const layer = 'vigie'

/**
 * Puts every style sheet of the page into one cascade layer. What stands outside a layer wins over what is in one, so the
 * operator's accent and sheet apply wherever the compiler puts the page's own styles (it puts them last).
 */
export const styleLayer = (): Plugin => ({
  name: 'vigie-style-layer',
  enforce: 'pre',
  transform(code, id) {
    if (!/\/src\/styles\/[\w-]+\.css$/.test(id)) return null
    return { code: `@layer ${layer} {\n${code}\n}\n`, map: null }
  },
})
