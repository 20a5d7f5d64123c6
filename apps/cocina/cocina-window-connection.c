/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cocina-window-private.h"

#include <glib/gi18n.h>

#include "cony-announce.h"

/* The notice of a lost connection. */

static char *
describe_trouble (CocinaWindow *self,
                  gboolean      cut,
                  const char   *since)
{
  g_autofree char *first = NULL;
  const char *rest;

  if (cut)
    {
      /* Translators: %s is a time of day with seconds */
      first = g_strdup_printf (_ ("No connection since %s."), since);
      rest = self->keeps ? _ ("Keep cooking. What you press is queued on this computer and stored "
                              "by itself; “Understood”, “Recall” and “Out of stock” wait.")
                         : _ ("Keep cooking. “Start”, “Ready”, “Seen” and “Attend” wait for the "
                              "connection.");
    }
  else
    {
      first = g_strdup (_ ("The database does not answer."));
      rest = self->keeps ? _ ("Alerts still arrive. What you press is queued on this computer "
                              "and stored by itself; “Understood”, “Recall” and “Out of stock” "
                              "wait.")
                         : _ ("Alerts still arrive. “Start”, “Ready”, “Seen” and “Attend” wait "
                              "for it.");
    }
  return g_markup_printf_escaped ("<b>%s</b> %s", first, rest);
}

/* Says what of the connection is lost, and what can be done without it. */
void
cocina_window_update_connection (CocinaWindow *self)
{
  ConyDatabase *database = cony_session_get_database (self->session);
  gboolean cut = cony_realtime_get_frescura (self->realtime) == CONY_FRESCURA_SIN_CONEXION;
  gboolean connected = database && cony_database_get_connected (database);
  gboolean trouble = cut || !connected;
  gboolean known = gtk_revealer_get_reveal_child (self->notice_revealer);
  g_autofree char *since = NULL;

  if (cut)
    {
      g_autoptr (GDateTime) now = cocina_window_get_now (self);
      g_autoptr (GDateTime) then
        = g_date_time_add_seconds (now, -(double) cony_realtime_get_edad (self->realtime));

      since = cocina_window_format_hour (self, then, "%H:%M:%S");
    }
  /* The sentence keeps the time at which the trouble began. */
  if (trouble && (cut != self->cut || !known))
    {
      g_autofree char *text = describe_trouble (self, cut, since);

      gtk_label_set_markup (self->notice_text, text);
      cony_announce (self->notice, gtk_label_get_text (self->notice_text));
    }
  /* Lost and back sound different; a change of what is lost is no news for the ear. */
  if (trouble != known)
    cony_sound_play (self->sound, trouble ? "conexion" : "conexion-vuelve");
  self->cut = cut;
  if (!trouble)
    {
      gtk_label_set_label (self->notice_text, "");
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->notice), GTK_ACCESSIBLE_PROPERTY_LABEL);
    }
  gtk_revealer_set_reveal_child (self->notice_revealer, trouble);
  cocina_counters_set_stale (self->counters, cut);
  cocina_window_set_as_of (self, since);
  self->connected = !trouble;
  cocina_window_update_actions (self);
}
