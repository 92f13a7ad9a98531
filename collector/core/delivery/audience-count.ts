/** How many messages a channel would send; those to subscribers are `subscribers/email` and so on. */
export type AudienceCount = { readonly channel: string; readonly count: number }
