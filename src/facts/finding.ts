/** What one check has against a host. */
export interface Finding {
  readonly message: string
  readonly remedy: string
}
