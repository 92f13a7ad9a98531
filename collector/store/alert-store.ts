import type { Alert, AlertSilence } from '../core/alert/alert.ts'

/** Reads what alert rules watch for, and who is not told. */
export type AlertReader = {
  /** Those that are pending or fire, oldest first. */
  openAlerts(): Promise<readonly Alert[]>
  /** Those that fired, newest first. */
  firedAlerts(limit: number): Promise<readonly Alert[]>
  alert(id: string): Promise<Alert | null>
  /** Those that are not over at an instant (ms), or all, by their ends. */
  alertSilences(now?: number): Promise<readonly AlertSilence[]>
}
