import type { ChecklistTick } from '../../../core/deployment/checklist.ts'
import type { Deployment } from '../../../core/deployment/deployment.ts'
import type { DeploymentWatch } from '../../../core/deployment/deployment-watch.ts'
import type { Interval } from '../../../core/time/interval.ts'
import { columnsOf, type Sql } from '../sql.ts'
import { selectBodies, lastOfEach, putVersioned, type VersionedTable } from './versioned.ts'

type WatchedRow = { readonly body: string; readonly watch: string | null }

const watches: VersionedTable<DeploymentWatch> = {
  name: 'deployment_watches',
  key: 'deployment',
  idOf: ({ deployment }) => deployment,
  columns: [
    ['verdict', 'text'],
    ['until', 'bigint'],
  ],
  valuesOf: ({ verdict, until }) => [verdict, until],
  conflict: ({ deployment }) => `the watch over deployment ${deployment} was changed by another process`,
}

const select = `SELECT deployments.body AS body, deployment_watches.body AS watch FROM deployments
  LEFT JOIN deployment_watches ON deployment_watches.deployment = deployments.id`
const parse = ({ body, watch }: WatchedRow): Deployment => ({
  ...(JSON.parse(body) as Deployment),
  ...(watch !== null && { watch: JSON.parse(watch) as DeploymentWatch }),
})

/** Deployments, the watches over them and their check lists. Writes are in a transaction. */
export const deploymentTable = {
  async get(sql: Sql, id: string): Promise<Deployment | null> {
    const row = await sql.row<WatchedRow>(`${select} WHERE id = $1`, id)
    return row ? parse(row) : null
  },
  /** One under way touches everything after its start. */
  async all(sql: Sql, within?: Interval): Promise<readonly Deployment[]> {
    const rows = await sql.rows<WatchedRow>(`${select} ORDER BY started_at DESC, id`)
    return rows
      .map(parse)
      .filter(
        (one) =>
          !within ||
          (one.startedAt < within.to && (one.finishedAt === null || one.finishedAt >= within.from)),
      )
  },
  async put(sql: Sql, list: readonly Deployment[]): Promise<void> {
    if (list.length === 0) return
    // What watches it has a table of its own: JSON leaves out what is undefined.
    const rows = lastOfEach(list, ({ id }) => id).map(
      (one) => [one.id, one.startedAt, JSON.stringify({ ...one, watch: undefined })] as const,
    )
    await sql.run(
      `INSERT INTO deployments (id, started_at, body) SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[])
       ON CONFLICT (id) DO UPDATE SET started_at = excluded.started_at, body = excluded.body`,
      ...columnsOf(3, rows),
    )
  },
  /** See putVersioned. */
  putWatches: (sql: Sql, list: readonly DeploymentWatch[]): Promise<void> => putVersioned(sql, watches, list),
  pendingWatches: (sql: Sql): Promise<readonly DeploymentWatch[]> =>
    selectBodies(
      sql,
      "SELECT body FROM deployment_watches WHERE verdict = 'pending' ORDER BY until, deployment",
    ),
  async addTicks(sql: Sql, list: readonly ChecklistTick[]): Promise<void> {
    if (list.length === 0) return
    await sql.run(
      `INSERT INTO checklist_ticks (deployment, step, done, at, by)
       SELECT deployment, step, done, at, by
       FROM unnest($1::text[], $2::text[], $3::boolean[], $4::bigint[], $5::text[]) WITH ORDINALITY
         AS new (deployment, step, done, at, by, position) ORDER BY position`,
      ...columnsOf(
        5,
        list.map(({ deployment, step, done, at, by }) => [deployment, step, done, at, by]),
      ),
    )
  },
  ticks: (sql: Sql, deployment: string | null): Promise<readonly ChecklistTick[]> =>
    sql.rows<ChecklistTick>(
      `SELECT deployment, step, done, at, by FROM checklist_ticks
       WHERE $1::text IS NULL OR deployment = $1 ORDER BY sequence`,
      deployment,
    ),
}
