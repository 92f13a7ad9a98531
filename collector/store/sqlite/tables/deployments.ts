import type { Database } from 'better-sqlite3'
import type { Deployment } from '../../../core/deployment/deployment.ts'
import type { Interval } from '../../../core/time/interval.ts'

/** Deployments, whole, as JSON. */
export function deploymentTable(db: Database) {
  const put = db.prepare<[string, number, string]>(
    'INSERT OR REPLACE INTO deployments (id, started_at, body) VALUES (?, ?, ?)',
  )
  const get = db.prepare<[string], string>('SELECT body FROM deployments WHERE id = ?').pluck()
  const all = db.prepare<[], string>('SELECT body FROM deployments ORDER BY started_at DESC, id').pluck()
  const parse = (body: string): Deployment => JSON.parse(body) as Deployment
  return {
    put(deployment: Deployment): void {
      put.run(deployment.id, deployment.startedAt, JSON.stringify(deployment))
    },
    get(id: string): Deployment | null {
      const body = get.get(id)
      return body === undefined ? null : parse(body)
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
  }
}
