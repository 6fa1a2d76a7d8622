import { NodeprepError } from '../errors.ts'
import { LOSSES, LOSSES_OF_A_STEP, STARTS } from './bounds.ts'

export function refused(why: string): NodeprepError {
  return new NodeprepError('protocol', `the host did not take the program: ${why}`, {
    remedy: 'See that /run is there, is not read-only and has room (df -h /run; df -i /run).',
  })
}

export function lostAgain(): NodeprepError {
  return new NodeprepError('connection-lost', `the connection was lost ${LOSSES} times in a row without any progress`, {
    remedy: 'See the log of its sshd for what ends the connections. What runs on the host goes on.',
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
    remedy: 'Run the same command again: it goes on where this one stopped.',
  })
}

export function neverEnds(): NodeprepError {
  return new NodeprepError('protocol', `the program was started ${STARTS} times and never came to its end`, {
    remedy: 'See on the host what ends it or keeps it from running: it lies in /run/nodeprep.',
  })
}
