/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-dispatcher.h"

struct _ConyDispatcher
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (ConyDispatcher, cony_dispatcher, G_TYPE_OBJECT)

static void
cony_dispatcher_class_init (ConyDispatcherClass *klass)
{
}

static void
cony_dispatcher_init (ConyDispatcher *self)
{
}

ConyDispatcher     *
cony_dispatcher_new (void)
{
  return g_object_new (cony_dispatcher_get_type (), NULL);
}

ConyDispatchResult
cony_dispatcher_dispatch (ConyDispatcher *self, ConyEvent *event)
{
  return 0;
}

void
cony_dispatcher_seed (ConyDispatcher *self, ConyEvent *event)
{

}

gboolean
cony_dispatcher_knows (ConyDispatcher *self, const char *uid)
{
  return 0;
}
