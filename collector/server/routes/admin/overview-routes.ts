import type { ConsoleDeps } from './console-deps.ts'
import type { ConsoleRoute } from './console-route.ts'

/** `/admin/`: what is going on. */
export const overviewRoutes = ({ overview }: ConsoleDeps): readonly ConsoleRoute[] => [
  {
    path: '/admin/',
    access: 'look',
    get: async () => ({ page: { page: 'overview', overview: await overview() } }),
  },
]
