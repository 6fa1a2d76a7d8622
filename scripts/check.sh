#!/usr/bin/env bash
# What to run before a commit: static checks and unit tests, without hosts. The last line says `N passed, N failed`. As root.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. scripts/setup.sh
. scripts/stages.sh

need_test_programs
need_node
need_node_modules
check_and_unit
totals
