import { NodeprepError } from '../../errors.ts'
import { LOSSES, LOSSES_OF_A_STEP, STARTS } from './limits.ts'

export function refused(why: string): NodeprepError {
  return new NodeprepError('protocol', `could not start the run on the host: ${why}`, {
    remedy: 'See that /run is there, is not read-only and has room (df -h /run; df -i /run).',
  })
}

export function lostAgain(): NodeprepError {
  return new NodeprepError('connection-lost', `the connection was lost ${LOSSES} times in a row without any progress`, {
    remedy: 'See the log of its sshd for what ends the connections. Work continues on the host.',
  })
}

export function lostInOneStep(): NodeprepError {
  return new NodeprepError('connection-lost', `gave up after ${LOSSES_OF_A_STEP} lost connections within one step`, {
    remedy:
      'Check the network and the log of sshd on the host. Work continues on the host. To reattach, run the same command again.',
  })
}

export function killed(): NodeprepError {
  return new NodeprepError('step-failed', 'the program was killed on the host before it ended', {
    remedy: 'Run the same command again: it continues where this run stopped.',
  })
}

export function neverEnds(): NodeprepError {
  return new NodeprepError('protocol', `gave up after ${STARTS} starts`, {
    remedy: 'Check on the host what stops the program; its files are in /run/nodeprep.',
  })
}
