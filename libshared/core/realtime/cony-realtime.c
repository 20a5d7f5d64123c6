/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-realtime.h"

struct _ConyRealtime
{
  GObject parent_instance;

  /* construct-time */
  ConySession *session;
  char *uri;
};

G_DEFINE_FINAL_TYPE (ConyRealtime, cony_realtime, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_FRESCURA,
  PROP_EDAD,
  N_PROPS
};

enum
{
  RELOAD,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void
cony_realtime_finalize (GObject *object)
{
  ConyRealtime *self = CONY_REALTIME (object);

  g_clear_object (&self->session);
  g_free (self->uri);

  G_OBJECT_CLASS (cony_realtime_parent_class)->finalize (object);
}

static void
cony_realtime_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  ConyRealtime *self = CONY_REALTIME (object);

  switch (prop_id)
    {
    case PROP_FRESCURA:
      g_value_set_enum (value, cony_realtime_get_frescura (self));
      break;
    case PROP_EDAD:
      g_value_set_uint (value, cony_realtime_get_edad (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
cony_realtime_class_init (ConyRealtimeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = cony_realtime_finalize;
  object_class->get_property = cony_realtime_get_property;

  properties[PROP_FRESCURA] =
    g_param_spec_enum ("frescura", NULL, NULL, CONY_TYPE_FRESCURA, CONY_FRESCURA_RECONECTANDO,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_EDAD] =
    g_param_spec_uint ("edad", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RELOAD] = g_signal_new ("reload", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 0);
  (void) signals;
}

static void
cony_realtime_init (ConyRealtime *self)
{
}

/**
 * cony_realtime_new:
 * @session: a session; events go to its dispatcher
 * @broker_uri: (nullable): `ws://HOST:PORT/ws`; %NULL or empty to use the database only
 *
 * Returns: (transfer full): a stream that is not started yet
 */
ConyRealtime *
cony_realtime_new (ConySession *session,
                   const char  *broker_uri)
{
  ConyRealtime *self = g_object_new (CONY_TYPE_REALTIME, NULL);

  self->session = g_object_ref (session);
  self->uri = g_strdup (broker_uri);
  return self;
}

void
cony_realtime_start (ConyRealtime *self)
{
}

void
cony_realtime_stop (ConyRealtime *self)
{
}

ConyFrescura
cony_realtime_get_frescura (ConyRealtime *self)
{
  return CONY_FRESCURA_RECONECTANDO;
}

guint
cony_realtime_get_edad (ConyRealtime *self)
{
  return 0;
}

gint64
cony_realtime_get_last_seen (ConyRealtime *self)
{
  return 0;
}

void
cony_realtime_ack (ConyRealtime *self,
                   ConyEvent    *event)
{
}
