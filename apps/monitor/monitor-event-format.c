/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "monitor-event-format.h"

#include <glib/gi18n.h>
#include <string.h>

#include "cony-text.h"

/* One row says how an event looks; @member and @value tell apart what shares a tipo (the first row
 * that fits wins, so the general one comes last). */
static const struct
{
  const char *tipo;
  const char *member;
  const char *value;
  const char *icon;
  const char *name;
} looks[] = {
  { "voucher_nuevo", NULL, NULL, "cony-receipt-symbolic", N_ ("New receipt") },
  { "voucher_whatsapp", NULL, NULL, "cony-receipt-symbolic", N_ ("New receipt") },
  { "voucher_aprobado", NULL, NULL, "cony-check-symbolic", N_ ("Receipt approved") },
  { "voucher_rechazado", NULL, NULL, "cony-cancel-symbolic", N_ ("Receipt rejected") },
  { "pedido_creado", NULL, NULL, "list-add-symbolic", N_ ("Order created") },
  { "pedido_aprobado", NULL, NULL, "cony-pot-symbolic", N_ ("Order approved") },
  { "pedido_actualizado", "cambio", "empezado", "cony-flame-symbolic", N_ ("Order started") },
  { "pedido_actualizado", "cambio", "listo", "cony-checkc-symbolic", N_ ("Order ready") },
  { "pedido_actualizado", "cambio", "entregado", "cony-user-symbolic", N_ ("Order handed over") },
  { "pedido_actualizado", "cambio", "cancelado", "cony-cancel-symbolic", N_ ("Order cancelled") },
  { "pedido_actualizado", "cambio", "en_pantalla", "cony-check2-symbolic", N_ ("Order on screen") },
  { "pedido_actualizado", NULL, NULL, "cony-note-symbolic", N_ ("Order changed") },
  { "alerta_cocina", "prioridad", "urgente", "cony-siren-symbolic", N_ ("Urgent alert") },
  { "alerta_cocina", "prioridad", "alta", "cony-warn-symbolic", N_ ("High alert") },
  { "alerta_cocina", NULL, NULL, "cony-bell-symbolic", N_ ("Alert") },
  { "alerta_vista", NULL, NULL, "cony-eye-symbolic", N_ ("Alert seen") },
  { "alerta_entregada", NULL, NULL, "cony-check2-symbolic", N_ ("Alert on screen") },
  { "alerta_escalada", NULL, NULL, "cony-siren-symbolic", N_ ("Alert escalated") },
  { "refill_solicitado", NULL, NULL, "cony-box-symbolic", N_ ("Refill requested") },
  { "refill_actualizado", "cambio", "en_pantalla", "cony-check2-symbolic",
    N_ ("Refill on screen") },
  { "refill_actualizado", "estado", "visto", "cony-eye-symbolic", N_ ("Refill seen") },
  { "refill_actualizado", "estado", "en_camino", "cony-arrow-symbolic", N_ ("Refill on its way") },
  { "refill_actualizado", "estado", "entregado", "cony-checkc-symbolic", N_ ("Refill delivered") },
  { "refill_actualizado", "estado", "rechazado", "cony-cancel-symbolic", N_ ("Refill refused") },
  { "refill_actualizado", NULL, NULL, "cony-box-symbolic", N_ ("Refill changed") },
  { "insumo_agotado", NULL, NULL, "cony-warn-symbolic", N_ ("Out of stock") },
  { "insumo_repuesto", NULL, NULL, "cony-check-symbolic", N_ ("Back in stock") },
  { "umbrales_cambiados", NULL, NULL, "cony-clock-symbolic", N_ ("Thresholds changed") },
  { "evento_sin_confirmar", NULL, NULL, "cony-warn-symbolic", N_ ("Not shown") },
  { "presencia", NULL, NULL, "cony-live-symbolic", N_ ("Presence") },
};

/* Why no screen has shown an event. */
static const struct
{
  const char *motivo;
  const char *text;
} reasons[] = {
  { "sin_sesion", N_ ("no screen was connected") },
  { "sin_respuesta", N_ ("no screen answered") },
  { "rechazo", N_ ("the screen refused it") },
};

static int
find_look (ConyEvent *event)
{
  const char *tipo = cony_event_get_tipo (event);

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (g_str_equal (looks[i].tipo, tipo)
        && (!looks[i].member
            || g_strcmp0 (cony_event_get_string (event, looks[i].member), looks[i].value) == 0))
      return i;
  return -1;
}

/**
 * monitor_event_icon:
 * @event: an event
 *
 * Returns: name of the icon for its tipo; an unknown tipo has one as well
 */
const char *
monitor_event_icon (ConyEvent *event)
{
  int look;

  g_return_val_if_fail (CONY_IS_EVENT (event), NULL);

  look = find_look (event);
  return look < 0 ? "cony-note-symbolic" : looks[look].icon;
}

/**
 * monitor_event_name:
 * @event: an event
 *
 * Returns: what happened, in two words; an unknown tipo as it is
 */
const char *
monitor_event_name (ConyEvent *event)
{
  int look;

  g_return_val_if_fail (CONY_IS_EVENT (event), NULL);

  look = find_look (event);
  return look < 0 ? cony_event_get_tipo (event) : _ (looks[look].name);
}

/**
 * monitor_event_is_urgent:
 * @event: an event
 *
 * Returns: %TRUE for what stands out of the list
 */
gboolean
monitor_event_is_urgent (ConyEvent *event)
{
  g_return_val_if_fail (CONY_IS_EVENT (event), FALSE);

  return g_str_equal (cony_event_get_tipo (event), "alerta_escalada")
         || g_strcmp0 (cony_event_get_string (event, "prioridad"), "urgente") == 0;
}

static double
get_double (ConyEvent  *event,
            const char *member)
{
  JsonNode *node = json_object_get_member (cony_event_get_payload (event), member);

  return node && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : 0;
}

static char *
refill_detail (ConyEvent *event)
{
  const char *insumo = cony_event_get_string (event, "insumo");
  g_autofree char *quantity = NULL;

  if (!insumo)
    return NULL;
  if (get_double (event, "cantidad") <= 0)
    return g_strdup (insumo);
  quantity = cony_quantity_format (get_double (event, "cantidad"),
                                   cony_event_get_string (event, "unidad"));
  return g_strdup_printf ("%s, %s", insumo, quantity);
}

static char *
created_detail (ConyEvent *event)
{
  const char *canal = cony_event_get_string (event, "canal");
  const char *cliente = cony_event_get_string (event, "cliente");

  if (canal && cliente)
    return g_strdup_printf ("%s, %s", cony_canal_name (canal), cliente);
  return g_strdup (canal ? cony_canal_name (canal) : cliente);
}

static char *
seconds_detail (ConyEvent *event)
{
  gint64 seconds = cony_event_get_int (event, "segundos", -1);
  g_autofree char *age = NULL;

  if (seconds < 0)
    return NULL;
  age = cony_age_format (seconds);
  /* Translators: how long after it was sent; %s is as "8 s". */
  return g_strdup_printf (_ ("after %s"), age);
}

static char *
voucher_detail (ConyEvent *event)
{
  gint64 id = cony_event_get_int (event, "voucher_id", 0);

  /* Translators: the number of a receipt. */
  return id > 0 ? g_strdup_printf (_ ("Receipt %d"), (int) id) : NULL;
}

/* What was not shown, and why. */
static char *
unshown_detail (ConyEvent *event)
{
  const char *tipo = cony_event_get_string (event, "evento_tipo");
  const char *motivo = cony_event_get_string (event, "motivo");
  const char *name = tipo ? tipo : "";

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    if (!looks[i].value && g_strcmp0 (looks[i].tipo, tipo) == 0)
      name = _ (looks[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].motivo, motivo) == 0)
      motivo = _ (reasons[i].text);
  /* Translators: an event that no screen has shown, and why, as "Alert: no screen answered". */
  return g_strdup_printf (_ ("%s: %s"), name, motivo ? motivo : "");
}

static char *
first_string (ConyEvent          *event,
              const char * const *members)
{
  for (; *members; members++)
    {
      const char *value = cony_event_get_string (event, *members);

      if (value && *value)
        return g_strdelimit (g_strdup (value), "\n", ' ');
    }
  return NULL;
}

/**
 * monitor_event_detail:
 * @event: an event
 *
 * Returns: (transfer full): one line of what the event itself tells; may be empty
 */
char *
monitor_event_detail (ConyEvent *event)
{
  static const char * const texts[] = { "mensaje", "motivo", "pantalla", "cliente", "insumo",
                                        NULL };
  const char *tipo;
  char *detail = NULL;

  g_return_val_if_fail (CONY_IS_EVENT (event), NULL);

  tipo = cony_event_get_tipo (event);
  if (find_look (event) < 0)
    return g_strdup (cony_event_get_json (event));
  if (g_str_equal (tipo, "refill_solicitado"))
    detail = refill_detail (event);
  else if (g_str_equal (tipo, "pedido_creado"))
    detail = created_detail (event);
  else if (g_str_equal (tipo, "alerta_vista"))
    detail = seconds_detail (event);
  else if (g_str_equal (tipo, "evento_sin_confirmar"))
    detail = unshown_detail (event);
  if (!detail)
    detail = first_string (event, texts);
  if (!detail && g_str_has_prefix (tipo, "voucher_"))
    detail = voucher_detail (event);
  return detail ? detail : g_strdup ("");
}

/**
 * monitor_event_about:
 * @event: an event
 *
 * Returns: (transfer full): what it is about, as people name it: `#135`, `R-58`; may be empty
 */
char *
monitor_event_about (ConyEvent *event)
{
  static const struct
  {
    const char *member;
    const char *format;
  } ids[] = { { "pedido_id", "#" }, { "refill_id", "R-" }, { "alerta_id", "A-" },
              { "voucher_id", "V-" } };

  g_return_val_if_fail (CONY_IS_EVENT (event), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      gint64 id = cony_event_get_int (event, ids[i].member, 0);

      if (id > 0)
        return g_strdup_printf ("%s%" G_GINT64_FORMAT, ids[i].format, id);
    }
  return g_strdup ("");
}

/**
 * monitor_event_who:
 * @event: an event
 *
 * Returns: the person that the event names, or an empty string
 */
const char *
monitor_event_who (ConyEvent *event)
{
  const char *who;

  g_return_val_if_fail (CONY_IS_EVENT (event), NULL);

  who = cony_event_get_string (event, "usuario");
  return who ? who : "";
}

static char *
fold (const char *text)
{
  g_autofree char *normal = g_utf8_normalize (text, -1, G_NORMALIZE_DEFAULT);

  return g_utf8_casefold (normal ? normal : "", -1);
}

/**
 * monitor_event_matches:
 * @event: an event
 * @needle: what a person searches
 *
 * Returns: %TRUE if the line of @event contains it, in whatever case
 */
gboolean
monitor_event_matches (ConyEvent  *event,
                       const char *needle)
{
  g_autofree char *detail = NULL;
  g_autofree char *about = NULL;
  g_autofree char *line = NULL;
  g_autofree char *folded_line = NULL;
  g_autofree char *folded_needle = NULL;

  g_return_val_if_fail (CONY_IS_EVENT (event), FALSE);

  if (!needle || !*needle)
    return TRUE;
  detail = monitor_event_detail (event);
  about = monitor_event_about (event);
  line = g_strjoin ("\n", monitor_event_name (event), cony_event_get_tipo (event), detail, about,
                    monitor_event_who (event), NULL);
  folded_line = fold (line);
  folded_needle = fold (needle);
  return strstr (folded_line, folded_needle) != NULL;
}

/**
 * monitor_json_pretty:
 * @json: compact JSON
 *
 * Returns: (transfer full): the same, indented; what is no JSON as it is
 */
char *
monitor_json_pretty (const char *json)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (JsonGenerator) generator = json_generator_new ();

  g_return_val_if_fail (json != NULL, NULL);

  if (!json_parser_load_from_data (parser, json, -1, NULL))
    return g_strdup (json);
  json_generator_set_pretty (generator, TRUE);
  json_generator_set_root (generator, json_parser_get_root (parser));
  return json_generator_to_data (generator, NULL);
}
