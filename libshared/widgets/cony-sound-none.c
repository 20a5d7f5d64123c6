/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-sound.h"

/* Built where GSound is missing: everything is there, and silent.  See cony-sound-gsound.c. */
struct _ConySound
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ConySound, cony_sound, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_AVAILABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void
cony_sound_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_AVAILABLE:
      g_value_set_boolean (value, FALSE);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_sound_class_init (ConySoundClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = cony_sound_get_property;

  properties[PROP_AVAILABLE]
    = g_param_spec_boolean ("available", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
cony_sound_init (ConySound *self)
{
}

ConySound *
cony_sound_new (void)
{
  return g_object_new (CONY_TYPE_SOUND, NULL);
}

void
cony_sound_play (ConySound  *self,
                 const char *name)
{
}

gboolean
cony_sound_get_available (ConySound *self)
{
  return FALSE;
}
