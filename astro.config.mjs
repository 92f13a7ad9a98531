import { defineConfig, passthroughImageService } from 'astro/config'
import { renderer } from './src/renderer/adapter.ts'
import { styleLayer } from './src/renderer/style-layer.ts'

// Compiled once by `astro build` into dist/; the collector then renders in process. See src/renderer/entry.ts.
export default defineConfig({
  output: 'server',
  adapter: renderer(),
  trailingSlash: 'always',
  // Spaces between inline elements are words' spaces: they stay.
  compressHTML: true,
  // Feeds and pages are plain files later on: nothing is optimised at run time, nothing is sent by a framework.
  image: { service: passthroughImageService() },
  markdown: { syntaxHighlight: false },
  devToolbar: { enabled: false },
  build: { format: 'directory', inlineStylesheets: 'always' },
  vite: { plugins: [styleLayer()], build: { assetsInlineLimit: 100_000 } },
})
