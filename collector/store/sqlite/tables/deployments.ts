import type { Database } from 'better-sqlite3'
import type { ChecklistTick } from '../../../core/deployment/checklist.ts'
import type { Deployment } from '../../../core/deployment/deployment.ts'
import type { DeploymentWatch } from '../../../core/deployment/deployment-watch.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { Conflict } from '../../store.ts'

type DeploymentRow = { readonly body: string; readonly watch: string | null }
type TickRow = Omit<ChecklistTick, 'done'> & { readonly done: 0 | 1 }

const columns = `SELECT deployments.body AS body, deployment_watches.body AS watch FROM deployments
  LEFT JOIN deployment_watches ON deployment_watches.deployment = deployments.id`

/** Deployments, the watches over them and their check lists. */
export function deploymentTable(db: Database) {
  const put = db.prepare<[string, number, string]>(
    'INSERT OR REPLACE INTO deployments (id, started_at, body) VALUES (?, ?, ?)',
  )
  const get = db.prepare<[string], DeploymentRow>(`${columns} WHERE id = ?`)
  const all = db.prepare<[], DeploymentRow>(`${columns} ORDER BY started_at DESC, id`)
  const parse = ({ body, watch }: DeploymentRow): Deployment => ({
    ...(JSON.parse(body) as Deployment),
    ...(watch !== null && { watch: JSON.parse(watch) as DeploymentWatch }),
  })
  return {
    put(deployment: Deployment): void {
      // What watches it has a table of its own: JSON leaves out what is undefined.
      put.run(deployment.id, deployment.startedAt, JSON.stringify({ ...deployment, watch: undefined }))
    },
    get(id: string): Deployment | null {
      const row = get.get(id)
      return row === undefined ? null : parse(row)
    },
    /** See Store.deployments: one under way touches everything after its start. */
    all: (within?: Interval): readonly Deployment[] =>
      all
        .all()
        .map(parse)
        .filter(
          (one) =>
            !within ||
            (one.startedAt < within.to && (one.finishedAt === null || one.finishedAt >= within.from)),
        ),
    ...watchQueries(db),
    ...tickQueries(db),
  }
}

function watchQueries(db: Database) {
  const putWatch = db.prepare<[string, number, string, number, string]>(
    'INSERT OR REPLACE INTO deployment_watches (deployment, version, verdict, until, body) VALUES (?, ?, ?, ?, ?)',
  )
  const getWatch = db
    .prepare<[string], string>('SELECT body FROM deployment_watches WHERE deployment = ?')
    .pluck()
  const pending = db
    .prepare<[], string>(
      "SELECT body FROM deployment_watches WHERE verdict = 'pending' ORDER BY until, deployment",
    )
    .pluck()
  return {
    /** Resolves to the watch it replaces. In a transaction. @throws Conflict */
    putWatch(watch: DeploymentWatch): DeploymentWatch | null {
      const { deployment, version, verdict, until } = watch
      const body = getWatch.get(deployment)
      const before = body === undefined ? null : (JSON.parse(body) as DeploymentWatch)
      if (version !== (before?.version ?? 0) + 1)
        throw new Conflict(`the watch over deployment ${deployment} was changed by another process`, null)
      putWatch.run(deployment, version, verdict, until, JSON.stringify(watch))
      return before
    },
    pendingWatches: (): readonly DeploymentWatch[] =>
      pending.all().map((body) => JSON.parse(body) as DeploymentWatch),
  }
}

function tickQueries(db: Database) {
  const addTick = db.prepare<[string, string, 0 | 1, number, string | null]>(
    'INSERT INTO checklist_ticks (deployment, step, done, at, by) VALUES (?, ?, ?, ?, ?)',
  )
  const ticks = db.prepare<[string | null, string | null], TickRow>(
    'SELECT deployment, step, done, at, by FROM checklist_ticks WHERE ? IS NULL OR deployment = ? ORDER BY sequence',
  )
  return {
    /** In a transaction. */
    addTick({ deployment, step, done, at, by }: ChecklistTick): void {
      addTick.run(deployment, step, done ? 1 : 0, at, by)
    },
    ticks: (deployment: string | null): readonly ChecklistTick[] =>
      ticks.all(deployment, deployment).map((row) => ({ ...row, done: row.done === 1 })),
  }
}
