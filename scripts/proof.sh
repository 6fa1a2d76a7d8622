#!/usr/bin/env bash
# What takes too long for CI; see `npm run proof -- --help`. Installs what it needs. As root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh

need_test_programs
use_node "$NODE_22"
need_node_modules
exec npx tsx test/proof/proof.ts "$@"
