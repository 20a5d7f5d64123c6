/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-sound-backend.h"

#include <gsound.h>

ConySoundBackend *
cony_sound_backend_new (GError **error)
{
  return (ConySoundBackend *) gsound_context_new (NULL, error);
}

void
cony_sound_backend_free (ConySoundBackend *self)
{
  g_object_unref (self);
}

gboolean
cony_sound_backend_open (ConySoundBackend  *self,
                         GCancellable      *cancellable,
                         GError           **error)
{
  GError *failure = NULL;

  if (gsound_context_open (GSOUND_CONTEXT (self), &failure))
    return TRUE;
  /* Open already. */
  if (g_error_matches (failure, GSOUND_ERROR, GSOUND_ERROR_STATE))
    {
      g_error_free (failure);
      return TRUE;
    }
  g_propagate_error (error, failure);
  return FALSE;
}

gboolean
cony_sound_backend_play (ConySoundBackend  *self,
                         const char        *name,
                         const char        *file,
                         GCancellable      *cancellable,
                         GError           **error)
{
  g_autofree char *event = g_strconcat ("cony-", name, NULL);

  return gsound_context_play_simple (GSOUND_CONTEXT (self), cancellable, error,
                                     GSOUND_ATTR_EVENT_ID, event,
                                     GSOUND_ATTR_MEDIA_FILENAME, file,
                                     GSOUND_ATTR_MEDIA_ROLE, "event",
                                     GSOUND_ATTR_APPLICATION_ID, CONY_APPLICATION_ID, NULL);
}
