# SPDX-License-Identifier: GPL-3.0-or-later
# Every test, once each, and one last line that counts them.

# What draws windows, needs real time on every core or does not run our code at all is tested as people
# run it; everything else under AddressSanitizer and UndefinedBehaviorSanitizer.
plain_suites=(layout windows netlab)

run_suites () {
  local folder="$1" status=0

  step "Testing in $folder"
  rm -f "$folder/meson-logs/testlog.json"
  meson test -C "$folder" --no-rebuild "${@:2}" >&2 < /dev/null || status=$?
  [ -s "$folder/meson-logs/testlog.json" ] || fail "meson ran no test in $folder (status $status)"
  tools/dev/known_fault.py "$folder"
}

word_test () {
  local chosen=() left_out=() suite

  need_packages build run demo test
  configure_plain
  configure_sanitized
  compile build
  compile build-asan
  for suite in "${plain_suites[@]}"; do
    chosen+=(--suite "$suite")
    left_out+=(--no-suite "$suite")
  done
  run_suites build-asan "${left_out[@]}"
  run_suites build "${chosen[@]}"
  tools/dev/tally.py build-asan/meson-logs/testlog.json build/meson-logs/testlog.json
}

# The soak programs stand in tests/soak and say themselves how long they take.
word_soak () {
  local program status=0

  need_packages build run demo test
  configure_plain
  compile build
  for program in tests/soak/*.py; do
    [ -x "$program" ] || fail "there is no soak program in tests/soak"
    step "$program"
    "$program" --build build || status=1
  done
  return "$status"
}
