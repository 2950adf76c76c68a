# SPDX-License-Identifier: GPL-3.0-or-later
# Every fuzz target for some seconds. New inputs stay in build-fuzz/corpus; a crash is left in build-fuzz/.

word_fuzz () {
  local seconds="${1:-60}" target name seeds status=0

  [[ "$seconds" =~ ^[0-9]+$ ]] || fail "say for how many seconds: ./dev fuzz 60"
  need_packages build run fuzz
  CC="$(tool clang)" configure build-fuzz -Dfuzzing=true -Db_sanitize=address,undefined -Db_lundef=false
  compile build-fuzz
  for target in build-fuzz/src/*/fuzz/fuzz-* build-fuzz/src/*/fuzz-*; do
    if [ ! -f "$target" ] || [ ! -x "$target" ]; then continue; fi
    name=$(basename "$target")
    mkdir -p "build-fuzz/corpus/$name"
    seeds=$(find src -type d -path "*/fuzz/*" -name "${name#fuzz-}*" | head -n 1)
    step "$name"
    "$target" -max_total_time="$seconds" -artifact_prefix=build-fuzz/ -print_final_stats=1 \
      "build-fuzz/corpus/$name" ${seeds:+"$seeds"} 2>&1 | tail -n 8 || status=1
  done
  return "$status"
}
