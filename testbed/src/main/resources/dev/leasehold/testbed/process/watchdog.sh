# SPDX-License-Identifier: Apache-2.0
# Runs a server in a session of its own and ends it, whatever happens to the JVM that asked for it.
#
#   sh watchdog.sh ORPHAN_SIGNAL DIRECTORY COMMAND [ARGUMENT...]
#
# Each line on standard input is a signal to pass on to the server. End of file means that the JVM is gone, however it
# went: the server gets ORPHAN_SIGNAL, five seconds later SIGKILL, and DIRECTORY is removed. Exits with the server's
# status. The server leads a session of its own, so Ctrl-C at the terminal reaches the JVM alone, and what the server
# leaves running (Vault's plugins) ends with it.
orphan_signal=$1
directory=$2
shift 2
orphaned=
trap 'orphaned=yes' USR1

exec 3<&0 </dev/null
setsid "$@" 3<&- &
server=$!

(
  while read -r signal; do kill -s "$signal" "$server"; done
  kill -s USR1 "$$"
  kill -s "$orphan_signal" "$server"
  patience=50
  while kill -0 "$server" && [ "$patience" -gt 0 ]; do
    sleep 0.1
    patience=$((patience - 1))
  done
  kill -s KILL -- "-$server"
) <&3 >/dev/null 2>&1 3<&- &
listener=$!
exec 3<&-

wait "$server"
status=$?
if [ -n "$orphaned" ]; then
  wait "$server"
  status=$?
fi
kill -s KILL "$listener" 2>/dev/null
kill -s KILL -- "-$server" 2>/dev/null
if [ -n "$orphaned" ]; then
  rm -rf "$directory"
fi
exit "$status"
