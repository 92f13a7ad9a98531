import type { ComponentConfig } from '../core/config/config.ts'

/** A component as it was last configured, whether it still is or not. */
export type ComponentRecord = {
  readonly component: string
  /** Its first appearance in the configuration, ms. */
  readonly firstAt: number
  /** When it was no longer in the configuration, ms; null while it is. */
  readonly goneAt: number | null
  /** Without its monitors; null for one last seen before that was kept. */
  readonly body: Pick<ComponentConfig, 'id' | 'name' | 'group' | 'tier'> | null
}

/** Reads which components there are and were. */
export type ComponentReader = {
  /** First appearance of every component ever configured. */
  components(): Promise<ReadonlyMap<string, number>>
  /** Every component ever configured, by id. */
  componentRecords(): Promise<readonly ComponentRecord[]>
}
