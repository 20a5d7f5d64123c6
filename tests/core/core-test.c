/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core-test.h"

#include <gio/gunixsocketaddress.h>

typedef struct _Link Link;

/* One direction of a connection. */
typedef struct
{
  Link *link;
  GSocket *from;
  GSource *source; /* listens, or waits before it listens again; NULL: nothing comes through */
} Way;

struct _Link
{
  CoreRelay *relay;
  Way ways[2]; /* what the client says, what the server says */
};

struct _CoreRelay
{
  GSocketService *service;
  guint16 port;
  GPtrArray *links;
  gboolean blocked;
  guint count;
  guint delay_ms;
  GRand *rand; /* borrowed; NULL without a delay */
};

static gboolean
limit_cb (gpointer user_data)
{
  g_error ("%s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

/* Returns the id of a source that ends the program after a minute. */
guint
core_start_limit (const char *where,
                  const char *what)
{
  return g_timeout_add_full (G_PRIORITY_DEFAULT, 60000, limit_cb,
                             g_strdup_printf ("%s: never came true: %s", where, what), g_free);
}

void
core_keep_result_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  GAsyncResult **kept = user_data;

  g_assert_null (*kept);
  *kept = g_object_ref (result);
}

static void
way_stop (Way *way)
{
  if (way->source)
    g_source_destroy (way->source);
  g_clear_pointer (&way->source, g_source_unref);
}

static void
link_free (gpointer data)
{
  Link *link = data;

  for (int i = 0; i < 2; i++)
    {
      way_stop (&link->ways[i]);
      g_socket_close (link->ways[i].from, NULL);
      g_object_unref (link->ways[i].from);
    }
  g_free (link);
}

static void way_listen (Way *way);

static gboolean
listen_again_cb (gpointer user_data)
{
  way_listen (user_data);
  return G_SOURCE_REMOVE;
}

static void
way_rest (Way  *way,
          guint ms)
{
  way_stop (way);
  way->source = g_timeout_source_new (ms);
  g_source_set_callback (way->source, listen_again_cb, way, NULL);
  g_source_attach (way->source, NULL);
}

static gboolean
forward_cb (GSocket      *from,
            GIOCondition  condition,
            gpointer      user_data)
{
  Way *way = user_data;
  CoreRelay *relay = way->link->relay;
  GSocket *to = way->link->ways[way == &way->link->ways[0] ? 1 : 0].from;
  char buffer[4096];
  gssize length = g_socket_receive (from, buffer, sizeof buffer, NULL, NULL);

  if (length <= 0 || g_socket_send (to, buffer, length, NULL, NULL) != length)
    {
      g_ptr_array_remove_fast (relay->links, way->link);
      return G_SOURCE_REMOVE;
    }
  if (relay->rand)
    way_rest (way, g_rand_int_range (relay->rand, 0, relay->delay_ms));
  return G_SOURCE_CONTINUE;
}

static void
way_listen (Way *way)
{
  way_stop (way);
  way->source = g_socket_create_source (way->from, G_IO_IN, NULL);
  g_source_set_callback (way->source, G_SOURCE_FUNC (forward_cb), way, NULL);
  g_source_attach (way->source, NULL);
}

static gboolean
incoming_cb (CoreRelay         *self,
             GSocketConnection *connection,
             GObject           *source,
             GSocketService    *service)
{
  g_autofree char *path = g_strdup_printf ("%s/.s.PGSQL.5432", g_getenv ("PGHOST"));
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  g_autoptr (GError) error = NULL;
  Link *link = g_new0 (Link, 1);

  self->count++;
  link->relay = self;
  link->ways[0].from = g_object_ref (g_socket_connection_get_socket (connection));
  link->ways[1].from = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, &error);
  g_assert_no_error (error);
  g_socket_connect (link->ways[1].from, address, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->links, link);
  /* A GSocketConnection closes its socket when it goes; it has to stay as long as the link. */
  g_object_set_data_full (G_OBJECT (link->ways[1].from), "connection", g_object_ref (connection),
                          g_object_unref);
  for (int i = 0; i < 2; i++)
    {
      link->ways[i].link = link;
      if (!self->blocked)
        way_listen (&link->ways[i]);
    }
  return TRUE;
}

/* Listens on a free port of the loopback. */
CoreRelay *
core_relay_new (void)
{
  CoreRelay *self = g_new0 (CoreRelay, 1);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->links = g_ptr_array_new_with_free_func (link_free);
  self->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
  g_signal_connect_swapped (self->service, "incoming", G_CALLBACK (incoming_cb), self);
  return self;
}

void
core_relay_free (CoreRelay *self)
{
  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_object_unref (self->service);
  g_ptr_array_unref (self->links);
  g_free (self);
}

char *
core_relay_conninfo (CoreRelay  *self,
                     const char *host)
{
  return g_strdup_printf ("host=%s port=%u dbname=cony sslmode=disable", host, self->port);
}

/* Breaks every connection. */
void
core_relay_cut (CoreRelay *self)
{
  g_ptr_array_set_size (self->links, 0);
}

/* Leaves every connection open, but nothing comes through any more. */
void
core_relay_freeze (CoreRelay *self)
{
  for (guint i = 0; i < self->links->len; i++)
    for (int way = 0; way < 2; way++)
      way_stop (&((Link *) self->links->pdata[i])->ways[way]);
}

/* Leaves every connection open; the server hears everything, and nobody hears the server. */
void
core_relay_mute (CoreRelay *self)
{
  for (guint i = 0; i < self->links->len; i++)
    way_stop (&((Link *) self->links->pdata[i])->ways[1]);
}

/* From now on something comes through at most every so often, by chance; NULL ends that. */
void
core_relay_set_delay (CoreRelay *self,
                      guint      most_ms,
                      GRand     *rand)
{
  self->delay_ms = most_ms;
  self->rand = most_ms ? rand : NULL;
}

/* Takes new connections and answers nothing. */
void
core_relay_block (CoreRelay *self,
                  gboolean   block)
{
  self->blocked = block;
}

/* How many connections came so far. */
guint
core_relay_count (CoreRelay *self)
{
  return self->count;
}
