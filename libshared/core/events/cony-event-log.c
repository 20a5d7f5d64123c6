/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-log.h"

struct _ConyEventLog
{
  GObject parent_instance;
};

static GType get_item_type (GListModel *m) { return CONY_TYPE_EVENT; }
static guint get_n_items (GListModel *m) { return 0; }
static gpointer get_item (GListModel *m, guint i) { return NULL; }
static void list_model_init (GListModelInterface *i) { i->get_item_type = get_item_type; i->get_n_items = get_n_items; i->get_item = get_item; }
G_DEFINE_FINAL_TYPE_WITH_CODE (ConyEventLog, cony_event_log, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
cony_event_log_class_init (ConyEventLogClass *klass)
{
}

static void
cony_event_log_init (ConyEventLog *self)
{
}

ConyEventLog *
cony_event_log_new (ConyDispatcher *dispatcher)
{
  return g_object_new (cony_event_log_get_type (), NULL);
}

void
cony_event_log_fill (ConyEventLog *self, GPtrArray *events)
{

}

void
cony_event_log_clear (ConyEventLog *self)
{

}
