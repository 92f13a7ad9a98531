import { fileURLToPath } from 'node:url'
import type { AstroIntegration } from 'astro'
import { minified } from '../embed/minified.ts'
import { sourcesFingerprint } from './sources.ts'

/**
 * The Astro adapter of this house: the server entry it builds, dist/server/entry.mjs, serves no requests but exports
 * `renderer` (see entry.ts). Under `astro dev` a middleware supplies the snapshot instead of the collector.
 */
export function renderer(): AstroIntegration {
  return {
    name: 'vigie-renderer',
    hooks: {
      'astro:config:setup': ({ config, command, updateConfig, addMiddleware, addWatchFile }) => {
        const root = fileURLToPath(config.root).replace(/[/\\]$/, '')
        const sources = sourcesFingerprint(root)
        updateConfig({
          vite: {
            define: { TEMPLATES_FINGERPRINT: JSON.stringify(sources) },
            plugins: [minified()],
          },
        })
        if (command !== 'dev') return
        addMiddleware({ entrypoint: new URL('./dev.ts', import.meta.url), order: 'pre' })
        const snapshot = process.env['VIGIE_SNAPSHOT']
        if (snapshot) addWatchFile(snapshot)
      },
      'astro:config:done': ({ setAdapter }) => {
        setAdapter({
          name: 'vigie-renderer',
          entrypointResolution: 'auto',
          serverEntrypoint: new URL('./entry.ts', import.meta.url),
          adapterFeatures: { buildOutput: 'server' },
          supportedAstroFeatures: { serverOutput: 'stable', sharpImageService: 'unsupported' },
        })
      },
    },
  }
}
