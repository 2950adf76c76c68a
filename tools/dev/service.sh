# SPDX-License-Identifier: GPL-3.0-or-later
# A whole service on this machine: confabd and the TURN server it hands out credentials for.

turn_port=8478

# One secret for both, made once. Readable by its owner alone, as are the files that hold it.
service_secret () {
  local file=.cache/service/turn-secret

  if [ ! -s "$file" ]; then (umask 077 && openssl rand -hex 32 > "$file"); fi
  cat "$file"
}

write_service_config () (
  umask 077
  cat > .cache/service/confabd.ini <<TEXT
[service]
listen=$service_address
state=$PWD/.cache/service

[turn]
urls=stun:127.0.0.1:$turn_port;turn:127.0.0.1:$turn_port?transport=udp;turn:127.0.0.1:$turn_port?transport=tcp
secret=$(service_secret)
TEXT
)

# Loopback only. coturn refuses to relay to loopback unless told, and on this machine there is nothing else.
start_turn_server () {
  local options=.cache/service/turnserver.conf

  have turnserver || fail "coturn is not installed"
  (umask 077 && cat > "$options" <<TEXT
listening-ip=127.0.0.1
relay-ip=127.0.0.1
listening-port=$turn_port
use-auth-secret
static-auth-secret=$(service_secret)
realm=confab
allow-loopback-peers
no-cli
no-tls
no-dtls
userdb=$PWD/.cache/service/turn.db
pidfile=$PWD/.cache/service/turn.pid
log-file=stdout
simple-log
TEXT
  )
  turnserver -c "$options" > .cache/service/turn.log 2>&1 &
  turn_pid=$!
  sleep 0.3
  kill -0 "$turn_pid" 2> /dev/null || fail "coturn did not start; see .cache/service/turn.log"
  say "A TURN server runs at 127.0.0.1:$turn_port (log: .cache/service/turn.log)."
}

word_service () {
  need_packages build run test
  configure_plain
  compile build
  if is_healthy "$service_address"; then fail "something serves http://$service_address already; end that first"; fi
  mkdir -p .cache/service
  write_service_config
  start_turn_server
  start_confabd "$service_address" .cache/service --config .cache/service/confabd.ini
  say "Ctrl+C ends both."
  trap 'stop_background "$service_pid" "$turn_pid"; hand_back_to_owner' EXIT
  trap 'exit 0' INT TERM
  wait "$service_pid"
}
