/** Says that node-ssh cannot make this connection, but the system's ssh may. The message is the reason. */
export class NeedsOpenssh extends Error {
  override readonly name = 'NeedsOpenssh'
}
