import type { AuditActor } from '../core/account/audit-chain.ts'
import { suggest, orList } from '../core/text/suggest.ts'
import type { Config } from '../core/config/config.ts'
import type { Deployment } from '../core/deployment/deployment.ts'
import { finishDeployment, deploymentOutcomes, startDeployment } from '../core/deployment/commands.ts'
import { beginWatch } from '../core/deployment/deployment-watch.ts'
import type { Receipt } from '../store/access-store.ts'
import { Conflict } from '../store/store.ts'
import { ValidationError, type Issue } from '../notices/rules/validation-error.ts'
import { auditOfDeployment } from './deployment-audit.ts'
import { FinishDeployment, StartDeployment } from './deployment-schema.ts'
import { parseInput, quoteInput } from '../notices/rules/validate.ts'
import type { FactWriter, Facts } from '../store/facts.ts'
import type { DeploymentReader } from '../store/deployment-store.ts'

/** What the deployment service works with. */
export type DeploymentServiceDeps = {
  readonly store: FactWriter & DeploymentReader
  readonly config: Pick<Config, 'components' | 'deployments'>
  /** ms since the epoch. */
  readonly now: () => number
  /** A new id. */
  readonly id: () => string
  /** Called once something is on record. */
  readonly changed?: () => void
}

/** Written in the same transaction as the deployment, from what it became. */
type DeploymentReceipt = (deployment: Deployment) => Receipt

/** Where deployments are told, by command and by the API. Every method rejects with ValidationError or StoreError. */
export type DeploymentService = {
  /** Newest start first. */
  all(): Promise<readonly Deployment[]>
  /** @throws ValidationError not_found */
  get(id: string): Promise<Deployment>
  /** `version, components?, url?`; see `schema-deployment.ts`. */
  start(input: unknown, actor: AuditActor, receipt?: DeploymentReceipt): Promise<Deployment>
  /** `outcome`. Told again it changes nothing. @throws ValidationError not_now where it ended otherwise */
  finish(id: string, input: unknown, actor: AuditActor, receipt?: DeploymentReceipt): Promise<Deployment>
}

/** What to write in the fields of a deployment. */
const advice = {
  '': '{ "version": "2.14.0" }',
  version: 'what is brought out, in quotes, such as "2.14.0"',
  components: 'a list of ids: ["ID"]',
  url: 'an address such as "https://ci.example/runs/77"',
  outcome: orList(deploymentOutcomes),
}

/** Open it; several may be open on one store, in several processes. */
export function createDeploymentService({
  store,
  config,
  now,
  id: newId,
  changed,
}: DeploymentServiceDeps): DeploymentService {
  const known = config.components.map(({ id }) => id)

  async function get(id: string): Promise<Deployment> {
    const deployment = await store.deployment(id)
    if (deployment) return deployment
    throw new ValidationError('not_found', [
      { path: '', message: 'There is no such deployment. Look its id up in the list.' },
    ])
  }

  async function write(deployment: Deployment, facts: Facts): Promise<Deployment> {
    await store.commit({ ...facts, deployments: [deployment] })
    changed?.()
    return deployment
  }

  return {
    all: () => store.deployments(),
    get,
    start(input, actor, receipt) {
      const { version, components = [], url } = parseInput(StartDeployment, input, advice)
      const issues = [...unknownOf(components, known), ...addressOf(url)]
      if (issues.length > 0) throw new ValidationError('invalid', issues)
      const address = url === undefined ? null : new URL(url).href
      const deployment = startDeployment({ id: newId(), version, components, url: address }, now())
      // From the first moment on: a later `deploy guard` finds it watched, and may watch it for longer.
      const watch = beginWatch(deployment.id, deployment.startedAt, config.deployments.watch)
      return write(
        { ...deployment, watch },
        {
          deploymentWatches: [watch],
          receipts: receipt ? [receipt({ ...deployment, watch })] : [],
          audit: [auditOfDeployment('start', deployment.id, actor, deployment.startedAt, { version })],
        },
      )
    },
    async finish(id, input, actor, receipt) {
      const { outcome } = parseInput(FinishDeployment, input, {
        ...advice,
        '': '{ "outcome": "succeeded" }',
      })
      for (let tried = false; ; tried = true) {
        const current = await get(id)
        const next = finishDeployment(current, outcome, now())
        if (!next)
          throw new ValidationError('not_now', [
            {
              path: 'outcome',
              message: `It finished as "${current.outcome}" before. Write that, or start another deployment.`,
            },
          ])
        const receipts = receipt ? [receipt(next)] : []
        if (next === current) {
          if (receipts.length > 0) await store.commit({ receipts })
          return current
        }
        try {
          const audit = [auditOfDeployment('finish', id, actor, now(), { version: next.version, outcome })]
          return await write(next, { receipts: [...receipts, endOf(next)], audit })
        } catch (error) {
          // Somebody ended it at the same time, or the very same request is done: the one is looked at, the other told.
          if (!(error instanceof Conflict) || tried) throw error
        }
      }
    },
  }
}

/** A deployment ends once: of two that end it at the same time, in two processes even, one finds this key taken. */
const endOf = ({ id, outcome, finishedAt }: Deployment): Receipt => ({
  key: `deployment ${id} has ended`,
  request: '',
  status: 200,
  answer: outcome ?? '',
  at: finishedAt ?? 0,
})

const unknownOf = (components: readonly string[], known: readonly string[]): Issue[] =>
  components.flatMap((id, index) => {
    if (known.includes(id)) return []
    const near = suggest(id, known)
    const there = known.length > 12 ? `${known.slice(0, 12).join(', ')} …` : known.join(', ')
    return [
      {
        path: `components.${index}`,
        message: `There is no component ${quoteInput(id)}. ${near === undefined ? `There are: ${there}.` : `Did you mean "${near}"?`}`,
      },
    ]
  })

/** Only addresses that a reader may follow. */
function addressOf(url: string | undefined): Issue[] {
  const read = url === undefined || !URL.canParse(url) ? null : new URL(url)
  const isWeb = read !== null && /^https?:$/.test(read.protocol)
  if (url === undefined || (isWeb && read.username === '' && read.password === '')) return []
  return [
    {
      path: 'url',
      message: isWeb
        ? 'has a name or a password in it. Write an address without.'
        : `is ${quoteInput(url)}. Write an address such as "https://ci.example/runs/77".`,
    },
  ]
}
