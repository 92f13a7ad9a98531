import { exactText } from '../../../collector/core/metric/metric-number.ts'
import type { MetricView } from '../../../collector/core/metric/metric.ts'
import type { NumberCondition } from '../../../collector/core/monitoring/monitor.ts'
import { fillPlaceholders } from '../../../collector/core/i18n/sentences.ts'
import type { View } from '../shared/view.ts'

/** A condition in words: `under 80 %`. */
export const comparedText = (view: View, { unit }: Pick<MetricView, 'unit'>, is: NumberCondition): string =>
  fillPlaceholders(view.words.metrics.compared[is.operator], { value: exactText(view, unit, is.value) })
