/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-announce.h"

/**
 * cony_announce:
 * @widget: what has changed, with the accessible role alert
 * @text: a sentence
 *
 * Has a screen reader say @text at once, wherever the keyboard is.
 */
#if GTK_CHECK_VERSION(4, 14, 0)
void
cony_announce (GtkWidget  *widget,
               const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}
#else
/* Nothing can be announced: the name of something with the role alert changes, which is told. */
void
cony_announce (GtkWidget  *widget,
               const char *text)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}
#endif
