/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-acceptor.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "cony-clock.h"
#include "cony-source.h"

/* Accepted in one turn, so that a whole shop that comes back does not hold up its own requests. */
#define MAX_ACCEPTS 64
#define SWEEP_MS 1000
/* The listener rests so long when not even the spare descriptor helps. */
#define REST_MS 100

/* The socket of a connection, kept at the address that libsoup hands out again. */
#define SOCKET_KEY "cony-socket"

/* A connection that libsoup serves; it is gone once its last reference is. */
typedef struct
{
  GSocket *socket;          /* borrowed, watched by a weak reference */
  BrokerPlace *place;       /* among those of its address; left at the end */
  gint64 deadline_ms;       /* 0: a request is being answered */
} Waiting;

struct _BrokerAcceptor
{
  SoupServer *server;  /* owned */
  GSocket *listener;   /* owned */
  GSource *source;     /* owned; NULL while the listener rests */
  guint rest_source;
  guint sweep_source;
  int spare_fd;        /* given up for a moment to turn a client away when there is no other */
  GHashTable *waiting; /* of Waiting, owned, by socket */
  BrokerProxies *proxies; /* borrowed */
  BrokerQuota *quota;     /* owned; of connections by address */
  guint64 cut;            /* how many it did not let in */
};

static void listen_again (BrokerAcceptor *self);

static void
waiting_free (Waiting *waiting)
{
  broker_place_leave (waiting->place);
  g_free (waiting);
}

static void
socket_gone_cb (gpointer  data,
                GObject  *socket)
{
  BrokerAcceptor *self = data;

  g_hash_table_remove (self->waiting, socket);
}

static void
add_waiting (BrokerAcceptor *self,
             GSocket        *socket,
             BrokerPlace    *place)
{
  Waiting *waiting = g_new0 (Waiting, 1);

  waiting->socket = socket;
  waiting->place = place;
  waiting->deadline_ms = cony_clock_monotonic_ms () + BROKER_REQUEST_MS;
  g_hash_table_insert (self->waiting, socket, waiting);
  g_object_weak_ref (G_OBJECT (socket), socket_gone_cb, self);
}

static void
request_read_cb (SoupServer        *server,
                 SoupServerMessage *message,
                 gpointer           user_data)
{
  BrokerAcceptor *self = user_data;
  Waiting *waiting = g_hash_table_lookup (self->waiting, broker_acceptor_get_socket (message));

  if (waiting)
    waiting->deadline_ms = 0;
}

static void
request_finished_cb (SoupServer        *server,
                     SoupServerMessage *message,
                     gpointer           user_data)
{
  BrokerAcceptor *self = user_data;
  Waiting *waiting = g_hash_table_lookup (self->waiting, broker_acceptor_get_socket (message));

  if (waiting)
    waiting->deadline_ms = cony_clock_monotonic_ms () + BROKER_REQUEST_MS;
}

/* libsoup notices the end by itself and lets go of the connection. */
static gboolean
sweep_cb (gpointer user_data)
{
  BrokerAcceptor *self = user_data;
  gint64 now = cony_clock_monotonic_ms ();
  GHashTableIter iter;
  gpointer value = NULL;

  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Waiting *waiting = value;

      if (waiting->deadline_ms > 0 && now >= waiting->deadline_ms)
        {
          waiting->deadline_ms = 0;
          g_socket_shutdown (waiting->socket, TRUE, TRUE, NULL);
        }
    }
  broker_quota_trim (self->quota, now);
  return G_SOURCE_CONTINUE;
}

/* Nobody knows yet for whom a believed proxy speaks; it waits for whole requests itself.
 *
 * Returns: (transfer full) (nullable): %NULL when the address has enough connections. */
static BrokerPlace *
admit (BrokerAcceptor *self,
       GSocketAddress *remote)
{
  g_autofree char *key = broker_proxies_get_peer (self->proxies, remote);

  return broker_quota_enter (self->quota, key, cony_clock_monotonic_ms ());
}

static void
serve (BrokerAcceptor *self,
       GSocket        *socket)
{
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);
  g_autoptr (GSocketAddress) remote = g_socket_get_remote_address (socket, NULL);
  g_autoptr (GError) error = NULL;
  BrokerPlace *place = NULL;

  /* It may have gone while it waited in the backlog. */
  if (!local || !remote)
    return;
  place = admit (self, remote);
  if (!place)
    {
      self->cut++;
      return;
    }
  /* An answer that is not held leaves in two pieces; the second must not wait until the first is
   * acknowledged. */
  g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  g_object_set_data_full (G_OBJECT (remote), SOCKET_KEY, g_object_ref (socket), g_object_unref);
  add_waiting (self, socket, place);
  connection = g_socket_connection_factory_create_connection (socket);
  if (!soup_server_accept_iostream (self->server, G_IO_STREAM (connection), local, remote, &error))
    g_message ("A connection was refused: %s", error->message);
}

static gboolean
rested_cb (gpointer user_data)
{
  BrokerAcceptor *self = user_data;

  self->rest_source = 0;
  listen_again (self);
  return G_SOURCE_REMOVE;
}

/* Ends one client that waits, or the listener would be ready for ever and nobody be told. */
static void
turn_away (BrokerAcceptor *self)
{
  int fd = -1;

  g_message ("No descriptors are left: connections are refused");
  if (self->spare_fd >= 0)
    close (self->spare_fd);
  fd = accept4 (g_socket_get_fd (self->listener), NULL, NULL, SOCK_CLOEXEC);
  if (fd >= 0)
    close (fd);
  self->spare_fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  if (self->rest_source != 0)
    return;
  cony_source_clear (&self->source);
  self->rest_source = g_timeout_add (REST_MS, rested_cb, self);
}

static gboolean
accept_cb (GSocket      *listener,
           GIOCondition  condition,
           gpointer      user_data)
{
  BrokerAcceptor *self = user_data;

  for (guint i = 0; i < MAX_ACCEPTS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GSocket) socket = g_socket_accept (listener, NULL, &error);

      if (socket)
        {
          serve (self, socket);
          continue;
        }
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return G_SOURCE_CONTINUE;
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TOO_MANY_OPEN_FILES))
        {
          turn_away (self);
          return G_SOURCE_REMOVE;
        }
      /* A client that went away while it waited is no fault; anything else is tried again. */
      g_debug ("accept: %s", error->message);
    }
  return G_SOURCE_CONTINUE;
}

static void
listen_again (BrokerAcceptor *self)
{
  self->source = g_socket_create_source (self->listener, G_IO_IN, NULL);
  g_source_set_callback (self->source, (GSourceFunc) (void (*) (void)) accept_cb, self, NULL);
  g_source_set_name (self->source, "broker-acceptor");
  g_source_attach (self->source, NULL);
}

/* A socket that listens where nobody can connect: its name is gone already. */
static GSocket *
listen_for_nobody (GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  g_autofree char *directory = g_dir_make_tmp ("cony-broker-XXXXXX", error);
  g_autofree char *path = NULL;
  int fd = -1;

  if (!directory)
    return NULL;
  path = g_build_filename (directory, "nobody", NULL);
  g_strlcpy (address.sun_path, path, sizeof address.sun_path);
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) != 0
      || listen (fd, 1) != 0)
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "%s: %s", path,
                   g_strerror (errno));
      if (fd >= 0)
        close (fd);
      fd = -1;
    }
  unlink (path);
  rmdir (directory);
  return fd >= 0 ? g_socket_new_from_fd (fd, error) : NULL;
}

/* libsoup keeps a connection for the next request only while it listens somewhere itself. */
static void
keep_connections (SoupServer *server)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocket) nobody = listen_for_nobody (&error);

  if (!nobody || !soup_server_listen_socket (server, nobody, 0, &error))
    g_warning ("Each request needs its own connection: %s", error->message);
}

/**
 * broker_acceptor_new:
 * @server: (transfer none): gets the connections
 * @listener: (transfer none): a socket that listens
 * @proxies: (transfer none): whose connections are not counted; must outlive the acceptor
 * @per_address: connections that each other address may have at once; 0: no limit
 *
 * Returns: (transfer full): an acceptor; it accepts from the next turn of the main loop on
 */
BrokerAcceptor *
broker_acceptor_new (SoupServer    *server,
                     GSocket       *listener,
                     BrokerProxies *proxies,
                     guint          per_address)
{
  BrokerAcceptor *self = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER (server), NULL);
  g_return_val_if_fail (G_IS_SOCKET (listener), NULL);
  g_return_val_if_fail (proxies != NULL, NULL);

  self = g_new0 (BrokerAcceptor, 1);
  self->server = g_object_ref (server);
  self->listener = g_object_ref (listener);
  self->spare_fd = open ("/dev/null", O_RDONLY | O_CLOEXEC);
  self->waiting = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) waiting_free);
  self->proxies = proxies;
  self->quota = broker_quota_new (per_address);
  g_socket_set_blocking (listener, FALSE);
  g_signal_connect (server, "request-read", G_CALLBACK (request_read_cb), self);
  g_signal_connect (server, "request-finished", G_CALLBACK (request_finished_cb), self);
  g_signal_connect (server, "request-aborted", G_CALLBACK (request_finished_cb), self);
  self->sweep_source = g_timeout_add (SWEEP_MS, sweep_cb, self);
  keep_connections (server);
  listen_again (self);
  return self;
}

/**
 * broker_acceptor_free:
 * @self: (transfer full): an acceptor
 *
 * Closes the listener; accepted connections stay.
 */
void
broker_acceptor_free (BrokerAcceptor *self)
{
  GHashTableIter iter;
  gpointer key = NULL;

  g_return_if_fail (self != NULL);

  g_signal_handlers_disconnect_by_data (self->server, self);
  g_clear_handle_id (&self->sweep_source, g_source_remove);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  cony_source_clear (&self->source);
  g_hash_table_iter_init (&iter, self->waiting);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_object_weak_unref (G_OBJECT (key), socket_gone_cb, self);
  g_hash_table_unref (self->waiting);
  broker_quota_free (self->quota);
  g_socket_close (self->listener, NULL);
  g_object_unref (self->listener);
  g_object_unref (self->server);
  if (self->spare_fd >= 0)
    close (self->spare_fd);
  g_free (self);
}

/**
 * broker_acceptor_get_cut:
 * @self: an acceptor
 *
 * Returns: how many connections were cut because their address had enough of them
 */
guint64
broker_acceptor_get_cut (BrokerAcceptor *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->cut;
}

/**
 * broker_acceptor_get_socket:
 * @message: a request of a connection that an acceptor accepted
 *
 * libsoup knows the socket only of connections that it accepted itself.
 *
 * Returns: (transfer none) (nullable): its socket
 */
GSocket *
broker_acceptor_get_socket (SoupServerMessage *message)
{
  GSocketAddress *remote = NULL;

  g_return_val_if_fail (SOUP_IS_SERVER_MESSAGE (message), NULL);

  remote = soup_server_message_get_remote_address (message);
  return remote ? g_object_get_data (G_OBJECT (remote), SOCKET_KEY) : NULL;
}

/**
 * broker_acceptor_hold_answer:
 * @message: a request of a connection that an acceptor accepted
 * @hold: %TRUE before the answer is written, %FALSE once it is
 *
 * libsoup writes the head and the body of an answer one after the other.  Held, they leave in one
 * packet, which costs both sides half of two.
 */
void
broker_acceptor_hold_answer (SoupServerMessage *message,
                             gboolean           hold)
{
  GSocket *socket = NULL;

  g_return_if_fail (SOUP_IS_SERVER_MESSAGE (message));

  socket = broker_acceptor_get_socket (message);
  if (socket)
    g_socket_set_option (socket, IPPROTO_TCP, TCP_CORK, hold, NULL);
}
