/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-alert-text.h"

#include <glib/gi18n.h>

/* What is said of an alert, and which one goes first. */

/* So many lines of a message are left as they were written. */
#define MAX_LINES 3

static const struct
{
  const char *prioridad;
  const char *icon;
  const char *word;
} looks[] = {
  { "urgente", "cony-warn-symbolic", N_ ("URGENT") },
  { "alta", "cony-bell-symbolic", N_ ("HIGH") },
  { "normal", "cony-bell-symbolic", N_ ("NORMAL") },
};

/**
 * cony_alerta_get_rank:
 * @self: an alert
 *
 * Returns: 0 for the most important priority; an unknown one counts as urgent, so that it is not
 *   missed
 */
guint
cony_alerta_get_rank (ConyAlerta *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_strcmp0 (looks[i].prioridad, cony_alerta_get_prioridad (self)) == 0)
      return i;
  return 0;
}

/**
 * cony_alerta_compare:
 * @a: an alert
 * @b: another one
 *
 * The order in which alerts must be dealt with: by priority, then the oldest.
 *
 * Returns: as strcmp()
 */
int
cony_alerta_compare (ConyAlerta *a,
                     ConyAlerta *b)
{
  guint rank_a = cony_alerta_get_rank (a);
  guint rank_b = cony_alerta_get_rank (b);
  GDateTime *sent_a = cony_alerta_get_fecha_envio (a);
  GDateTime *sent_b = cony_alerta_get_fecha_envio (b);
  int order;

  if (rank_a != rank_b)
    return rank_a < rank_b ? -1 : 1;
  if (sent_a && sent_b)
    {
      order = g_date_time_compare (sent_a, sent_b);
      if (order)
        return order;
    }
  return g_strcmp0 (cony_alerta_get_uid (a), cony_alerta_get_uid (b));
}

/**
 * cony_alerta_get_icon_name:
 * @self: an alert
 *
 * Returns: (transfer none): the icon of its priority
 */
const char *
cony_alerta_get_icon_name (ConyAlerta *self)
{
  return looks[cony_alerta_get_rank (self)].icon;
}

/**
 * cony_alerta_get_word:
 * @self: an alert
 *
 * Returns: (transfer none): its priority in a word
 */
const char *
cony_alerta_get_word (ConyAlerta *self)
{
  return _ (looks[cony_alerta_get_rank (self)].word);
}

/**
 * cony_alerta_describe:
 * @self: an alert
 *
 * Returns: (transfer full): what it is about and who sent it
 */
char *
cony_alerta_describe (ConyAlerta *self)
{
  GString *text = g_string_new (NULL);
  const gint64 pedido_id = cony_alerta_get_pedido_id (self);
  const char *cliente = cony_alerta_get_cliente (self);
  const char *envia = cony_alerta_get_envia (self);

  if (pedido_id)
    {
      /* Translators: %s is the order's number */
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pedido_id);

      g_string_append_printf (text, _ ("Order #%s"), number);
      if (cliente)
        g_string_append_printf (text, " · %s", cliente);
    }
  if (envia)
    {
      if (text->len)
        g_string_append (text, CONY_ALERT_SEPARATOR);
      /* Translators: %s is who sent the alert */
      g_string_append_printf (text, _ ("from %s"), envia);
    }
  return g_string_free (text, FALSE);
}

/**
 * cony_alerta_dup_text:
 * @self: an alert
 *
 * Returns: (transfer full): the message; many short lines are put together, or they would fill the
 *   screen that is to show the orders below them
 */
char *
cony_alerta_dup_text (ConyAlerta *self)
{
  const char *mensaje = cony_alerta_get_mensaje (self);
  g_auto (GStrv) lines = g_strsplit (mensaje ? mensaje : "", "\n", -1);

  return g_strv_length (lines) > MAX_LINES ? g_strjoinv (" · ", lines) : g_strdup (mensaje);
}

/**
 * cony_alerta_describe_told:
 * @self: an alert
 *
 * Returns: (transfer none) (nullable): who else knows of it; only what is stored counts
 */
const char *
cony_alerta_describe_told (ConyAlerta *self)
{
  const int escalon = cony_alerta_get_escalon (self);

  if (escalon >= 3)
    return _ ("Front desk and supervisor were told");
  if (escalon == 2 || (escalon == 1 && cony_alerta_get_rank (self) > 0))
    return _ ("Front desk was told");
  return NULL;
}
