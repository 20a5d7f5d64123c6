/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-sound.h"

#include "cony-sound-backend.h"

/**
 * ConySound:
 *
 * Plays the sounds of the windows: alerta, alerta-alta, alerta-urgente, alerta-fuerte, alerta-larga,
 * conexion, conexion-vuelve, pedido.  Of the alerts only one sounds at a time, and it can be stopped.
 */
struct _ConySound
{
  GObject parent_instance;

  /* owned */
  ConySoundBackend *backend; /* nullable */
  GCancellable *alert;       /* stops the alert that sounds, nullable */

  gboolean available;
  gint64 muted_until; /* monotonic time */
};

G_DEFINE_FINAL_TYPE (ConySound, cony_sound, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_AVAILABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  SIGNAL_PLAYING,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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

/* Task data: the name of a sound, %NULL to look only whether there is a device. */
static void
play_in_thread (GTask        *task,
                gpointer      source,
                gpointer      task_data,
                GCancellable *cancellable)
{
  ConySound *self = source;
  const char *name = task_data;
  g_autofree char *file = name ? find_file (name) : NULL;
  GError *error = NULL;

  if (name ? cony_sound_backend_play (self->backend, name, file, cancellable, &error)
           : cony_sound_backend_open (self->backend, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* Task data: the task of the caller, or nothing. */
static void
played_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) asked = user_data;
  ConySound *self = CONY_SOUND (source);
  GError *error = NULL;
  gboolean played = g_task_propagate_boolean (G_TASK (result), &error);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      if (!played && self->available)
        g_message ("No sound: %s", error->message);
      set_available (self, played);
    }
  if (!asked)
    g_clear_error (&error);
  else if (error)
    g_task_return_error (asked, error);
  else
    g_task_return_boolean (asked, TRUE);
}

/* Takes @asked, which is told the outcome. */
static void
start (ConySound    *self,
       const char   *name,
       GCancellable *cancellable,
       GTask        *asked)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, played_cb, asked);

  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, g_strdup (name), g_free);
  if (self->backend)
    g_task_run_in_thread (task, play_in_thread);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED, "no sound system");
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
  cony_sound_stop_alerts (CONY_SOUND (object));

  G_OBJECT_CLASS (cony_sound_parent_class)->dispose (object);
}

static void
cony_sound_finalize (GObject *object)
{
  g_clear_pointer (&CONY_SOUND (object)->backend, cony_sound_backend_free);

  G_OBJECT_CLASS (cony_sound_parent_class)->finalize (object);
}

static void
cony_sound_class_init (ConySoundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_sound_get_property;
  object_class->dispose = cony_sound_dispose;
  object_class->finalize = cony_sound_finalize;

  properties[PROP_AVAILABLE]
    = g_param_spec_boolean ("available", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_PLAYING]
    = g_signal_new ("playing", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 1, G_TYPE_STRING | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
cony_sound_init (ConySound *self)
{
  g_autoptr (GError) error = NULL;

  self->backend = cony_sound_backend_new (&error);
  self->available = self->backend != NULL;
  if (!self->backend)
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
 * @name: the name of a sound
 *
 * Plays a sound, unless the sounds are off; where there is no device, "available" says so.
 */
void
cony_sound_play (ConySound  *self,
                 const char *name)
{
  g_return_if_fail (CONY_IS_SOUND (self));
  g_return_if_fail (name != NULL);

  if (cony_sound_get_muted (self))
    return;
  if (g_str_has_prefix (name, "alerta"))
    {
      cony_sound_stop_alerts (self);
      self->alert = g_cancellable_new ();
      start (self, name, self->alert, NULL);
    }
  else
    {
      start (self, name, NULL, NULL);
    }
  g_signal_emit (self, signals[SIGNAL_PLAYING], 0, name);
}

/**
 * cony_sound_test_async:
 * @self: a #ConySound
 * @name: the name of a sound
 * @cancellable: (nullable): stops it
 * @callback: called when it is playing, or cannot be played
 * @user_data: for @callback
 *
 * Plays a sound to see whether there is a device, also while the sounds are off.
 */
void
cony_sound_test_async (ConySound           *self,
                       const char          *name,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (CONY_IS_SOUND (self));
  g_return_if_fail (name != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, cony_sound_test_async);
  start (self, name, cancellable, task);
}

/**
 * cony_sound_test_finish:
 * @self: a #ConySound
 * @result: what the callback got
 * @error: return location for why it cannot be played
 *
 * Returns: whether it is playing
 */
gboolean
cony_sound_test_finish (ConySound     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (CONY_IS_SOUND (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * cony_sound_stop_alerts:
 * @self: a #ConySound
 *
 * Cuts off the alert that sounds at this moment.
 */
void
cony_sound_stop_alerts (ConySound *self)
{
  g_return_if_fail (CONY_IS_SOUND (self));

  g_cancellable_cancel (self->alert);
  g_clear_object (&self->alert);
}

/**
 * cony_sound_probe:
 * @self: a #ConySound
 *
 * Looks whether there is a device, without a sound; "available" has the answer later.
 */
void
cony_sound_probe (ConySound *self)
{
  g_return_if_fail (CONY_IS_SOUND (self));

  start (self, NULL, NULL, NULL);
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

/**
 * cony_sound_mute:
 * @self: a #ConySound
 * @seconds: for how long, at most %CONY_SOUND_MAX_MUTE; 0 switches the sounds on
 *
 * Switches the sounds off for a moment.
 */
void
cony_sound_mute (ConySound *self,
                 guint      seconds)
{
  g_return_if_fail (CONY_IS_SOUND (self));

  self->muted_until
    = g_get_monotonic_time () + MIN (seconds, CONY_SOUND_MAX_MUTE) * G_TIME_SPAN_SECOND;
  if (seconds)
    cony_sound_stop_alerts (self);
}

/**
 * cony_sound_get_muted:
 * @self: a #ConySound
 *
 * Returns: seconds until the sounds are on again, 0 when they are
 */
guint
cony_sound_get_muted (ConySound *self)
{
  gint64 left;

  g_return_val_if_fail (CONY_IS_SOUND (self), 0);

  left = self->muted_until - g_get_monotonic_time ();
  return left > 0 ? (left + G_TIME_SPAN_SECOND - 1) / G_TIME_SPAN_SECOND : 0;
}
