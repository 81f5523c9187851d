#!/usr/bin/env bash
# In place of systemd: starts an instance again when it ends. `keep.sh N` restarts instance N and returns when the
# old process is gone; `keep.sh loop N` is the loop.
set -uo pipefail
RUN="$ROOT/run"
mkdir -p "$RUN"

if [ "$1" = loop ]; then
  # shellcheck source=/dev/null
  . "$ROOT/opt/smartbalkans/current/deploy/lib.sh"
  set +e
  while :; do
    (load_settings && exec "$ROOT/opt/smartbalkans/current/deploy/serve" "$2") >>"$RUN/log.$2" 2>&1 9>&- &
    echo $! >"$RUN/instance.$2"
    wait $!
    sleep 1
  done
fi

if [ ! -e "$RUN/loop.$1" ]; then
  setsid "$0" loop "$1" </dev/null >"$RUN/loop.log.$1" 2>&1 9>&- &
  echo $! >"$RUN/loop.$1"
  exit 0
fi
old="$(cat "$RUN/instance.$1")"
kill -TERM "$old"
while kill -0 "$old" 2>/dev/null; do sleep 0.1; done
