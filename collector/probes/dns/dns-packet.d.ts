// The package ships no types: the part of it that is used here.
declare module 'dns-packet' {
  export type Question = { readonly type: string; readonly name: string; readonly class?: string }
  export type Answer = {
    readonly type: string
    readonly name: string
    readonly ttl?: number
    readonly data: unknown
  }
  export type Packet = {
    readonly type: 'query' | 'response'
    readonly id: number
    readonly flags: number
    /** Truncated: ask again over TCP. */
    readonly flag_tc: boolean
    readonly rcode: string
    readonly questions: readonly Question[]
    readonly answers: readonly Answer[]
  }
  type Draft = {
    readonly type: 'query' | 'response'
    readonly id: number
    readonly flags: number
    readonly questions: readonly Question[]
    readonly answers?: readonly Answer[]
  }
  export const RECURSION_DESIRED: number
  export const RECURSION_AVAILABLE: number
  export const TRUNCATED_RESPONSE: number
  export function encode(packet: Draft): Buffer
  export function decode(message: Buffer): Packet
  /** With the two bytes of length that TCP wants in front. */
  export function streamEncode(packet: Draft): Buffer
}
