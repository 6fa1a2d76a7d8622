/**
 * How much of a host is borne before it is given up, so that one that lies or misbehaves costs the run bounded time and
 * memory. What a connection may take until it is logged in stands in transport/options.ts, how long an event may be in
 * program/protocol.ts, what each message may hold in program/messages.ts, and how often a lost connection is made anew in session.ts.
 */

/**
 * From the log-in until the facts are there, in milliseconds. A login shell that waits for a slow name service or a
 * dead file server has been seen to take more than a minute. What a person takes to type a password does not count.
 */
export const FACTS_WITHIN = 120_000

/** After so long without the facts whoever watches is told what is waited for, in milliseconds. */
export const FACTS_NOTICE = 10_000

/**
 * What a host may print until its facts are there: banners and noisy login scripts are far smaller. In bytes; the files that it
 * is asked for come on top of it.
 */
export const GREETING = 1 << 20

/**
 * From an order to start or follow a program until the host answers it, in milliseconds; after that the connection counts
 * as lost. A program is sent with its order, so a slow line needs some of it.
 */
export const ANSWER_WITHIN = 60_000

/** How often in a row the connection may be lost without one more byte from the program. */
export const LOSSES = 8

/**
 * How often the connection may be lost before the program ends one more step. A host that sends a byte and hangs up makes
 * progress of a kind, for ever.
 */
export const LOSSES_OF_A_STEP = 100

/** How often a program is started on one host in one run: again after a reboot, and after another run has ended. */
export const STARTS = 20

/** How often a silent host is asked whether its program is still alive, in milliseconds. */
export const PING = 5000

/** What one step may print that is passed on, in characters. */
export const OF_A_STEP = 4 * 1024 * 1024

/**
 * What one host may print and say in one run that is passed on, in characters: it fills neither a disk nor the memory here.
 * Nothing resets it.
 */
export const OF_A_HOST = 16 * 1024 * 1024

/** How long a host may take to clear up at the end of its run, in milliseconds. */
export const PARTED_WITHIN = 5000
