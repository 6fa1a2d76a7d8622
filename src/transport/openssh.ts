import { NodeprepError } from '../errors.ts'
import type { Connection } from './connection.ts'
import { labelOf, type Target } from './target.ts'

/** Connects by the system's ssh. */
export function connectOpenssh(target: Target): Promise<Connection> {
  return Promise.reject(new NodeprepError('internal', `${labelOf(target)}: the system's ssh is not supported yet`))
}
