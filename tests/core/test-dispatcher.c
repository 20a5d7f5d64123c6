/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-dispatcher.h"
#include "cony-event-log.h"

#include <locale.h>

typedef struct
{
  ConyDispatcher *dispatcher;
  ConyEventLog *log;
  GString *heard;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  unused)
{
  fixture->dispatcher = cony_dispatcher_new ();
  fixture->log = cony_event_log_new (fixture->dispatcher);
  fixture->heard = g_string_new (NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  unused)
{
  g_assert_finalize_object (fixture->log);
  g_assert_finalize_object (fixture->dispatcher);
  g_string_free (fixture->heard, TRUE);
}

static char *
make_uid (guint number)
{
  return g_strdup_printf ("%08x-0000-4000-8000-000000000000", number);
}

static ConyEvent *
make (const char *tipo,
      guint       number,
      gint64      id)
{
  g_autofree char *payload = g_strdup_printf ("{\"tipo\":\"%s\",\"n\":%u}", tipo, number);
  g_autofree char *uid = make_uid (number);
  g_autofree char *text = cony_event_format_wire (payload, &(ConyEventMeta) { .uid = uid, .id = id });
  g_autoptr (GError) error = NULL;
  ConyEvent *event = cony_event_new_from_wire (text, -1, &error);

  g_assert_no_error (error);
  return event;
}

static ConyDispatchResult
dispatch (Fixture    *fixture,
          const char *tipo,
          guint       number,
          gint64      id)
{
  g_autoptr (ConyEvent) event = make (tipo, number, id);

  return cony_dispatcher_dispatch (fixture->dispatcher, event);
}

static void
hear_a_cb (Fixture *fixture)
{
  g_string_append_c (fixture->heard, 'a');
}

static void
hear_b_cb (Fixture *fixture)
{
  g_string_append_c (fixture->heard, 'b');
}

static void
hear_c_cb (Fixture *fixture)
{
  g_string_append_c (fixture->heard, 'c');
}

static void
listen (Fixture    *fixture,
        const char *signal,
        void      (*callback) (Fixture *))
{
  g_signal_connect_swapped (fixture->dispatcher, signal, G_CALLBACK (callback), fixture);
}

static void
test_topics (Fixture       *fixture,
             gconstpointer  unused)
{
  listen (fixture, "event::pedido_creado", hear_a_cb);
  listen (fixture, "event::alerta_cocina", hear_b_cb);
  listen (fixture, "event", hear_c_cb);
  dispatch (fixture, "pedido_creado", 1, 1);
  dispatch (fixture, "alerta_cocina", 2, 2);
  dispatch (fixture, "never_heard_of_this", 3, 3);
  g_assert_cmpstr (fixture->heard->str, ==, "acbcc");
  g_assert_cmpuint (g_quark_try_string ("never_heard_of_this"), ==, 0);
}

static void
test_repeats (Fixture       *fixture,
              gconstpointer  unused)
{
  g_autofree char *uid = make_uid (1);

  listen (fixture, "event", hear_a_cb);
  g_assert_false (cony_dispatcher_knows (fixture->dispatcher, uid));
  g_assert_cmpint (dispatch (fixture, "x", 1, 5), ==, CONY_DISPATCH_SHOWN);
  g_assert_true (cony_dispatcher_knows (fixture->dispatcher, uid));
  g_assert_cmpint (dispatch (fixture, "x", 1, 5), ==, CONY_DISPATCH_REPEATED);
  g_assert_cmpint (dispatch (fixture, "x", 1, 0), ==, CONY_DISPATCH_REPEATED);
  g_assert_cmpstr (fixture->heard->str, ==, "a");
}

static void
test_completed (Fixture       *fixture,
                gconstpointer  unused)
{
  g_autoptr (ConyEvent) shown = NULL;

  listen (fixture, "event", hear_a_cb);
  listen (fixture, "completed::x", hear_b_cb);
  listen (fixture, "completed::y", hear_c_cb);
  g_assert_cmpint (dispatch (fixture, "x", 1, 0), ==, CONY_DISPATCH_SHOWN);
  g_assert_cmpint (dispatch (fixture, "x", 1, 0), ==, CONY_DISPATCH_REPEATED);
  g_assert_cmpint (dispatch (fixture, "z", 2, 8), ==, CONY_DISPATCH_SHOWN);
  g_assert_cmpint (dispatch (fixture, "x", 1, 7), ==, CONY_DISPATCH_COMPLETED);
  g_assert_cmpint (dispatch (fixture, "x", 1, 7), ==, CONY_DISPATCH_REPEATED);
  g_assert_cmpstr (fixture->heard->str, ==, "aab");

  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->log)), ==, 2);
  shown = g_list_model_get_item (G_LIST_MODEL (fixture->log), 0);
  g_assert_cmpint (cony_event_get_id (shown), ==, 7);
}

static void
test_alias (Fixture       *fixture,
            gconstpointer  unused)
{
  listen (fixture, "event::voucher_whatsapp", hear_a_cb);
  listen (fixture, "event::voucher_nuevo", hear_b_cb);
  listen (fixture, "event", hear_c_cb);
  dispatch (fixture, "voucher_whatsapp", 1, 1);
  g_assert_cmpstr (fixture->heard->str, ==, "acb");
  g_string_truncate (fixture->heard, 0);
  dispatch (fixture, "voucher_nuevo", 2, 2);
  g_assert_cmpstr (fixture->heard->str, ==, "bc");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->log)), ==, 2);
}

/* One callback under both names hears the event once. */
static void
test_alias_twice (Fixture       *fixture,
                  gconstpointer  unused)
{
  listen (fixture, "event::voucher_whatsapp", hear_a_cb);
  listen (fixture, "event::voucher_nuevo", hear_a_cb);
  dispatch (fixture, "voucher_whatsapp", 1, 1);
  g_assert_cmpstr (fixture->heard->str, ==, "a");
  dispatch (fixture, "voucher_nuevo", 2, 2);
  g_assert_cmpstr (fixture->heard->str, ==, "aa");
}

static void
nested_cb (Fixture *fixture)
{
  dispatch (fixture, "voucher_whatsapp", 77, 0);
}

static void
test_alias_nested (Fixture       *fixture,
                   gconstpointer  unused)
{
  listen (fixture, "event::voucher_whatsapp", nested_cb);
  listen (fixture, "event::voucher_nuevo", hear_b_cb);
  dispatch (fixture, "voucher_whatsapp", 1, 1);
  g_assert_cmpstr (fixture->heard->str, ==, "bb");
}

static void
test_memory (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autofree char *first = make_uid (0);
  g_autofree char *second = make_uid (1);

  for (guint i = 0; i < CONY_DISPATCHER_MEMORY; i++)
    dispatch (fixture, "x", i, 1);
  g_assert_true (cony_dispatcher_knows (fixture->dispatcher, first));
  dispatch (fixture, "x", CONY_DISPATCHER_MEMORY, 1);
  g_assert_false (cony_dispatcher_knows (fixture->dispatcher, first));
  g_assert_true (cony_dispatcher_knows (fixture->dispatcher, second));
  g_assert_cmpint (dispatch (fixture, "x", 1, 1), ==, CONY_DISPATCH_REPEATED);
  g_assert_cmpint (dispatch (fixture, "x", 0, 1), ==, CONY_DISPATCH_SHOWN);
  g_assert_false (cony_dispatcher_knows (fixture->dispatcher, second));
}

static void
test_seed (Fixture       *fixture,
           gconstpointer  unused)
{
  g_autoptr (ConyEvent) event = make ("x", 5, 5);

  listen (fixture, "event", hear_a_cb);
  cony_dispatcher_seed (fixture->dispatcher, event);
  cony_dispatcher_seed (fixture->dispatcher, event);
  g_assert_cmpint (dispatch (fixture, "x", 5, 5), ==, CONY_DISPATCH_REPEATED);
  g_assert_cmpstr (fixture->heard->str, ==, "");
}

static void
test_no_uid (Fixture       *fixture,
             gconstpointer  unused)
{
  g_autoptr (ConyEvent) event = cony_event_new_from_wire ("{\"tipo\":\"x\"}", -1, NULL);

  g_assert_cmpint (cony_dispatcher_dispatch (fixture->dispatcher, event), ==, CONY_DISPATCH_SHOWN);
  g_assert_cmpint (cony_dispatcher_dispatch (fixture->dispatcher, event), ==, CONY_DISPATCH_SHOWN);
}

/* A copy of the list that is kept only by what "items-changed" says. */
static void
follow_cb (GListModel *model,
           guint       position,
           guint       removed,
           guint       added,
           GPtrArray  *copy)
{
  if (removed)
    g_ptr_array_remove_range (copy, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (copy, position + i, g_list_model_get_item (model, position + i));
}

static void
assert_same (GPtrArray  *copy,
             GListModel *model)
{
  g_assert_cmpuint (copy->len, ==, g_list_model_get_n_items (model));
  for (guint i = 0; i < copy->len; i++)
    {
      g_autoptr (ConyEvent) event = g_list_model_get_item (model, i);

      g_assert_true (event == copy->pdata[i]);
    }
}

static void
test_log (Fixture       *fixture,
          gconstpointer  unused)
{
  g_autoptr (GPtrArray) copy = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) fill = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (ConyEvent) first = NULL, last = NULL;
  GListModel *model = G_LIST_MODEL (fixture->log);

  g_signal_connect (model, "items-changed", G_CALLBACK (follow_cb), copy);
  for (guint i = 0; i < 1500; i++)
    g_ptr_array_add (fill, make ("x", i, i + 1));
  cony_event_log_fill (fixture->log, fill);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1000);
  assert_same (copy, model);

  for (guint i = 2000; i < 3200; i++)
    dispatch (fixture, "x", i, 0);
  dispatch (fixture, "x", 3100, 42);
  g_assert_cmpuint (g_list_model_get_n_items (model), ==, 1000);
  assert_same (copy, model);
  first = g_list_model_get_item (model, 0);
  last = g_list_model_get_item (model, 999);
  g_assert_cmpint (cony_event_get_int (first, "n", -1), ==, 2200);
  g_assert_cmpint (cony_event_get_int (last, "n", -1), ==, 3199);
  g_assert_null (g_list_model_get_item (model, 1000));

  /* What came after the mark stays behind a fill, once. */
  cony_event_log_mark (fixture->log);
  dispatch (fixture, "x", 4000, 0);
  dispatch (fixture, "x", 1499, 0);
  cony_event_log_fill (fixture->log, fill);
  assert_same (copy, model);
  g_clear_object (&first);
  g_clear_object (&last);
  first = g_list_model_get_item (model, 998);
  last = g_list_model_get_item (model, 999);
  g_assert_cmpint (cony_event_get_int (first, "n", -1), ==, 1499);
  g_assert_cmpint (cony_event_get_int (last, "n", -1), ==, 4000);

  cony_event_log_clear (fixture->log);
  g_assert_cmpuint (copy->len, ==, 0);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/dispatcher/topics", test_topics);
  ADD ("/dispatcher/repeats", test_repeats);
  ADD ("/dispatcher/completed", test_completed);
  ADD ("/dispatcher/alias", test_alias);
  ADD ("/dispatcher/alias-twice", test_alias_twice);
  ADD ("/dispatcher/alias-nested", test_alias_nested);
  ADD ("/dispatcher/memory", test_memory);
  ADD ("/dispatcher/seed", test_seed);
  ADD ("/dispatcher/no-uid", test_no_uid);
  ADD ("/event-log", test_log);

  return g_test_run ();
}
