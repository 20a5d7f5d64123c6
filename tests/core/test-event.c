/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event.h"

#include <locale.h>
#include <string.h>

#define UID "0f8fad5b-d9cb-469f-a165-70867728950e"

static ConyEvent *
posted (const char *json)
{
  g_autoptr (GError) error = NULL;
  ConyEvent *event = cony_event_new_posted (json, -1, &error);

  g_assert_no_error (error);
  return event;
}

static void
refused (const char     *json,
         ConyEventError  code,
         const char     *message)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) event = cony_event_new_posted (json, -1, &error);

  if (event)
    g_error ("Accepted: %s", json);
  g_assert_error (error, CONY_EVENT_ERROR, (int) code);
  if (message && !strstr (error->message, message))
    g_error ("%s does not say %s", error->message, message);
}

/* The payload is what its text says. */
static void
assert_tree (ConyEvent *event)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;

  json_parser_load_from_data (parser, cony_event_get_json (event), -1, &error);
  g_assert_no_error (error);
  json_node_set_object (node, cony_event_get_payload (event));
  if (!json_node_equal (node, json_parser_get_root (parser)))
    g_error ("Another tree: %s", cony_event_get_json (event));
}

static void
test_tree (void)
{
  static const char * const texts[] = {
    "{\"tipo\":\"a\"}",
    "{ \"\" : {} , \"tipo\" : \"a\" , \"b\" : [ ] , \"c\" : [ [ ] , { \"d\" : { } } ] }",
    "{\"n\":[0,-0,-1,9223372036854775807,-9223372036854775808,"
    "1.5,-1.5,1e3,1E-3,-0.0,2e+2],\"tipo\":\"a\"}",
    "{\"tipo\":\"a\",\"s\":[\"\",\"\\\"\",\"\\\\\",\"a\\b\\f\\n\\r\\tz\","
    "\"\\u0001\\u001f\\u007f\",\"\\/\\u00e9\\ud83c\\udf36é🌶\"]}",
    "{\"tipo\":\"a\",\"\\\"k\\\\\\u0002é\":true,\"f\":false,\"x\":null,\"y\":[true,false,null,\"true\"]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConyEvent) event = cony_event_new_from_wire (texts[i], -1, &error);

      g_assert_no_error (error);
      assert_tree (event);
      g_assert_true (json_object_is_immutable (cony_event_get_payload (event)));
    }
}

static void
test_posted (void)
{
  const char *text = " { \"tipo\" : \"alerta_cocina\",\n \"pedido_id\": 50, \"prioridad\":\"urgente\","
                     " \"mensaje\":\"Sin cebolla\\u00e1 \\ud83c\\udf36 \\/ \\\"ya\\\"\" } ";
  g_autoptr (ConyEvent) event = posted (text);

  g_assert_cmpstr (cony_event_get_tipo (event), ==, "alerta_cocina");
  g_assert_cmpstr (cony_event_get_json (event), ==,
                   "{\"tipo\":\"alerta_cocina\",\"pedido_id\":50,\"prioridad\":\"urgente\","
                   "\"mensaje\":\"Sin cebollaá 🌶 / \\\"ya\\\"\"}");
  g_assert_cmpint (cony_event_get_int (event, "pedido_id", -1), ==, 50);
  g_assert_cmpint (cony_event_get_int (event, "mensaje", -1), ==, -1);
  g_assert_cmpint (cony_event_get_int (event, "nada", -7), ==, -7);
  g_assert_cmpstr (cony_event_get_string (event, "mensaje"), ==, "Sin cebollaá 🌶 / \"ya\"");
  g_assert_null (cony_event_get_string (event, "pedido_id"));
  g_assert_cmpstr (cony_event_get_prioridad (event), ==, "urgente");
  g_assert_true (cony_event_get_owes_ack (event));
  g_assert_null (cony_event_get_uid (event));
  g_assert_null (cony_event_get_fecha (event));
  g_assert_cmpint (cony_event_get_id (event), ==, 0);
  g_assert_false (cony_event_is_control (event));
  g_assert_true (g_str_has_prefix (cony_event_get_posted (event), "{ \"tipo\" : "));
  g_assert_true (g_str_has_suffix (cony_event_get_posted (event), "\" }"));
}

static void
test_not_json (void)
{
  static const char * const cases[] = {
    "", " ", "nada", "[]", "\"tipo\"", "{", "{}x", "{\"tipo\":\"a\"", "{\"tipo\":\"a\",}",
    "{\"tipo\":\"a\"}{}", "{'tipo':'a'}", "{tipo:\"a\"}", "{\"tipo\":\"a\"/* c */}",
    "{\"tipo\":\"a\" \"b\":1}", "{\"tipo\":\"a\",\"b\":01}", "{\"tipo\":\"a\",\"b\":1.}",
    "{\"tipo\":\"a\",\"b\":.5}", "{\"tipo\":\"a\",\"b\":+1}", "{\"tipo\":\"a\",\"b\":1e}",
    "{\"tipo\":\"a\",\"b\":NaN}", "{\"tipo\":\"a\",\"b\":0x10}", "{\"tipo\":\"a\",\"b\":tru}",
    "{\"tipo\":\"a\",\"b\":1e999}", "{\"tipo\":\"a\",\"b\":9223372036854775808}",
    "{\"tipo\":\"a\\u0000\"}", "{\"tipo\":\"a\",\"b\\u0000\":1}", "{\"tipo\":\"a\\ud800\"}",
    "{\"tipo\":\"a\\ud800x\"}", "{\"tipo\":\"a\\ud800\\ud800\"}", "{\"tipo\":\"a\\udc00\"}",
    "{\"tipo\":\"a\\u12g4\"}", "{\"tipo\":\"a\\x\"}", "{\"tipo\":\"a\nb\"}", "{\"tipo\":\"a\xff\"}",
    "{\"tipo\":\"a\",\"tipo\":\"b\"}", "{\"tipo\":\"a\",\"b\":[1,2,]}", "{\"tipo\":\"a\",\"b\":[1 2]}",
    "var x = {\"tipo\":\"a\"}",
  };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    refused (cases[i], CONY_EVENT_ERROR_JSON, NULL);
  g_assert_null (cony_event_new_posted ("{\"tipo\":\"a\0\"}", 13, &error));
  g_assert_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON);
}

static void
test_tipo (void)
{
  g_autofree char *fifty = g_strnfill (50, 'x');
  g_autofree char *good = g_strdup_printf ("{\"tipo\":\"%s\"}", fifty);
  g_autofree char *bad = g_strdup_printf ("{\"tipo\":\"%sx\"}", fifty);
  g_autoptr (ConyEvent) event = posted (good);

  refused (bad, CONY_EVENT_ERROR_TIPO, "tipo");
  refused ("{}", CONY_EVENT_ERROR_TIPO, "tipo is missing");
  refused ("{\"tipo\":5}", CONY_EVENT_ERROR_TIPO, "tipo");
  refused ("{\"tipo\":null}", CONY_EVENT_ERROR_TIPO, "tipo");
  refused ("{\"tipo\":\"\"}", CONY_EVENT_ERROR_TIPO, "tipo");
  refused ("{\"a\":{\"tipo\":\"x\"}}", CONY_EVENT_ERROR_TIPO, "tipo");
}

static void
test_reserved (void)
{
  refused ("{\"tipo\":\"_hola\"}", CONY_EVENT_ERROR_RESERVED, NULL);
  refused ("{\"tipo\":\"\\u005fhola\"}", CONY_EVENT_ERROR_RESERVED, NULL);
  refused ("{\"tipo\":\"a\",\"_rt\":{}}", CONY_EVENT_ERROR_RESERVED, "_rt");
  refused ("{\"_rt\":null,\"tipo\":\"a\"}", CONY_EVENT_ERROR_RESERVED, "_rt");
  refused ("{\"tipo\":\"a\",\"\\u005frt\":1}", CONY_EVENT_ERROR_RESERVED, "_rt");
}

static void
test_length (void)
{
  /* 20 characters besides the text itself. */
  g_autofree char *text = g_strnfill (1980, 'x');
  g_autoptr (GString) accents = g_string_new (NULL);
  g_autofree char *good = g_strdup_printf ("{\"tipo\":\"a\", \"bb\" : \"%s\"}", text);
  g_autofree char *bad = g_strdup_printf ("{\"tipo\":\"a\",\"bb\":\"%sx\"}", text);
  g_autofree char *good_accents = NULL;
  g_autofree char *huge = g_strnfill (70000, ' ');
  g_autoptr (ConyEvent) event = posted (good);
  g_autoptr (ConyEvent) event_accents = NULL;

  g_assert_cmpuint (strlen (cony_event_get_json (event)), ==, 2000);
  refused (bad, CONY_EVENT_ERROR_TOO_LONG, NULL);
  for (guint i = 0; i < 1980; i++)
    g_string_append (accents, "\\u00f1");
  good_accents = g_strdup_printf ("{\"tipo\":\"a\",\"bb\":\"%s\"}", accents->str);
  event_accents = posted (good_accents);
  g_assert_cmpint (g_utf8_strlen (cony_event_get_json (event_accents), -1), ==, 2000);
  refused (huge, CONY_EVENT_ERROR_TOO_LONG, NULL);
}

static void
test_depth (void)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint levels = 15; levels <= 16; levels++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (ConyEvent) event = NULL;

      g_string_assign (text, "{\"tipo\":\"a\",\"b\":");
      for (guint i = 0; i < levels; i++)
        g_string_append_c (text, '[');
      for (guint i = 0; i < levels; i++)
        g_string_append_c (text, ']');
      g_string_append_c (text, '}');
      event = cony_event_new_posted (text->str, -1, &error);
      g_assert_true ((event != NULL) == (levels == 15));
    }
}

static void
test_fields (void)
{
  g_autofree char *text = g_strnfill (500, 'm');
  g_autofree char *good = g_strdup_printf ("{\"tipo\":\"alerta_cocina\",\"mensaje\":\"%s\"}", text);
  g_autofree char *bad = g_strdup_printf ("{\"tipo\":\"alerta_cocina\",\"mensaje\":\"%sm\"}", text);
  g_autoptr (ConyEvent) longest = posted (good);
  g_autoptr (ConyEvent) lines = posted ("{\"tipo\":\"alerta_cocina\",\"mensaje\":\"a\\nb\"}");
  g_autoptr (ConyEvent) signs = posted ("{\"tipo\":\"a\",\"x\":\"\\u00a0 ¿ÿ ŀ 🌶 \\u2080\"}");
  g_autoptr (ConyEvent) unknown = posted ("{\"tipo\":\"prueba\",\"telefono\":\"999\"}");
  g_autoptr (ConyEvent) voucher = posted ("{\"tipo\":\"voucher_whatsapp\",\"monto\":12.5}");
  g_autoptr (ConyEvent) nulls = posted ("{\"tipo\":\"alerta_cocina\",\"pedido_id\":null,"
                                        "\"prioridad\":null,\"mensaje\":null}");

  refused (bad, CONY_EVENT_ERROR_FIELD, "mensaje");
  refused ("{\"tipo\":\"alerta_cocina\",\"mensaje\":7}", CONY_EVENT_ERROR_FIELD, "mensaje");
  refused ("{\"tipo\":\"alerta_cocina\",\"mensaje\":\"a\\tb\"}", CONY_EVENT_ERROR_FIELD, "mensaje");
  refused ("{\"tipo\":\"a\",\"x\":[{\"y\":\"\\u007f\"}]}", CONY_EVENT_ERROR_FIELD, "y");
  refused ("{\"tipo\":\"a\",\"x\":\"ñ\\u0080\"}", CONY_EVENT_ERROR_FIELD, "x");
  refused ("{\"tipo\":\"a\",\"x\":\"\\u009f\"}", CONY_EVENT_ERROR_FIELD, "x");
  refused ("{\"tipo\":\"a\",\"x\\u0085\":1}", CONY_EVENT_ERROR_FIELD, "name");
  refused ("{\"tipo\":\"alerta_cocina\",\"prioridad\":\"enorme\"}", CONY_EVENT_ERROR_FIELD, "prioridad");
  refused ("{\"tipo\":\"alerta_cocina\",\"pedido_id\":\"5\"}", CONY_EVENT_ERROR_FIELD, "pedido_id");
  refused ("{\"tipo\":\"alerta_cocina\",\"pedido_id\":-5}", CONY_EVENT_ERROR_FIELD, "pedido_id");
  refused ("{\"tipo\":\"alerta_cocina\",\"sucursal_id\":1.5}", CONY_EVENT_ERROR_FIELD, "sucursal_id");
  refused ("{\"tipo\":\"alerta_cocina\",\"usuario_id\":3000000000}", CONY_EVENT_ERROR_FIELD,
           "usuario_id");
  refused ("{\"tipo\":\"refill_solicitado\",\"cantidad\":0}", CONY_EVENT_ERROR_FIELD, "cantidad");
  refused ("{\"tipo\":\"refill_solicitado\",\"cantidad\":-1}", CONY_EVENT_ERROR_FIELD, "cantidad");
  refused ("{\"tipo\":\"pedido_creado\",\"telefono\":\"999\"}", CONY_EVENT_ERROR_FIELD, "telefono");
  refused ("{\"tipo\":\"pedido_creado\",\"x\":[{\"monto\":1}]}", CONY_EVENT_ERROR_FIELD, "monto");
}

static void
test_wire (void)
{
  g_autoptr (ConyEvent) made = posted ("{\"tipo\":\"alerta_cocina\",\"mensaje\":\"Ya\"}");
  ConyEventMeta meta = { .uid = UID, .id = 10, .cursor = "ab:77:10", .ts = 1767323045250,
                         .sucursal_id = 2, .prioridad = "urgente", .owes_ack = TRUE, .attempt = 3 };
  g_autoptr (ConyEvent) full = cony_event_new_with_meta (made, &meta);
  g_autofree char *text = cony_event_to_wire (full);
  g_autofree char *date = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) read = NULL;

  g_assert_cmpstr (text, ==,
                   "{\"tipo\":\"alerta_cocina\",\"mensaje\":\"Ya\",\"_rt\":{\"uid\":\"" UID "\","
                   "\"id\":10,\"cur\":\"ab:77:10\",\"ts\":1767323045250,\"suc\":2,"
                   "\"pri\":\"urgente\",\"ack\":true,\"re\":3}}");
  read = cony_event_new_from_wire (text, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cony_event_get_uid (read), ==, UID);
  g_assert_cmpint (cony_event_get_id (read), ==, 10);
  g_assert_cmpstr (cony_event_get_cursor (read), ==, "ab:77:10");
  g_assert_cmpint (cony_event_get_sucursal (read), ==, 2);
  g_assert_cmpstr (cony_event_get_prioridad (read), ==, "urgente");
  g_assert_true (cony_event_get_owes_ack (read));
  g_assert_cmpuint (cony_event_get_attempt (read), ==, 3);
  date = g_date_time_format (cony_event_get_fecha (read), "%F %T.%f");
  g_assert_cmpstr (date, ==, "2026-01-02 03:04:05.250000");
  g_assert_cmpstr (cony_event_get_json (read), ==,
                   "{\"tipo\":\"alerta_cocina\",\"mensaje\":\"Ya\"}");
  g_assert_false (json_object_has_member (cony_event_get_payload (read), "_rt"));
}

static void
test_wire_short (void)
{
  g_autofree char *text = cony_event_format_wire ("{\"tipo\":\"a\"}", &(ConyEventMeta) { .uid = UID });
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) read = cony_event_new_from_wire (text, -1, &error);
  g_autoptr (ConyEvent) first = NULL, control = NULL, plain = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "{\"tipo\":\"a\",\"_rt\":{\"uid\":\"" UID "\",\"ts\":0,\"suc\":null,"
                             "\"pri\":\"normal\"}}");
  g_assert_cmpint (cony_event_get_sucursal (read), ==, 0);
  g_assert_false (cony_event_get_owes_ack (read));

  /* Members may come in any order, and those that nobody knows pass. */
  first = cony_event_new_from_wire ("{\"_rt\":{\"ts\":1,\"x\":[],\"uid\":\"0F8FAD5B-D9CB-469F-A165-"
                                    "70867728950E\"},\"tipo\":\"a\",\"b\":1}", -1, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (cony_event_get_uid (first), ==, UID);
  g_assert_cmpstr (cony_event_get_json (first), ==, "{\"tipo\":\"a\",\"b\":1}");
  control = cony_event_new_from_wire ("{\"tipo\":\"_ping\",\"bd\":3}", -1, &error);
  g_assert_no_error (error);
  g_assert_true (cony_event_is_control (control));
  g_assert_cmpint (cony_event_get_int (control, "bd", -1), ==, 3);
  plain = cony_event_new_from_wire ("{\"tipo\":\"a\"}", -1, &error);
  g_assert_no_error (error);
  g_assert_null (cony_event_get_uid (plain));
}

static void
test_wire_refused (void)
{
  static const struct
  {
    const char *rt;
    const char *named;
  } cases[] = {
    { "5", "_rt" },
    { "{}", "_rt.uid" },
    { "{\"uid\":7,\"ts\":1}", "_rt.uid" },
    { "{\"uid\":\"x\",\"ts\":1}", "_rt.uid" },
    { "{\"uid\":\"" UID "\"}", "_rt.ts" },
    { "{\"uid\":\"" UID "\",\"ts\":1,\"id\":\"5\"}", "_rt.id" },
    { "{\"uid\":\"" UID "\",\"ts\":1,\"suc\":\"5\"}", "_rt.suc" },
    { "{\"uid\":\"" UID "\",\"ts\":1,\"ack\":1}", "_rt.ack" },
    { "{\"uid\":\"" UID "\",\"ts\":1,\"re\":-1}", "_rt.re" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"tipo\":\"a\",\"_rt\":%s}", cases[i].rt);
      g_autoptr (GError) error = NULL;

      g_assert_null (cony_event_new_from_wire (text, -1, &error));
      g_assert_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_FIELD);
      g_assert_true (g_str_has_prefix (error->message, cases[i].named));
    }
}

static void
test_stored (void)
{
  g_autoptr (GDateTime) fecha = g_date_time_new_utc (2026, 1, 2, 3, 4, 5.25);
  g_autoptr (GError) error = NULL;
  g_autoptr (ConyEvent) event = NULL;
  g_autofree char *text = NULL;

  event = cony_event_new_stored ("{\"tipo\":\"pedido_aprobado\",\"pedido_id\":4}", UID, 9, "e:1:9", 1,
                                 fecha, &error);
  g_assert_no_error (error);
  text = cony_event_to_wire (event);
  g_assert_cmpstr (text, ==,
                   "{\"tipo\":\"pedido_aprobado\",\"pedido_id\":4,\"_rt\":{\"uid\":\"" UID "\","
                   "\"id\":9,\"cur\":\"e:1:9\",\"ts\":1767323045250,\"suc\":1,\"pri\":\"normal\","
                   "\"ack\":true}}");
}

/* Whatever is thrown at it, the decoder answers, and what it accepts it reads again the same. */
static void
test_random (void)
{
  static const char alphabet[] = "{}[]\",:\\/u0189eE+-. tfnrdcua\xc3\xa9\"\"{}";
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
  g_autoptr (GString) text = g_string_new (NULL);
  guint accepted = 0;

  for (guint i = 0; i < 200000; i++)
    {
      g_autoptr (ConyEvent) event = NULL, again = NULL;

      g_string_assign (text, "{\"tipo\":\"a\",\"b\":[1.5,\"x\\n\",{\"c\":null}],\"d\":-0e1}");
      for (int n = g_rand_int_range (rand, 0, 5); n > 0; n--)
        text->str[g_rand_int_range (rand, 0, text->len)]
          = alphabet[g_rand_int_range (rand, 0, sizeof alphabet - 1)];
      event = cony_event_new_from_wire (text->str, text->len, NULL);
      if (event == NULL)
        continue;
      accepted++;
      assert_tree (event);
      again = cony_event_new_from_wire (cony_event_get_json (event), -1, NULL);
      g_assert_nonnull (again);
      g_assert_cmpstr (cony_event_get_json (again), ==, cony_event_get_json (event));
    }
  g_assert_cmpuint (accepted, >, 1000);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event/posted", test_posted);
  g_test_add_func ("/event/tree", test_tree);
  g_test_add_func ("/event/not-json", test_not_json);
  g_test_add_func ("/event/tipo", test_tipo);
  g_test_add_func ("/event/reserved", test_reserved);
  g_test_add_func ("/event/length", test_length);
  g_test_add_func ("/event/depth", test_depth);
  g_test_add_func ("/event/fields", test_fields);
  g_test_add_func ("/event/wire", test_wire);
  g_test_add_func ("/event/wire-short", test_wire_short);
  g_test_add_func ("/event/wire-refused", test_wire_refused);
  g_test_add_func ("/event/stored", test_stored);
  g_test_add_func ("/event/random", test_random);

  return g_test_run ();
}
