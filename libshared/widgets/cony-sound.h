/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define CONY_TYPE_SOUND (cony_sound_get_type ())
G_DECLARE_FINAL_TYPE (ConySound, cony_sound, CONY, SOUND, GObject)

/* Property (read-only, notify): "available" (gboolean): %FALSE once a sound could not be played. */
ConySound *cony_sound_new           (void);
void       cony_sound_play          (ConySound  *self,
                                     const char *name);
gboolean   cony_sound_get_available (ConySound  *self);

G_END_DECLS
