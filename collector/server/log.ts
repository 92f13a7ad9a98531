/** Where the server says what went wrong. Requests are not logged: their addresses hold tokens. */
export type ServerLog = {
  warn(message: string): void
  error(message: string): void
}
