# SPDX-License-Identifier: GPL-3.0-or-later
# Every fuzz target for some seconds. New inputs stay in build-fuzz/corpus; a crash is left in build-fuzz/.

word_fuzz () {
  local seconds="${1:-60}" target name seeds status=0

  [[ "$seconds" =~ ^[0-9]+$ ]] || fail "say for how many seconds: ./dev fuzz 60"
  need_packages build run fuzz
  CC="$(tool clang)" configure build-fuzz -Dfuzzing=true -Db_sanitize=address,undefined -Db_lundef=false
  compile build-fuzz
  while read -r target; do
    name=$(basename "$target")
    # fuzz-ROOM-NAME of a folder has its seeds in corpus/NAME there.
    seeds="$(dirname "${target#build-fuzz/}")/corpus/$(sed -E 's/^fuzz-[a-z]+-//' <<< "$name")"
    [ -d "$seeds" ] || fail "$name has no seeds: $seeds is missing"
    mkdir -p "build-fuzz/corpus/$name"
    step "$name"
    "$target" -max_total_time="$seconds" -artifact_prefix=build-fuzz/ -print_final_stats=1 \
      "build-fuzz/corpus/$name" "$seeds" 2>&1 | tail -n 8 || status=1
  done < <(find build-fuzz/src -type f -executable -name 'fuzz-*' | sort)
  [ -n "${name:-}" ] || fail "there is no fuzz target in build-fuzz"
  return "$status"
}
