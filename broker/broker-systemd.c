/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-systemd.h"

#include <fcntl.h>
#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The protocols of sd_notify(3) and sd_listen_fds(3) are a datagram and two variables, so no library
 * is needed for them. */
#define FIRST_FD 3

/**
 * broker_systemd_notify:
 * @state: such as `READY=1`
 *
 * Tells the service manager, if there is one.
 */
void
broker_systemd_notify (const char *state)
{
  const char *path = g_getenv ("NOTIFY_SOCKET");
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  gsize length = path ? strlen (path) : 0;
  int fd = -1;

  g_return_if_fail (state != NULL);

  if (length < 2 || length >= sizeof address.sun_path)
    return;
  memcpy (address.sun_path, path, length);
  if (*path == '@')
    address.sun_path[0] = '\0';
  fd = socket (AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0)
    return;
  if (sendto (fd, state, strlen (state), MSG_NOSIGNAL, (struct sockaddr *) &address,
              offsetof (struct sockaddr_un, sun_path) + length) < 0)
    g_debug ("The service manager does not listen");
  close (fd);
}

/**
 * broker_systemd_take_listener:
 *
 * The service manager may have made the socket to listen on, so that clients wait in it while the
 * broker restarts.
 *
 * Returns: its descriptor, -1 when there is none, -2 when there is more than one
 */
int
broker_systemd_take_listener (void)
{
  const char *pid = g_getenv ("LISTEN_PID");
  const char *text = g_getenv ("LISTEN_FDS");
  guint64 n = 0;

  if (!pid || !text || g_ascii_strtoull (pid, NULL, 10) != (guint64) getpid ()
      || !g_ascii_string_to_unsigned (text, 10, 1, 1000, &n, NULL))
    return -1;
  return n == 1 && fcntl (FIRST_FD, F_SETFD, FD_CLOEXEC) == 0 ? FIRST_FD : -2;
}

static gboolean
watchdog_cb (gpointer user_data)
{
  broker_systemd_notify ("WATCHDOG=1");
  return G_SOURCE_CONTINUE;
}

/**
 * broker_systemd_start_watchdog:
 *
 * Lives on the main loop: one that hangs is restarted.
 *
 * Returns: the source's id, 0 when nobody watches
 */
guint
broker_systemd_start_watchdog (void)
{
  const char *text = g_getenv ("WATCHDOG_USEC");
  const char *pid = g_getenv ("WATCHDOG_PID");
  guint64 usec = text ? g_ascii_strtoull (text, NULL, 10) : 0;

  if (usec < 2000 || usec / 2000 > G_MAXUINT
      || (pid && g_ascii_strtoull (pid, NULL, 10) != (guint64) getpid ()))
    return 0;
  return g_timeout_add (usec / 2000, watchdog_cb, NULL);
}
