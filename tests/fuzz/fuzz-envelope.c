/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "broker-event.h"
#include "broker-json.h"

/* Whatever a poster may publish, a window must be able to read: what the one reader accepts is
 * framed as the broker does it, and goes through the other. */

#define UID "0f9c1f2e-2f0b-4e0e-9c54-0a6e3c9b1d11"

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

static gsize
frame_header (const BrokerFrame *frame)
{
  return frame->data[1] < 126 ? 2 : frame->data[1] == 126 ? 4 : 10;
}

static void
check_round_trip (ConyEvent *posted)
{
  g_autoptr (GError) error = NULL;
  const char *text = cony_event_get_posted (posted);
  g_autoptr (BrokerEvent) event = broker_event_new (cony_event_get_tipo (posted),
                                                    cony_event_get_prioridad (posted), UID, text,
                                                    strlen (text), 7, 1700000000000);
  g_autoptr (BrokerFrame) frame = NULL;
  g_autoptr (BrokerFrame) plain = NULL;
  g_autoptr (ConyEvent) read = NULL;
  g_autoptr (ConyEvent) again = NULL;
  gsize header = 0;

  event->cursor = g_strdup ("e:1:2");
  frame = broker_event_encode (event, FALSE, TRUE, TRUE);
  header = frame_header (frame);
  read = cony_event_new_from_wire ((const char *) frame->data + header, frame->length - header,
                                   &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cony_event_get_tipo (read), ==, cony_event_get_tipo (posted));
  g_assert_cmpstr (cony_event_get_json (read), ==, cony_event_get_json (posted));
  g_assert_cmpstr (cony_event_get_uid (read), ==, UID);
  g_assert_cmpstr (cony_event_get_prioridad (read), ==, cony_event_get_prioridad (posted));
  g_assert_cmpint (cony_event_get_sucursal (read), ==, 7);
  g_assert_cmpstr (cony_event_get_cursor (read), ==, event->urgent ? NULL : "e:1:2");

  plain = broker_event_encode (event, TRUE, FALSE, FALSE);
  header = frame_header (plain);
  again = cony_event_new_posted ((const char *) plain->data + header, plain->length - header,
                                 &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cony_event_get_json (again), ==, cony_event_get_json (posted));
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (ConyEvent) posted = cony_event_new_posted ((const char *) data, size, NULL);
  g_autoptr (ConyEvent) wire = cony_event_new_from_wire ((const char *) data, size, NULL);
  g_autoptr (JsonObject) object = broker_json_parse ((const char *) data, size);
  ConyCursor cursor;

  if (posted)
    {
      g_assert_nonnull (object);
      check_round_trip (posted);
    }
  if (wire && cony_event_get_uid (wire))
    {
      g_autofree char *out = cony_event_to_wire (wire);
      g_autoptr (ConyEvent) again = cony_event_new_from_wire (out, -1, NULL);

      g_assert_nonnull (again);
      g_assert_cmpstr (cony_event_get_json (again), ==, cony_event_get_json (wire));
    }
  if (cony_cursor_parse (&cursor, text))
    {
      g_autofree char *out = cony_cursor_format (&cursor);
      ConyCursor again;

      g_assert_true (cony_cursor_parse (&again, out));
      g_assert_cmpint (cony_cursor_compare (&again, cursor.xid, cursor.id), ==, 0);
    }
  return 0;
}
