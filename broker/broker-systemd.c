/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-systemd.h"

#include <stddef.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* The protocol of sd_notify(3) is one datagram, so no library is needed for it. */

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
