import { createAccountService } from '../accounts/account-service.ts'
import { linkPath } from '../accounts/account-links.ts'
import { createGuessLimit } from '../accounts/guess-limit.ts'
import { createPasswordHasher } from '../accounts/password-hash.ts'
import { createSessionService } from '../accounts/session-service.ts'
import { createSignIn } from '../accounts/sign-in.ts'
import type { Config } from '../core/config/config.ts'
import type { TeamOverview } from '../core/console/console-page.ts'
import { createDeliveryDirectory } from '../deliveries/delivery-directory.ts'
import type { ConsoleDeps } from '../server/routes/admin/console-deps.ts'
import type { Readiness } from '../server/routes/health.ts'
import type { Store } from '../store/store.ts'
import type { Collector } from './collector.ts'
import { createNoticePages } from './console/notice-pages.ts'
import { teamNews } from './console/team-news.ts'
import type { Log } from './log.ts'
import { newId } from './new-id.ts'

/** The team's console of a running collector. */
export type TeamConsole = {
  /** What it is answered from, by a configuration. Who guesses at passwords is remembered from one to the next. */
  routes(config: Config): ConsoleDeps
  /** Log the link that makes the first account, until there is one. */
  logSetupLink(config: Config, url: string, log: Log): Promise<void>
}

/** @param readiness what keeps the collector from its work */
export function createTeamConsole({
  store,
  collector,
  readiness,
}: {
  readonly store: Store
  readonly collector: Pick<Collector, 'clock' | 'renderConsole' | 'audienceOf' | 'onStored'>
  readonly readiness: () => Readiness
}): TeamConsole {
  const { now } = collector.clock
  const parts = {
    store,
    hasher: createPasswordHasher(),
    sessions: createSessionService(store, now),
    guesses: createGuessLimit(),
    now,
    id: newId,
  }
  const signInOf = (config: Config) => createSignIn({ ...parts, pageName: config.page.name })

  async function overview(): Promise<TeamOverview> {
    const { reasons, warnings } = readiness()
    const [counts, alerts, news] = await Promise.all([
      store.deliveryCounts(),
      store.openAlerts(),
      teamNews(store, now()),
    ])
    const countOf = (state: string): number =>
      counts.filter((one) => one.state === state).reduce((sum, { count }) => sum + count, 0)
    return {
      ...news,
      problems: reasons,
      warnings,
      deliveries: { pending: countOf('pending'), dead: countOf('dead') },
      alerts: [...new Set(alerts.filter(({ firedAt }) => firedAt !== null).map(({ rule }) => rule))],
    }
  }

  return {
    routes: (config) => ({
      accounts: createAccountService({ ...parts, pageName: config.page.name }),
      sessions: parts.sessions,
      signIn: signInOf(config),
      audit: store,
      config,
      overview,
      deliveries: createDeliveryDirectory(store, now),
      noticePages: createNoticePages(
        {
          store,
          config,
          now,
          id: newId,
          onChange: (written) => collector.onStored({ kind: 'notices', ...written }),
        },
        collector.audienceOf,
      ),
      render: collector.renderConsole,
      now,
    }),
    async logSetupLink(config, url, log) {
      const token = await signInOf(config).setupToken()
      if (token !== null)
        log.info(`make the first account of the console at ${url}${linkPath('setup', token)}`)
    },
  }
}
