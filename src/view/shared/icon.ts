import type { ShownStatus } from '../../../collector/core/monitoring/health.ts'

/** A shape of its own for each status, so that none is told by its colour alone. */
const shapes: Record<ShownStatus, string> = {
  operational: '<circle cx="8" cy="8" r="7"/><path class="k" d="m4.7 8.3 2.3 2.3 4.3-4.8"/>',
  degraded_performance: '<path d="M8 1 15.5 15H.5z"/><path class="k" d="M8 6v4.2m0 1.3v1.3"/>',
  partial_outage: '<circle class="o" cx="8" cy="8" r="6"/><path d="M8 2a6 6 0 0 1 0 12z"/>',
  major_outage: '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="k" d="m5.3 5.3 5.4 5.4m0-5.4-5.4 5.4"/>',
  under_maintenance: '<rect x="1.5" y="1.5" width="13" height="13" rx="3"/><path class="k" d="M5 8h6"/>',
  unknown:
    '<circle class="o d" cx="8" cy="8" r="6.2"/><path class="o" d="M6.2 6.4a1.8 1.8 0 1 1 2.6 1.7c-.6.3-.8.6-.8 1.2m0 1.7v.7"/>',
}

/** The sign of a status, hidden from screen readers: its words always stand beside it. */
export const icon = (status: ShownStatus): string =>
  `<svg class="i s-${status}" viewBox="0 0 16 16" aria-hidden="true">${shapes[status]}</svg>`
