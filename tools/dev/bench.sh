# SPDX-License-Identifier: GPL-3.0-or-later
# Benchmarks: one folder of bench/ each, with a program of the folder's name and a line in bench/README.md.

list_benchmarks () {
  local program

  say "The benchmarks:"
  for program in bench/*/*.py; do
    if [ "$(basename "$program" .py)" = "$(basename "$(dirname "$program")")" ]; then
      say "  ./dev bench $(basename "$program" .py)"
    fi
  done
}

word_bench () {
  local name="${1:-}" program

  if [ -z "$name" ]; then
    list_benchmarks
    return
  fi
  program="bench/$name/$name.py"
  [ -x "$program" ] || { list_benchmarks; fail "there is no benchmark '$name'"; }
  need_packages build run demo test bench
  # Measured as a distribution would build it.
  configure build-bench --buildtype=release -Db_ndebug=false
  compile build-bench
  compile build-bench tests/frame-tracer/libgstconfabframes.so bench-programs
  CONFAB_BUILD_DIR=build-bench "$program" --build build-bench "${@:2}"
}
