/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Seconds that the sounds may be off. */
#define CONY_SOUND_MAX_MUTE 60

#define CONY_TYPE_SOUND (cony_sound_get_type ())
G_DECLARE_FINAL_TYPE (ConySound, cony_sound, CONY, SOUND, GObject)

/* Property (read-only, notify): "available" (gboolean)  %FALSE once a sound could not be played.
 * Signal: "playing" (const char *name)  it is being played, or would be if there were a device; not
 *                                       emitted while the sounds are off */
ConySound *cony_sound_new           (void);
void       cony_sound_play          (ConySound  *self,
                                     const char *name);
void       cony_sound_test_async    (ConySound            *self,
                                     const char           *name,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data);
gboolean   cony_sound_test_finish   (ConySound            *self,
                                     GAsyncResult         *result,
                                     GError              **error);
void       cony_sound_stop_alerts   (ConySound  *self);
void       cony_sound_probe         (ConySound  *self);
gboolean   cony_sound_get_available (ConySound  *self);
void       cony_sound_mute          (ConySound  *self,
                                     guint       seconds);
guint      cony_sound_get_muted     (ConySound  *self);

G_END_DECLS
