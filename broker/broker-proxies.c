/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-proxies.h"

#include <libsoup/soup.h>
#include <string.h>

/* A subscriber of IPv6 has a whole network of this size. */
#define IPV6_KEY_BYTES 8

struct _BrokerProxies
{
  GPtrArray *masks; /* of GInetAddressMask, owned */
};

static GInetAddress *
unmap (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  static const guint8 prefix[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6
      && memcmp (bytes, prefix, sizeof prefix) == 0)
    return g_inet_address_new_from_bytes (bytes + sizeof prefix, G_SOCKET_FAMILY_IPV4);
  return g_object_ref (address);
}

static gboolean
is_trusted (BrokerProxies *self,
            GInetAddress  *address)
{
  for (guint i = 0; i < self->masks->len; i++)
    if (g_inet_address_mask_matches (g_ptr_array_index (self->masks, i), address))
      return TRUE;
  return FALSE;
}

/* An address, perhaps with a port, IPv6 perhaps in brackets. */
static GInetAddress *
parse_node (const char *text)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));
  g_autoptr (GInetAddress) address = NULL;
  char *end = NULL;
  const char *start = copy;

  if (*copy == '[')
    {
      end = strchr (copy, ']');
      start = copy + 1;
    }
  else if (strchr (copy, ':') == strrchr (copy, ':'))
    {
      end = strchr (copy, ':');
    }
  if (end)
    *end = '\0';
  address = g_inet_address_new_from_string (start);
  return address ? unmap (address) : NULL;
}

/* The `for` of one element of Forwarded. */
static char *
get_for (const char *element)
{
  g_autoptr (GHashTable) params = soup_header_parse_semi_param_list (element);

  return g_strdup (g_hash_table_lookup (params, "for"));
}

/* Goes from the nearest proxy outwards as long as it is a believed one that speaks. */
static GInetAddress *
walk (BrokerProxies *self,
      GInetAddress  *peer,
      const char    *header,
      gboolean       forwarded)
{
  g_autoptr (GInetAddress) client = g_object_ref (peer);
  GSList *elements = soup_header_parse_list (header);

  elements = g_slist_reverse (elements);
  for (GSList *l = elements; l && is_trusted (self, client); l = l->next)
    {
      g_autofree char *node = forwarded ? get_for (l->data) : g_strdup (l->data);
      GInetAddress *next = node ? parse_node (node) : NULL;

      if (!next)
        break;
      g_object_unref (client);
      client = next;
    }
  soup_header_free_list (elements);
  return g_steal_pointer (&client);
}

static char *
to_key (GInetAddress *address)
{
  const guint8 *bytes = g_inet_address_to_bytes (address);
  guint8 network[16] = { 0 };
  g_autoptr (GInetAddress) prefix = NULL;
  g_autofree char *text = NULL;

  if (g_inet_address_get_is_loopback (address))
    return NULL;
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV4)
    return g_inet_address_to_string (address);
  memcpy (network, bytes, IPV6_KEY_BYTES);
  prefix = g_inet_address_new_from_bytes (network, G_SOCKET_FAMILY_IPV6);
  text = g_inet_address_to_string (prefix);
  return g_strconcat (text, "/64", NULL);
}

/**
 * broker_proxies_new:
 * @addresses: (nullable) (array zero-terminated=1): addresses, or networks as ADDRESS/BITS
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the proxies; %NULL when one of them is no address
 */
BrokerProxies *
broker_proxies_new (const char * const  *addresses,
                    GError             **error)
{
  g_autoptr (BrokerProxies) self = g_new0 (BrokerProxies, 1);

  self->masks = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; addresses && addresses[i]; i++)
    {
      GInetAddressMask *mask = g_inet_address_mask_new_from_string (addresses[i], error);

      if (!mask)
        return NULL;
      g_ptr_array_add (self->masks, mask);
    }
  return g_steal_pointer (&self);
}

/**
 * broker_proxies_free:
 * @self: (transfer full): proxies
 */
void
broker_proxies_free (BrokerProxies *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->masks);
  g_free (self);
}

/**
 * broker_proxies_get_peer:
 * @self: proxies
 * @peer: (nullable): where a connection comes from of which nothing was read
 *
 * Returns: (transfer full) (nullable): what stands for it in a quota, as with
 *   broker_proxies_find_client(); %NULL: this machine itself, or a believed proxy
 */
char *
broker_proxies_get_peer (BrokerProxies  *self,
                         GSocketAddress *peer)
{
  g_autoptr (GInetAddress) address = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!G_IS_INET_SOCKET_ADDRESS (peer))
    return NULL;
  address = unmap (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer)));
  return is_trusted (self, address) ? NULL : to_key (address);
}

/**
 * broker_proxies_find_client:
 * @self: proxies
 * @peer: (nullable): where the connection comes from
 * @x_forwarded_for: (nullable): that header
 * @forwarded: (nullable): that header
 * @error: return location
 *
 * Headers count only when a believed proxy sends them, and only one of the two: the other one may
 * be its client's invention.
 *
 * Returns: (transfer full) (nullable): what stands for the client in a quota, an IPv6 client being
 *   its network of 64 bits; %NULL without @error: this machine itself, which has no limit
 */
char *
broker_proxies_find_client (BrokerProxies   *self,
                            GSocketAddress  *peer,
                            const char      *x_forwarded_for,
                            const char      *forwarded,
                            GError         **error)
{
  g_autoptr (GInetAddress) address = NULL;
  g_autoptr (GInetAddress) client = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!G_IS_INET_SOCKET_ADDRESS (peer))
    return NULL;
  address = unmap (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (peer)));
  if (!is_trusted (self, address) || (!x_forwarded_for && !forwarded))
    return to_key (address);
  if (x_forwarded_for && forwarded)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "The proxy must not send both X-Forwarded-For and Forwarded");
      return NULL;
    }
  client = walk (self, address, x_forwarded_for ? x_forwarded_for : forwarded, forwarded != NULL);
  return to_key (client);
}
