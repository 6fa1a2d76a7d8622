import { testGolden, testRefused } from './copy/tests.ts'

const kubernetes = { packages: ['kubelet=1.20.2', 'kubectl=1.20', 'socat'], repository: 'kubernetes', hold: true }

testGolden('package', [
  { name: 'apt', params: kubernetes },
  { name: 'apt-any', params: { packages: ['conntrack'] } },
  { name: 'yum', params: kubernetes, on: 'centos7' },
  { name: 'dnf', params: kubernetes, on: 'rocky9' },
  { name: 'dnf5', params: kubernetes, on: 'fedora42' },
])

const message = 'packages.0: write a package name, with `=version` if a version is wanted: socat or kubelet=1.31.4'
testRefused('package', [
  [{ packages: [] }, 'packages: name at least one package'],
  [{ packages: ['--allow-downgrades'] }, message],
  [{ packages: ['a b'] }, message],
  [{ packages: ['a=1.2*'] }, message],
  [{ packages: ['a='] }, message],
  [{ packages: ['a=$(id)'] }, message],
  [{ packages: [1.2] }, 'packages.0: Invalid input: expected string, received number'],
])
