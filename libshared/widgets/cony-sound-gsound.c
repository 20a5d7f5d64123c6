/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-sound.h"

#include <gsound.h>

/**
 * ConySound:
 *
 * Plays the sounds of the windows: alerta, alerta-urgente, conexion, pedido.  To reach the sound
 * server may take long, so everything happens in a thread.
 */
struct _ConySound
{
  GObject parent_instance;

  GSoundContext *context; /* owned, nullable */
  gboolean available;
};

G_DEFINE_FINAL_TYPE (ConySound, cony_sound, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_AVAILABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static char *
find_file (const char *name)
{
  /* Where a program that is not installed finds its sounds (build/data/sounds). */
  const char *folder = g_getenv ("CONY_SOUNDDIR");
  g_autofree char *file = g_strconcat (name, ".wav", NULL);

  return g_build_filename (folder ? folder : CONY_SOUNDDIR, file, NULL);
}

static void
set_available (ConySound *self,
               gboolean   available)
{
  if (self->available == available)
    return;
  self->available = available;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
}

static void
play_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ConySound *self = source;
  const char *name = task_data;
  g_autofree char *file = find_file (name);
  g_autofree char *event = g_strconcat ("cony-", name, NULL);
  GError *error = NULL;

  if (gsound_context_play_simple (self->context, NULL, &error, GSOUND_ATTR_EVENT_ID, event,
                                  GSOUND_ATTR_MEDIA_FILENAME, file, GSOUND_ATTR_MEDIA_ROLE, "event",
                                  GSOUND_ATTR_APPLICATION_ID, CONY_APPLICATION_ID, NULL))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
played_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  ConySound *self = CONY_SOUND (source);
  g_autoptr (GError) error = NULL;
  gboolean played = g_task_propagate_boolean (G_TASK (result), &error);

  if (!played && self->available)
    g_message ("No sound: %s", error->message);
  set_available (self, played);
}

static void
cony_sound_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, CONY_SOUND (object)->available);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_sound_dispose (GObject *object)
{
  g_clear_object (&CONY_SOUND (object)->context);

  G_OBJECT_CLASS (cony_sound_parent_class)->dispose (object);
}

static void
cony_sound_class_init (ConySoundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_sound_get_property;
  object_class->dispose = cony_sound_dispose;

  properties[PROP_AVAILABLE]
    = g_param_spec_boolean ("available", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cony_sound_init (ConySound *self)
{
  g_autoptr (GError) error = NULL;

  self->context = gsound_context_new (NULL, &error);
  if (self->context)
    self->available = TRUE;
  else
    g_message ("No sound: %s", error->message);
}

/**
 * cony_sound_new:
 *
 * Returns: (transfer full): a player; it costs nothing until it plays
 */
ConySound *
cony_sound_new (void)
{
  return g_object_new (CONY_TYPE_SOUND, NULL);
}

/**
 * cony_sound_play:
 * @self: a #ConySound
 * @name: alerta, alerta-urgente, conexion or pedido
 *
 * Plays a sound; where there is none, "available" says so.
 */
void
cony_sound_play (ConySound  *self,
                 const char *name)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (CONY_IS_SOUND (self));
  g_return_if_fail (name != NULL);

  if (!self->context)
    return;
  task = g_task_new (self, NULL, played_cb, NULL);
  g_task_set_source_tag (task, cony_sound_play);
  g_task_set_task_data (task, g_strdup (name), g_free);
  g_task_run_in_thread (task, play_in_thread);
}

/**
 * cony_sound_get_available:
 * @self: a #ConySound
 *
 * Returns: %FALSE when the last sound could not be played
 */
gboolean
cony_sound_get_available (ConySound *self)
{
  g_return_val_if_fail (CONY_IS_SOUND (self), FALSE);

  return self->available;
}
