/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "core-test.h"

#include <gio/gunixsocketaddress.h>

typedef struct
{
  CoreRelay *relay;
  GSocket *ends[2];
  GSource *sources[2];
} Link;

struct _CoreRelay
{
  GSocketService *service;
  guint16 port;
  GPtrArray *links;
  gboolean blocked;
  guint count;
};

static gboolean
limit_cb (gpointer user_data)
{
  g_error ("%s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

/* Returns the id of a source that ends the program after 30 seconds. */
guint
core_start_limit (const char *where,
                  const char *what)
{
  return g_timeout_add_full (G_PRIORITY_DEFAULT, 30000, limit_cb,
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
link_pause (Link *link)
{
  for (int i = 0; i < 2; i++)
    {
      if (link->sources[i])
        g_source_destroy (link->sources[i]);
      g_clear_pointer (&link->sources[i], g_source_unref);
    }
}

static void
link_free (gpointer data)
{
  Link *link = data;

  link_pause (link);
  for (int i = 0; i < 2; i++)
    {
      g_socket_close (link->ends[i], NULL);
      g_object_unref (link->ends[i]);
    }
  g_free (link);
}

static gboolean
forward_cb (GSocket      *from,
            GIOCondition  condition,
            gpointer      user_data)
{
  Link *link = user_data;
  GSocket *to = link->ends[from == link->ends[0] ? 1 : 0];
  char buffer[4096];
  gssize length = g_socket_receive (from, buffer, sizeof buffer, NULL, NULL);

  if (length <= 0 || g_socket_send (to, buffer, length, NULL, NULL) != length)
    {
      g_ptr_array_remove_fast (link->relay->links, link);
      return G_SOURCE_REMOVE;
    }
  return G_SOURCE_CONTINUE;
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
  link->ends[0] = g_object_ref (g_socket_connection_get_socket (connection));
  link->ends[1] = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, &error);
  g_assert_no_error (error);
  g_socket_connect (link->ends[1], address, NULL, &error);
  g_assert_no_error (error);
  g_ptr_array_add (self->links, link);
  /* A GSocketConnection closes its socket when it goes; it has to stay as long as the link. */
  g_object_set_data_full (G_OBJECT (link->ends[1]), "connection", g_object_ref (connection),
                          g_object_unref);
  for (int i = 0; i < 2 && !self->blocked; i++)
    {
      link->sources[i] = g_socket_create_source (link->ends[i], G_IO_IN, NULL);
      g_source_set_callback (link->sources[i], G_SOURCE_FUNC (forward_cb), link, NULL);
      g_source_attach (link->sources[i], NULL);
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
    link_pause (self->links->pdata[i]);
}

/* Leaves every connection open; the server hears everything, and nobody hears the server. */
void
core_relay_mute (CoreRelay *self)
{
  for (guint i = 0; i < self->links->len; i++)
    {
      Link *link = self->links->pdata[i];

      g_source_destroy (link->sources[1]);
      g_clear_pointer (&link->sources[1], g_source_unref);
    }
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
