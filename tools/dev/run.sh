# SPDX-License-Identifier: GPL-3.0-or-later
# Starting Confab for a person: the app beside a meeting service, or the demo where there is no display.

service_address=127.0.0.1:8470

has_display () {
  [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]
}

# A person's display belongs to the person: nothing graphical runs as root because of `sudo ./dev run`.
run_as_person () {
  if [ "$(id -u)" = 0 ] && [ -n "${SUDO_USER:-}" ] && [ "$SUDO_USER" != root ]; then
    hand_back_to_owner
    sudo -u "$SUDO_USER" -- env ${DISPLAY:+"DISPLAY=$DISPLAY"} ${WAYLAND_DISPLAY:+"WAYLAND_DISPLAY=$WAYLAND_DISPLAY"} \
      "XDG_RUNTIME_DIR=/run/user/$SUDO_UID" "DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/$SUDO_UID/bus" "$@"
  else
    "$@"
  fi
}

is_healthy () {
  curl -fsS -m 2 "http://$1/health" > /dev/null 2>&1
}

# start_confabd ADDRESS STATE [OPTION…]: in the background; $service_pid is its id, or empty if one ran already
start_confabd () {
  local address="$1" state="$2" tries

  service_pid=""
  if is_healthy "$address"; then
    say "A meeting service answers at http://$address already; using it."
    return
  fi
  mkdir -p "$state"
  run_as_person build/src/confabd/confabd --listen "$address" --state "$state" "${@:3}" > "$state/confabd.log" 2>&1 &
  service_pid=$!
  for tries in $(seq 100); do
    if is_healthy "$address"; then
      say "The meeting service runs on this machine at http://$address (log: $state/confabd.log)."
      return
    fi
    kill -0 "$service_pid" 2> /dev/null || break
    sleep 0.05
  done
  stop_background "$service_pid"
  tail -n 5 "$state/confabd.log" >&2
  fail "the meeting service did not start; its last lines are above"
}

stop_background () {
  local pid

  for pid in "$@"; do
    if [ -n "$pid" ]; then kill "$pid" 2> /dev/null || true; wait "$pid" 2> /dev/null || true; fi
  done
}

word_run () {
  local status=0

  if ! has_display; then
    say "There is no display here, so two people meet on a virtual one instead."
    word_demo
    return
  fi
  word_build
  start_confabd "$service_address" .cache/service
  say "For a second person on this desktop: ./dev run --profile /tmp/somebody-else LINK (the meeting service ends with the window that started it)."
  run_as_person env "CONFAB_LOCALE_DIR=$PWD/build/po" "CONFAB_SCHEMA_DIR=$PWD/build/data" \
    "CONFAB_MANUAL_DIR=$PWD/docs/manual" build/src/app/confab --service "http://$service_address" "$@" || status=$?
  stop_background "$service_pid"
  return "$status"
}

word_demo () {
  need_packages build run demo
  configure_plain
  compile build
  [ -x tests/demo/demo.py ] || fail "tests/demo/demo.py is missing"
  step "Two people meet on a virtual display"
  tests/demo/demo.py --build build --out build/demo || fail "the demo failed; its log and pictures are in build/demo"
  say "The pictures are in $PWD/build/demo:"
  ls build/demo/*.png >&2
}
