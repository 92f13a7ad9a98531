import type { CopiedTable } from './copied-table.ts'
import { monitoringTables } from './tables/monitoring.ts'
import { noticesTables } from './tables/notices.ts'
import { figuresTables } from './tables/figures.ts'
import { peopleTables } from './tables/people.ts'
import { accessTables } from './tables/access.ts'

/** Every table with facts, in an order in which rows find what they refer to. A new table is a row in the list of its subject. */
export const copiedTables: readonly CopiedTable[] = [
  ...monitoringTables,
  ...noticesTables,
  ...figuresTables,
  ...peopleTables,
  ...accessTables,
]
