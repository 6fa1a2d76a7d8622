#!/usr/bin/env bash
# Runs every check, every unit test, and as many of the tests with hosts as fit into CI's time; `npm run proof` runs them all.
# The last line says `N passed, N failed`. Installs what it needs. As root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh
. scripts/stages.sh

need_test_programs
use_node "$NODE_24"
need_node_modules
export NODEPREP_SHELLS=all
check_and_unit
# The lab starts nodeprep on the oldest Node that it supports.
use_node "$NODE_22"
files=$(npx tsx scripts/lab-slice.ts)
# shellcheck disable=SC2086
suite lab $files
totals
