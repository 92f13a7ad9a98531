import { expect, test } from 'vitest'
import { announcementFields } from '../../../collector/core/announcement/fields.ts'
import { builtInLanguages, wordsOf } from '../../../collector/core/i18n/dictionaries.ts'
import {
  incidentFields,
  incidentUpdateFields,
  postmortemFields,
} from '../../../collector/core/incident/fields.ts'
import { maintenanceFields } from '../../../collector/core/maintenance/fields.ts'

const described = [
  announcementFields,
  incidentFields,
  incidentUpdateFields,
  postmortemFields,
  maintenanceFields,
]

test.each(builtInLanguages)(
  'whatever of a notice can be corrected has a name for readers of %s',
  (language) => {
    const names = described.flatMap((fields) => Object.values(fields).map(({ name }) => name))
    const { what } = wordsOf(language).corrections
    expect(names.filter((name) => !Object.hasOwn(what, name))).toEqual([])
  },
)
