import type { Announcement } from '../core/announcement/announcement.ts'
import type { ChangeKind } from './changes.ts'
import type { Incident } from '../core/incident/incident.ts'
import type { Maintenance } from '../core/maintenance/maintenance.ts'
import type { Transition } from '../core/monitoring/transition.ts'

/** Something that became durable, and that readers or the team may see. */
export type StoredChange =
  /** The recorder stored changes of health, and the incidents they opened, updated or resolved. */
  | {
      readonly kind: 'monitoring'
      readonly transitions: readonly Transition[]
      /** What was wrong by the last of the checks stored, in words, by monitor; without those that found nothing wrong. */
      readonly faults: ReadonlyMap<string, string>
      readonly incidents: readonly Incident[]
    }
  /** This process stored notices that people wrote. */
  | {
      readonly kind: 'notices'
      readonly incidents?: readonly Incident[]
      readonly maintenances?: readonly Maintenance[]
      readonly announcements?: readonly Announcement[]
    }
  /** Occurrences of recurring maintenance were added, changed or taken away. */
  | { readonly kind: 'recurring_maintenance' }
  /** Points of metrics were stored. */
  | { readonly kind: 'metrics' }
  /** Reports were frozen or corrected. */
  | { readonly kind: 'reports' }
  /** Another process committed changes of these kinds. */
  | { readonly kind: 'external'; readonly kinds: ReadonlySet<ChangeKind> }
