# shellcheck shell=bash
# Functions and folders of the scripts in this folder. Sourced, not run.
# ROOT=/some/folder installs into that folder for a rehearsal: without users, services and packages of Debian.

set -euo pipefail

ROOT="${ROOT:-}"
HERE="$(cd -P "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)" # the release that this script belongs to
OWNER=smartbalkans
HOME_DIR="$ROOT/opt/smartbalkans"
# shellcheck disable=SC2034  # used by the scripts that source this file
STATE="$ROOT/var/lib/smartbalkans"
SETTINGS="$ROOT/etc/smartbalkans/portal.env"
BACKUPS="$ROOT/var/backups/smartbalkans"
UNITS="$ROOT/etc/systemd/system"
OPTIONS="$HOME_DIR/options" # of the last installation
NGINX="$ROOT/etc/nginx"
SECONDS_TO_START="${SECONDS_TO_START:-60}"
if [ -n "$ROOT" ]; then
  systemctl() { :; }
  nginx() { :; }
fi

say() { printf '%s\n' "$@"; }

fail() {
  printf '%s\n' "$*" >&2
  exit 1
}

require_root() {
  [ -n "$ROOT" ] || [ "$(id -u)" = 0 ] || fail "Run this as root: sudo $0"
}

# Only one installation or upgrade at a time.
lock() {
  mkdir -p "$HOME_DIR"
  exec 9>"$HOME_DIR/.lock"
  flock --nonblock 9 || fail "Another installation or upgrade is running."
}

# Export the portal's settings, as systemd reads them. The file is read, and not executed.
load_settings() {
  local line value pattern='^[[:space:]]*([A-Za-z_][A-Za-z0-9_]*)[[:space:]]*=[[:space:]]*(.*)$'
  while IFS= read -r line || [ -n "$line" ]; do
    [[ "$line" =~ $pattern ]] || continue
    value="${BASH_REMATCH[2]}"
    value="${value%"${value##*[![:space:]]}"}"
    case "$value" in \"*\" | \'*\') value="${value:1:-1}" ;; esac
    export "${BASH_REMATCH[1]}=$value"
  done <"$SETTINGS"
}

# Print a setting of the portal, or nothing, also to those who may not read the file.
setting() { [ ! -r "$SETTINGS" ] || (unset "$1" && load_settings && printf '%s' "${!1:-}"); }

# Print an option of the last installation, or nothing, as above.
option() { [ ! -r "$OPTIONS" ] || sed -n "s/^$1=//p" "$OPTIONS"; }

FIRST_PORT="${FIRST_PORT:-$(setting FIRST_PORT)}"
FIRST_PORT="${FIRST_PORT:-8000}" # instance 1 listens on the next one
INSTANCES="${INSTANCES:-$(option INSTANCES)}"
INSTANCES="${INSTANCES:-1 2}"
DOMAIN="$(option DOMAIN)"
TLS="$(option TLS)"

uses_postgresql() { [[ "$(setting DATABASE_URL)" = postgres* ]]; }

# Run a command as the portal's user, with its settings.
as_portal() {
  (
    load_settings
    umask 027
    if [ -z "$ROOT" ] && [ "$(id -u)" = 0 ]; then
      exec runuser --user "$OWNER" -- "$@"
    fi
    exec "$@"
  )
}

# Run manage.py of a release.
manage() {
  local release="$1"
  shift
  as_portal env STATIC_DIR="$release/public/static" "$release/.venv/bin/python" "$release/manage.py" "$@"
}

# Copy this release's files into a new folder, with an environment of its own, and set `release`.
copy_release() {
  release="$HOME_DIR/releases/$(date -u +%Y%m%d-%H%M%S)-$$"
  mkdir -p "$release"
  tar --create --directory "$HERE" --exclude=./.git --exclude=./.venv --exclude=./var --exclude=./public . |
    tar --extract --directory "$release" --no-same-owner
  mkdir -p "$release/public/static"
  if [ -n "${VENV:-}" ]; then # a rehearsal uses the environment that is there
    ln -s "$VENV" "$release/.venv"
  else
    python3 -m venv "$release/.venv"
    # With the optional packages: a setting that needs one works after a restart, in each later release, too.
    "$release/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
      --requirement "$release/requirements/extras.txt"
  fi
  "$release/.venv/bin/python" -m compileall -q "$release"/{smartbalkans,trainings,projects,organisations,catalogue}
  if [ -z "$ROOT" ]; then
    chown -R root:root "$release"
    chown -R "$OWNER:$OWNER" "$release/public"
  fi
}

# Migrate, update what is outdated, and collect the static files. The other release still serves.
prepare_release() {
  local public="$1/public"
  manage "$1" migrate --verbosity 0 --no-input &&
    { manage "$1" rebuild_search --check >/dev/null || manage "$1" rebuild_search; } &&
    manage "$1" collectstatic --verbosity 0 --no-input &&
    chmod -R go+rX "$public" &&
    # The web server's folder has the files of all releases that are kept; their names contain their digests.
    mkdir -p "$HOME_DIR/static" &&
    cp --archive --link --force "$public/static/." "$HOME_DIR/static/"
}

# Point a link to another folder at once.
point() {
  ln -sfn "$2" "$1.new"
  mv -T "$1.new" "$1"
}

target_of() { [ ! -L "$1" ] || readlink "$1"; }

# Let the processes serve another release, one instance after the other.
switch_to() {
  local new="$1" old
  old="$(target_of "$HOME_DIR/current")"
  [ -z "$old" ] || [ "$old" = "$new" ] || point "$HOME_DIR/previous" "$old"
  point "$HOME_DIR/current" "$new"
  restart_all
}

restart_all() {
  local instance
  for instance in $INSTANCES; do
    if [ -n "${RESTART:-}" ]; then
      "$RESTART" "$instance"
    else
      systemctl restart "smartbalkans@$instance"
    fi
    wait_until_ready "$instance" || return 1
  done
}

wait_until_ready() {
  local port=$((FIRST_PORT + $1)) second
  for second in $(seq "$SECONDS_TO_START"); do
    if answer="$(curl --silent --max-time 3 "http://127.0.0.1:$port/readyz")" &&
      [[ "$answer" == *'"status": "ready"'* ]]; then
      return 0
    fi
    sleep 1
  done
  say "Instance $1 is not ready after $second seconds: ${answer:-no answer on port $port}"
  return 1
}

# Keep the releases that serve now and served before, and the newest ten backups of upgrades.
delete_old_releases() {
  local folder
  for folder in "$HOME_DIR"/releases/*/; do
    folder="${folder%/}"
    case "$folder" in
      "$(target_of "$HOME_DIR/current")" | "$(target_of "$HOME_DIR/previous")") ;;
      *) rm -rf "$folder" ;;
    esac
  done
  delete_old_static_files
  find "$BACKUPS" -name 'before-*.tar.gz' | sort --reverse | tail --lines=+11 | xargs --no-run-if-empty rm --
}

delete_old_static_files() {
  LC_ALL=C comm -23 <(files_in "$HOME_DIR/static") <(files_in "$HOME_DIR"/releases/*/public/static) |
    while IFS= read -r file; do rm -f "$HOME_DIR/static/$file"; done
}

files_in() { find "$@" -type f -printf '%P\n' | LC_ALL=C sort -u; }

# Write a file from a template, with the values of @NAME@, if the release has the template.
fill() {
  local template="$1" file="$2" text
  [ -e "$template" ] || return 0
  text="$(<"$template")"
  text="${text//@ROOT@/$ROOT}"
  text="${text//@DOMAIN@/${DOMAIN:-_}}"
  text="${text//@SERVERS@/$(servers)}"
  text="${text//@FORWARDED@/${FORWARDED:-}}"
  text="${text//@STATED@/${STATED:-}}"
  text="${text//@PORT@/${HTTP_PORT:-80}}"
  mkdir -p "$(dirname "$file")"
  printf '%s\n' "$text" >"$file"
}

servers() {
  local instance
  for instance in $INSTANCES; do
    printf '  server 127.0.0.1:%s max_fails=0;\n' "$((FIRST_PORT + instance))"
  done
}

# Stop the instances that an earlier installation had and this one has not.
stop_other_instances() {
  local unit instance
  for unit in "$UNITS"/multi-user.target.wants/smartbalkans@*.service; do
    instance="${unit##*@}" instance="${instance%.service}"
    [[ ! -L "$unit" || " $INSTANCES " = *" $instance "* ]] || systemctl disable --quiet --now "smartbalkans@$instance"
  done
}

install_units() {
  local unit
  mkdir -p "$UNITS"
  for unit in "$1"/deploy/systemd/*; do
    fill "$unit" "$UNITS/$(basename "$unit")"
  done
  systemctl daemon-reload
}

# Let systemctl enable or disable the timers that a release has and another one has not: others stay as they are.
set_new_timers() {
  local timer
  for timer in $(timers_only_in "$2" "$3"); do systemctl "$1" --quiet --now "$timer"; done
}

# Print the timers of a release that another one does not have.
timers_only_in() {
  local timer
  for timer in "$1"/deploy/systemd/*.timer; do
    [ ! -e "$timer" ] || [ -e "$2/deploy/systemd/${timer##*/}" ] || say "${timer##*/}"
  done
}

has_certificate() { [ "$TLS" = certbot ] && [ -e "$ROOT/etc/letsencrypt/live/$DOMAIN/fullchain.pem" ]; }

# Set what nginx takes over from the web server in front of it, if that one has the certificate.
trust_front() {
  # shellcheck disable=SC2016  # variables of nginx
  FORWARDED='for=$remote_addr;proto=$scheme' STATED=""
  if [ "$TLS" = none ]; then
    # shellcheck disable=SC2016
    FORWARDED="\$http_forwarded, $FORWARDED" STATED='$http_forwarded'
  fi
}

# Write nginx's configuration of a release below a folder.
write_web_server() {
  local site=http.conf
  ! has_certificate || site=https.conf
  trust_front
  fill "$1/deploy/nginx/$site" "$2/sites-available/smartbalkans"
  fill "$1/deploy/nginx/portal.conf" "$2/smartbalkans-portal.conf"
  fill "$1/deploy/nginx/upstream.conf" "$2/conf.d/smartbalkans.conf"
}

# Replace nginx's configuration, written by one release, by that of another, unless somebody has edited it.
renew_web_server() {
  local old="$1" new="$2" kept="It was kept; that of this release is in $2/deploy/nginx."
  if [ -z "$DOMAIN" ]; then
    say "Run deploy/install with the same options as before once, so that upgrades renew nginx's configuration."
  elif ! is_web_server_of "$old"; then
    say "nginx's configuration was edited on this machine. $kept"
  else
    write_web_server "$new" "$NGINX"
    reload_web_server || {
      write_web_server "$old" "$NGINX"
      say "nginx does not accept this release's configuration. $kept"
    }
  fi
}

# Whether nginx's configuration is as a release writes it.
is_web_server_of() {
  local folder file unchanged=1
  [ -e "$1/deploy/nginx/portal.conf" ] || return 1
  folder="$(mktemp --directory)" || return 1
  write_web_server "$1" "$folder"
  while IFS= read -r file; do
    cmp --quiet "$folder/$file" "$NGINX/$file" || unchanged=""
  done < <(files_in "$folder")
  rm -r "$folder"
  [ -n "$unchanged" ]
}

# Copy nginx's configuration before that of a release is written: somebody may have edited it. Copies are kept.
copy_web_server() {
  local file
  if [ ! -e "$NGINX/smartbalkans-portal.conf" ] || is_web_server_of "$1"; then return 0; fi
  say "The configuration of nginx is replaced. As it was before:"
  for file in sites-available/smartbalkans smartbalkans-portal.conf conf.d/smartbalkans.conf; do
    [ -e "$NGINX/$file" ] || continue
    cp --backup=numbered "$NGINX/$file" "$NGINX/$file.old"
    say "  $NGINX/$file.old"
  done
}

# Nothing to do if another web server is used in its place.
reload_web_server() { ! systemctl --quiet is-active nginx || { nginx -t -q && systemctl reload nginx; }; }
