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
void
cony_announce (GtkWidget  *widget,
               const char *text)
{
  /* Where nothing can be announced, the changed name of something with the role alert is told. */
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
#if GTK_CHECK_VERSION(4, 14, 0)
  /* Later than the oldest GTK that is asked for. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  gtk_accessible_announce (GTK_ACCESSIBLE (widget), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
  G_GNUC_END_IGNORE_DEPRECATIONS
#endif
}
