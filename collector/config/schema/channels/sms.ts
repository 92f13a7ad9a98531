import { z } from 'zod'
import { oneOf, section } from '../../rules.ts'
import { string, stringMatching } from '../../values/basic-values.ts'
import { secretToken, teamKeys } from './common.ts'

const telephone = () =>
  stringMatching(
    /^\+[1-9]\d{5,14}$/,
    'a telephone number with its country, in quotes',
    '+33612345678',
    (text) => text.replaceAll(/[\s().-]/g, '').replace(/^00/, '+'),
  )

/** `kind: sms`. */
export const sms = section({
  kind: z.literal('sms'),
  provider: oneOf(['twilio']),
  account: secretToken('${TWILIO_SID}'),
  token: secretToken('${TWILIO_TOKEN}'),
  from: string('+15005550006').describe('Sender: a number, a name, or the id of a messaging service (MG…).'),
  to: z.array(telephone()).min(1),
  ...teamKeys,
})
