import { describe, expect, it } from 'vitest'
import type { Connection } from '../../src/transport/connection.ts'
import { outcomeOf, runCommand } from './run-command.ts'

/** What every kind of connection must do with a command. */
export function describeCommands(kind: string, connection: () => Connection): void {
  describe(`a command over ${kind}`, () => {
    it('reports exit code 0 and what the command wrote', async () => {
      const outcome = await runCommand(connection(), 'echo out; echo err >&2')
      expect(outcome).toEqual({ code: 0, stdout: 'out\n', stderr: 'err\n' })
    })

    it('reports another exit code', async () => {
      expect(await runCommand(connection(), 'exit 3')).toMatchObject({ code: 3 })
    })

    it('is not harmed by quotes, newlines and characters beyond ASCII in its text', async () => {
      const outcome = await runCommand(connection(), `printf '%s\\n' "it's" 'a "b" $HOME' \\\n 'Grüße 🙂'`)
      expect(outcome.stdout).toBe('it\'s\na "b" $HOME\nGrüße 🙂\n')
    })

    it('delivers 10 MB of output whole and in order', async () => {
      const channel = await connection().open('seq -f %031.0f 327680')
      channel.end()
      const { code, stdout } = await outcomeOf(channel)
      const expected = Array.from({ length: 327_680 }, (_, i) => `${String(i + 1).padStart(31, '0')}\n`).join('')
      expect([code, stdout.length, stdout === expected]).toEqual([0, 10_485_760, true])
    })

    it('receives 1 MB of stdin whole, although it starts to read late', async () => {
      const input = Array.from({ length: 65_536 }, (_, i) => `${String(i).padStart(15, '0')}\n`).join('')
      const { stdout } = await runCommand(connection(), 'sleep 0.2; cat', input)
      expect([stdout.length, stdout === input]).toEqual([1_048_576, true])
    })

    it('answers while its stdin stays open', async () => {
      const channel = await connection().open('read line; echo "got $line"; read line; echo "then $line"')
      const heard = new Promise<string>((resolve) => channel.onStdout((chunk) => resolve(chunk.toString())))
      channel.write('one\n')
      expect(await heard).toBe('got one\n')
      channel.write(Buffer.from('two\n'))
      expect(await channel.exit).toEqual({ code: 0 })
    })

    it('loses no output that came before anybody listened', async () => {
      const channel = await connection().open('echo early; read line; echo late')
      await new Promise((resolve) => setTimeout(resolve, 50))
      channel.write('go\n')
      expect(await outcomeOf(channel)).toMatchObject({ stdout: 'early\nlate\n' })
    })

    it('runs beside another one', async () => {
      const outcomes = await Promise.all(['a', 'b', 'c'].map((word) => runCommand(connection(), `echo ${word}`)))
      expect(outcomes.map(({ stdout }) => stdout)).toEqual(['a\n', 'b\n', 'c\n'])
    })

    it('ignores what is written after its end', async () => {
      const channel = await connection().open('exit 4')
      expect(await channel.exit).toEqual({ code: 4 })
      channel.write('too late\n')
      channel.end()
    })
  })
}
