# Sourced by check.sh and test.sh: checks and test suites, each with its time and its counts.

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT

# record NAME SINCE PASSED FAILED
record() {
  printf '%s %s\n' "$3" "$4" >>"$results/counts"
  printf '== %-20s %4d passed %3d failed %5d s\n' "$1" "$3" "$4" "$((SECONDS - $2))" | tee -a "$results/table"
}

# check NAME COMMAND…  one check that passes or fails as a whole; what it prints is shown when it fails.
check() {
  local name=$1 since=$SECONDS output
  shift
  if output=$("$@" 2>&1); then record "$name" "$since" 1 0; else
    printf '%s\nFAILED: %s\n' "$output" "$name"
    record "$name" "$since" 0 1
  fi
}

# suite NAME [OPTION…] [FILE…]  a vitest project, or some files of it; each of its tests counts.
suite() {
  local file=$results/$1.json sums since=$SECONDS
  npx vitest run --project "$@" --reporter=default --reporter=json --outputFile.json="$file" || true
  sums=$(npx tsx scripts/sum-tests.ts "$file")
  record "tests: $1" "$since" "${sums% *}" "${sums#* }"
}

static_checks() {
  check 'types' npx tsc --noEmit
  check 'imports' npx depcruise --output-type err-long src
  check 'lint' npx eslint --cache --cache-location node_modules/.cache/eslint/ .
  check 'format' npx prettier --check --cache .
  check 'unused code' npx knip
  check 'documentation' npm run --silent docs -- --check
  check 'package' npx publint --strict
}

# check_and_unit  the static checks beside the unit tests; before them the bundle, which the tests of the command line start.
check_and_unit() {
  check 'bundle' npm run --silent build
  static_checks &
  suite unit --maxWorkers=100%
  wait
}

# totals  the last line; fails if anything did.
totals() {
  echo
  cat "$results/table"
  awk '{ passed += $1; failed += $2 } END { print passed " passed, " failed " failed"; exit failed > 0 }' "$results/counts"
}
