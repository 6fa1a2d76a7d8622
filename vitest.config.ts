import { defineConfig } from 'vitest/config'
import { labGlobs } from './test/slice/lab-files.ts'

export default defineConfig({
  test: {
    // A golden file that is missing fails its test; -u writes it.
    update: 'none',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/**/*.test.ts'],
          exclude: ['test/lab/**', 'test/e2e/**', 'test/faults/*/**'],
          globalSetup: 'test/bundle.ts',
          // Tests that run programs take ten times as long on a busy machine.
          testTimeout: 120_000,
        },
      },
      {
        test: {
          name: 'lab',
          include: labGlobs,
          globalSetup: 'test/bundle.ts',
          testTimeout: 600_000,
          hookTimeout: 1_800_000,
          // Each file has hosts and networks of its own, and waits most of the time.
          maxWorkers: 2,
        },
      },
    ],
  },
})
