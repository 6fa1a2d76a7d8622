#!/usr/bin/env bash
# Runs every check and every test; the last line says `N passed, N failed`. Installs what it needs. As root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

need_programs sshd:openssh-server ssh:openssh-client busybox:busybox gpg:gpg sysctl:procps modprobe:kmod \
  sudo:sudo script:bsdutils ip:iproute2 curl:curl buildah:buildah
use_node "$NODE_24"
need_node_modules

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
passed=0 failed=0

# check NAME COMMAND…  one check that passes or fails as a whole.
check() {
  local name=$1
  shift
  echo "== $name"
  if "$@"; then passed=$((passed + 1)); else failed=$((failed + 1)) && echo "FAILED: $name"; fi
}

# suite NAME [OPTION…]  a vitest project; each of its tests counts.
suite() {
  echo "== tests: $1"
  local file=$results/$1.json sums
  npx vitest run --project "$@" --reporter=default --reporter=json --outputFile.json="$file" || true
  sums=$(npx tsx scripts/sum-tests.ts "$file")
  passed=$((passed + ${sums% *})) failed=$((failed + ${sums#* }))
}

check 'types' npx tsc --noEmit
check 'lint' npx eslint .
check 'format' npx prettier --check .
check 'unused code' npx knip
check 'documentation is up to date' npm run --silent docs -- --check
check 'bundle' npm run --silent build
check 'package' npx publint --strict
suite unit --maxWorkers=100%
# The lab starts nodeprep on the oldest Node that it supports.
use_node "$NODE_22"
suite lab

echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
