/** True for a URL with `user@` or `user:password@` before its host. */
export function hasAccount(url: string): boolean {
  return /^[a-z]+:\/\/[^/?#]*@/i.test(url)
}
