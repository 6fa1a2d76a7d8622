/** Counts hosts at work. A host that only waits for another gives its slot back, so no limit can make a deadlock. */
export class Slots {
  private free: number
  private readonly queue: (() => void)[] = []

  constructor(count: number) {
    this.free = count
  }

  async take(): Promise<void> {
    if (this.free > 0) this.free -= 1
    else await new Promise<void>((resolve) => this.queue.push(resolve))
  }

  /** For a host that goes on by itself: the count may fall below zero, and the next ones wait longer. */
  takeAnyway(): void {
    this.free -= 1
  }

  give(): void {
    this.free += 1
    if (this.free <= 0) return
    const next = this.queue.shift()
    if (!next) return
    this.free -= 1
    next()
  }
}
