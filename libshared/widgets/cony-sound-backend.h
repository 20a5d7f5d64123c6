/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What plays a file; one of cony-sound-gsound.c and cony-sound-none.c is built.  To reach the sound
 * server may take long: open and play are called in a thread. */
typedef struct _ConySoundBackend ConySoundBackend;

ConySoundBackend *cony_sound_backend_new  (GError           **error);
void              cony_sound_backend_free (ConySoundBackend  *self);
gboolean          cony_sound_backend_open (ConySoundBackend  *self,
                                           GCancellable      *cancellable,
                                           GError           **error);
gboolean          cony_sound_backend_play (ConySoundBackend  *self,
                                           const char        *name,
                                           const char        *file,
                                           GCancellable      *cancellable,
                                           GError           **error);

G_END_DECLS
