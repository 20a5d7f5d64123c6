/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-sound-backend.h"

/* Built where GSound is missing: there is no sound, and the windows say so. */

ConySoundBackend *
cony_sound_backend_new (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "built without GSound");
  return NULL;
}

void
cony_sound_backend_free (ConySoundBackend *self)
{
}

gboolean
cony_sound_backend_open (ConySoundBackend  *self,
                         GCancellable      *cancellable,
                         GError           **error)
{
  return FALSE;
}

gboolean
cony_sound_backend_play (ConySoundBackend  *self,
                         const char        *name,
                         const char        *file,
                         GCancellable      *cancellable,
                         GError           **error)
{
  return FALSE;
}
