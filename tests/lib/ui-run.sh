#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# ui-run.sh [options] -- COMMAND...
# Runs COMMAND with a private X server, a private session bus and private XDG folders. Nothing from
# the caller's desktop leaks in; everything ends with COMMAND or with this script.
#   --wm        xfwm4 with its compositor (rounded corners, shadows, real focus)
#   --sound     PulseAudio with a null sink called "test" (PULSE_SERVER is set)
#   --notify    dunst as the notification server (dunstctl works in COMMAND)
#   --screen S  size of the screen, as UI_SCREEN
#   --keep DIR  copy the logs there at the end
# Variables: UI_SCREEN=1280x800x24 UI_BG='#dfe3ea' UI_FONT='Cantarell 11' UI_LOCALE=C.UTF-8
set -u
: "${UI_SCREEN:=1280x800x24}"; export UI_SCREEN
wm= sound= notify= keep=
while [ $# -gt 0 ]; do case "$1" in
  --wm) wm=1;; --sound) sound=1;; --notify) notify=1;; --screen) UI_SCREEN=$2; shift;; --keep) keep=$2; shift;;
  --) shift; break;; *) break;; esac; shift; done
[ $# -gt 0 ] || { sed -n '3,10p' "$0" >&2; exit 2; }

D=$(mktemp -d "${TMPDIR:-/tmp}/ui-run.XXXXXX"); chmod 700 "$D"
pids=()
cleanup () {
  local p i
  for ((i=${#pids[@]}-1; i>=0; i--)); do kill "${pids[i]}" 2>/dev/null; done
  for p in "${pids[@]}"; do wait "$p" 2>/dev/null; done
  [ -n "$keep" ] && { mkdir -p "$keep"; cp "$D"/*.log "$keep"/ 2>/dev/null; }
  rm -rf "$D"
}
trap cleanup EXIT
trap 'exit 130' INT TERM HUP

# What is started here also ends when this script is killed.
helper () {
  local log=$1; shift
  setpriv --pdeathsig TERM "$@" >"$D/$log.log" 2>&1 & pids+=($!)
}

# Waits until a command succeeds.
until_true () {
  local n
  for ((n=0; n<200; n++)); do "$@" >/dev/null 2>&1 && return; sleep .05; done
  echo "ui-run: gave up on: $*" >&2; exit 3
}

# folders
export HOME="$D/home" XDG_RUNTIME_DIR="$D/run"
export XDG_CONFIG_HOME="$HOME/.config" XDG_DATA_HOME="$HOME/.local/share"
export XDG_CACHE_HOME="$HOME/.cache" XDG_STATE_HOME="$HOME/.local/state"
mkdir -p -m 700 "$HOME" "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME/gtk-4.0" \
  "$XDG_CONFIG_HOME/gtk-3.0" "$XDG_DATA_HOME" "$XDG_CACHE_HOME" "$XDG_STATE_HOME"
cat > "$XDG_CONFIG_HOME/gtk-4.0/settings.ini" <<INI
[Settings]
gtk-font-name=${UI_FONT:-Cantarell 11}
gtk-icon-theme-name=Adwaita
gtk-enable-animations=${UI_ANIMATIONS:-false}
gtk-xft-antialias=1
gtk-xft-hinting=1
gtk-xft-hintstyle=hintslight
gtk-xft-rgba=none
INI
cp "$XDG_CONFIG_HOME/gtk-4.0/settings.ini" "$XDG_CONFIG_HOME/gtk-3.0/"

# X server: it picks a free display number and tells us
mkfifo "$D/disp"; exec 3<>"$D/disp"
helper xvfb Xvfb -displayfd 3 -screen 0 "$UI_SCREEN" -nolisten tcp -noreset
read -r -t 20 n <&3 || { echo "ui-run: Xvfb did not start" >&2; cat "$D/xvfb.log" >&2; exit 3; }
export DISPLAY=":$n"; exec 3>&-

# one place for every variable that makes GTK predictable
export GDK_BACKEND=x11 GSK_RENDERER="${GSK_RENDERER:-cairo}" GSETTINGS_BACKEND=memory
# Keep Mesa out altogether: even the cairo renderer makes GTK try OpenGL at start.
minor=$(readlink -f /usr/lib/*/libgtk-4.so.1 /usr/lib64/libgtk-4.so.1 2>/dev/null | sed -n 's/.*so\.1\.\([0-9]*\)[0-9][0-9]\..*/\1/p' | head -n1)
if [ "${minor:-8}" -lt 14 ]; then export GDK_DEBUG="${GDK_DEBUG:-gl-disable}"
else export GDK_DISABLE="${GDK_DISABLE:-gl,vulkan}"; fi
export GTK_A11Y="${GTK_A11Y:-atspi}" NO_AT_BRIDGE=0 ADW_DISABLE_PORTAL=1 GTK_USE_PORTAL=0
export LC_ALL="${UI_LOCALE:-C.UTF-8}" TZ="${TZ:-UTC}" NO_COLOR=1
unset WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS AT_SPI_BUS_ADDRESS

# session bus that can start the accessibility bus and nothing else
mkdir "$D/services"
cp /usr/share/dbus-1/services/org.a11y.Bus.service "$D/services/" 2>/dev/null
cat > "$D/session.conf" <<CONF
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$XDG_RUNTIME_DIR/bus</listen>
  <auth>EXTERNAL</auth>
  <servicedir>$D/services</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
helper bus dbus-daemon --config-file="$D/session.conf" --nofork --nopidfile
export DBUS_SESSION_BUS_ADDRESS="unix:path=$XDG_RUNTIME_DIR/bus"
until_true test -S "$XDG_RUNTIME_DIR/bus"

if [ -n "$sound" ]; then
  sock="$XDG_RUNTIME_DIR/pulse.sock"
  helper pulse pulseaudio -n --daemonize=no --use-pid-file=no --exit-idle-time=-1 \
    -L "module-null-sink sink_name=test" \
    -L "module-native-protocol-unix auth-anonymous=1 socket=$sock"
  until_true test -S "$sock"
  export PULSE_SERVER="unix:$sock"
fi
[ -n "${UI_BG:-}" ] && hsetroot -solid "$UI_BG" >/dev/null 2>&1
if [ -n "$wm" ]; then
  helper wm xfwm4 --compositor=on --vblank=off
  until_true sh -c "xprop -root _NET_SUPPORTING_WM_CHECK | grep -q 'window id'"
fi
if [ -n "$notify" ]; then
  helper dunst dunst
  until_true dunstctl count
fi

# In the background, so that a signal to this script is acted upon at once.
setpriv --pdeathsig TERM "$@" <&0 & child=$!
trap 'kill -TERM "$child" 2>/dev/null; wait "$child"; exit 130' INT TERM HUP
wait "$child"
